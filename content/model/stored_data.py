"""Reading what was stored of a page when a thing that it names has been deleted since.

Wagtail raises for a key that protects its thing: a page could then be neither compared nor returned to.
"""

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations


def without_missing(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """A copy of stored data: a key whose thing is gone is empty, and a row that is nothing without it is left out."""
    read = data | {field.name: None for field in _find_missing(model, data) if field.null}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if read.get(name):
            read[name] = [row for row in read[name] if not _find_missing(relation.related_model, row)]
    return read


def protecting_keys(model: type[models.Model]) -> list[Any]:
    """The keys of a model that keep their thing from being deleted."""
    fields: Any = model._meta.concrete_fields
    return [field for field in fields if field.remote_field and field.remote_field.on_delete is models.PROTECT]


def _find_missing(model: type[models.Model], data: dict[str, Any]) -> list[Any]:
    return [
        field
        for field in protecting_keys(model)
        if (key := data.get(field.name)) is not None
        and not field.related_model._default_manager.filter(**{field.remote_field.field_name: key}).exists()
    ]
