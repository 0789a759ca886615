"""Finds guides and branches whose newest or scheduled draft refers to a thing.

Foreign keys protect what page rows refer to, but a draft is JSON. References in streams are ignored: a block can be
read without its thing.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision

from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.stored_data import protecting_keys


def find_drafts(thing: models.Model) -> list[str]:
    """The titles of pages whose drafts refer to the thing."""
    titles = set()
    for model in (GuidePage, BranchPage):
        if not (_keys_to(model, thing) or _children_with(model, thing)):
            continue
        latest = model.objects.exclude(latest_revision=None).values("latest_revision")
        waiting = Q(pk__in=latest) | Q(approved_go_live_at__isnull=False)
        kind: Any = ContentType.objects.get_for_model(model)
        for content in Revision.objects.filter(waiting, content_type=kind).values_list("content", flat=True).iterator():
            if _names(model, content, thing):
                titles.add(content["title"])
    return sorted(titles)


def _names(model: type[models.Model], content: dict[str, Any], thing: models.Model) -> bool:
    if any(content.get(name) == thing.pk for name in _keys_to(model, thing)):
        return True
    return any(
        row.get(key) == thing.pk
        for name, keys in _children_with(model, thing).items()
        for row in content.get(name) or []
        for key in keys
    )


def _keys_to(model: type[models.Model], thing: models.Model) -> list[str]:
    return [field.name for field in protecting_keys(model) if isinstance(thing, field.related_model)]


def _children_with(model: type[models.Model], thing: models.Model) -> dict[str, list[str]]:
    """Child relation -> its foreign keys to the thing's model."""
    found = {one.get_accessor_name(): _keys_to(one.related_model, thing) for one in get_all_child_relations(model)}
    return {name: keys for name, keys in found.items() if keys}
