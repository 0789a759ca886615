"""Reads the languages of guides, Django's codes, from the variable LANGUAGES."""

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

#: The language of the source code: labels without a translation are in English.
ENGLISH = "en"
#: Names that Django spells differently.
_NAMES = {"hi": "हिन्दी", "ar": "العربية"}


def read_languages(codes: list[str]) -> list[tuple[str, str]]:
    """Codes with their native names, in the given order. Raises ImproperlyConfigured with the fix."""
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
