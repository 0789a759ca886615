"""The languages that guides are written in, from the variable LANGUAGES: codes as Django knows them."""

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

#: The language of the code itself: labels have it where there is no translation.
ENGLISH = "en"
#: Names that Django has in another spelling.
_NAMES = {"hi": "हिन्दी", "ar": "العربية"}


def read_languages(codes: list[str]) -> list[tuple[str, str]]:
    """Codes with their own names, in the order given. Raises ImproperlyConfigured, with what to write instead."""
    codes = [code.lower() for code in codes]
    unknown = [code for code in codes if not LANG_INFO.get(code, {}).get("name_local")]
    if unknown:
        raise ImproperlyConfigured(f"LANGUAGES has {', '.join(unknown)}: write codes such as en, hi, ar, fr or pt-br.")
    if ENGLISH not in codes:
        raise ImproperlyConfigured("LANGUAGES lacks en: labels that nobody has translated are in English.")
    return [(code, _name(code)) for code in dict.fromkeys(codes)]


def _name(code: str) -> str:
    name = str(LANG_INFO[code]["name_local"])
    return _NAMES.get(code) or name[0].upper() + name[1:]
