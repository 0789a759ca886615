"""Completes what is copied: each sample guide and branch in every language, made by the public functions."""

from typing import Any

from wagtail.models import Locale

from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from tests.support import signing

LANGUAGES = ("en", "hi", "ar")


def complete() -> None:
    """Give the sample guides and branches the languages that they lack, in the words of the first. Safe to repeat."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    for model in (GuidePage, BranchPage):
        for page in find_sources(model):
            for code in LANGUAGES[1:]:
                if not model.objects.filter(translation_key=page.translation_key, locale=locales[code]).exists():
                    signing.publish(page.copy_for_translation(locales[code]))


def find_sources(model: Any) -> list[Any]:
    """The four guides, or three branches, of the samples: the pages in which they were first written."""
    rows = model.objects.filter(locale__language_code=LANGUAGES[0]).order_by("pk")
    return list(rows[: 4 if model is GuidePage else 3])
