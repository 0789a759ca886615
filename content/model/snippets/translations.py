"""Shared things in the language of who reads them."""

from typing import Any

from content.model.remembering import remembered


@remembered
def translate(thing: Any, locale: str) -> Any:
    """A category, therapy or citation in the language of that code; as it is where its translation isn't public."""
    translations = thing.get_translations(inclusive=True).filter(live=True)
    return translations.filter(locale__language_code=locale).first() or thing
