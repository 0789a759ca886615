"""Reads stored data of a page that refer to deleted things.

Wagtail raises an error for a missing thing behind a protecting foreign key: such a page could not be compared or
restored.
"""

from typing import Any

from django.db import models
from django.db.models.functions import Cast
from modelcluster.models import get_all_child_relations


def without_missing(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """A copy of stored data without references to deleted things: keys become None, and child rows are left out."""
    read = data | {field.name: None for field in _find_missing(model, data) if field.null}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if read.get(name):
            read[name] = [row for row in read[name] if not _find_missing(relation.related_model, row)]
    return read


def names_missing(model: type[models.Model], data: dict[str, Any]) -> bool:
    """Whether stored data refer to anything that was deleted. One query, where Wagtail makes one for each key."""
    keys: dict[Any, set[Any]] = {}
    _collect_keys(model, data, keys)
    found = [
        # As texts, since a union has one type in each column.
        field.model._default_manager.filter(**{f"{field.name}__in": of_field})
        .order_by()
        .values_list(Cast(field.name, models.TextField()))
        for field, of_field in keys.items()
    ]
    return bool(found) and len(found[0].union(*found[1:], all=True)) < sum(map(len, keys.values()))


def _collect_keys(model: type[models.Model], row: dict[str, Any], keys: dict[Any, set[Any]]) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and (key := row.get(field.name)) is not None:
            keys.setdefault(field.target_field, set()).add(field.target_field.to_python(key))
    for relation in get_all_child_relations(model):
        for child in row.get(relation.get_accessor_name()) or []:
            _collect_keys(relation.related_model, child, keys)


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
