"""The languages of the content, for everything public."""

from django.conf import settings
from django.utils.translation import get_language_info

#: Code -> name.
LOCALES: dict[str, str] = dict(settings.WAGTAIL_CONTENT_LANGUAGES)


def find_direction(locale: str) -> str:
    return "rtl" if get_language_info(locale)["bidi"] else "ltr"
