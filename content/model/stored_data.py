"""Reads stored data of a page that refer to deleted things.

Wagtail raises an error for a missing thing behind a protecting foreign key: such a page could not be compared or
restored.
"""

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations


def without_missing(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """A copy of stored data without references to deleted things: keys become None, and child rows are left out."""
    read = data | {field.name: None for field in _find_missing(model, data) if field.null}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if read.get(name):
            read[name] = [row for row in read[name] if not _find_missing(relation.related_model, row)]
    return read


def protecting_keys(model: type[models.Model]) -> list[Any]:
    """The foreign keys of a model that protect their target from deletion."""
    fields: Any = model._meta.concrete_fields
    return [field for field in fields if field.remote_field and field.remote_field.on_delete is models.PROTECT]


def _find_missing(model: type[models.Model], data: dict[str, Any]) -> list[Any]:
    return [
        field
        for field in protecting_keys(model)
        if (key := data.get(field.name)) is not None
        and not field.related_model._default_manager.filter(**{field.remote_field.field_name: key}).exists()
    ]
