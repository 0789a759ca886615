"""Translates shared things for readers."""

from typing import Any

from content.model.remembering import remembered


@remembered
def translate(thing: Any, locale: str) -> Any:
    """The public translation of a category, therapy or citation; the thing itself if there is none."""
    translations = thing.get_translations(inclusive=True).filter(live=True)
    return translations.filter(locale__language_code=locale).first() or thing
