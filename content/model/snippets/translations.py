"""Translates shared things for readers."""

from typing import Any

from django.db.models import Model

from content.model.remembering import remembered_each

#: A model and a `translation_key`.
Subject = tuple[type[Model], Any]


def translate(thing: Any, locale: str) -> Any:
    """The public translation of a category, therapy or citation; the thing itself if there is none."""
    subject = (type(thing), thing.translation_key)
    translations = find_translations([subject]).get(subject, ())
    return next((one for one in translations if one.locale.language_code == locale), thing)


@remembered_each
def find_translations(subjects: list[Subject]) -> dict[Subject, list[Any]]:
    """The public translations of shared things, themselves included. One query for each model."""
    keys: dict[type[Model], list[Any]] = {}
    for model, key in subjects:
        keys.setdefault(model, []).append(key)
    found: dict[Subject, list[Any]] = {}
    for model, of_model in keys.items():
        rows: Any = model._default_manager
        for one in rows.filter(translation_key__in=of_model, live=True).select_related("locale"):
            found.setdefault((model, one.translation_key), []).append(one)
    return found
