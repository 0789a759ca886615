"""System checks: what each language of LANGUAGES lacks, and pages in languages that it leaves out."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register
from django.db import DatabaseError
from django.utils.translation import to_locale
from wagtail.models import Locale, Page

from cms.languages import ENGLISH
from content.approval.claims.rules import find_languages
from content.model.search.terms import STEMMED


@register(deploy=True)
def check_languages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Nothing of it stops anybody: guides can be written, signed and read in any language."""
    return [message for code, name in settings.WAGTAIL_CONTENT_LANGUAGES for message in _find_gaps(code, name)]


def _find_gaps(code: str, name: str) -> list[CheckMessage]:
    language = f"{name} ({code})"
    gaps: list[CheckMessage] = []
    if code != ENGLISH and not any(Path(path, to_locale(code)).is_dir() for path in settings.LOCALE_PATHS):
        hint = f"Add locale/{to_locale(code)}, as docs/how-to/add-a-language.md says."
        gaps.append(Info(f"Labels in {language} are English: they are not translated.", hint=hint, id="content.I001"))
    if code not in find_languages():
        hint = "Add patterns to the rule packs, as docs/how-to/add-a-claims-pack.md says."
        gaps.append(Info(f"No claim is found in {language}: no pack has rules for it.", hint=hint, id="content.I002"))
    if code not in STEMMED:
        hint = "Words are found as they are written, or by the endings of another language of the same script."
        gaps.append(Info(f"Search knows no endings of words in {language}.", hint=hint, id="content.I003"))
    return gaps


@register(Tags.database)
def check_pages_left_out(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Wagtail hides them, and no address leads to them. Asked by `migrate`, and by `check --database default`."""
    if databases is None:  # a check that asks no database
        return []
    known = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    try:
        left_out = Locale.all_objects.exclude(language_code__in=known)
        counted = {one.language_code: Page.objects.filter(locale=one, depth__gt=3).count() for one in left_out}
    except DatabaseError:  # before the first migration
        return []
    return [
        Warning(
            f"LANGUAGES leaves out {code}, in which there are pages ({count}): nobody can read or edit them.",
            hint=f"Add {code} to LANGUAGES, or delete the pages before you leave it out.",
            id="content.W007",
        )
        for code, count in counted.items()
        if count
    ]
