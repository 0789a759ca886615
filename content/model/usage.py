"""Wagtail's index of references, by which the admin tells where a thing is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from wagtail.models import COMMENTS_RELATION_NAME, ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

from content.model.guides.models import GuidePage
from content.model.publishing import DRAFT_FIELDS

#: What is saved with a draft. Its new words stand in its revision, so what the page refers to stays the same.
_OF_DRAFTS = DRAFT_FIELDS | {COMMENTS_RELATION_NAME}


@contextmanager
def indexed_once(page: Any, update_fields: Any) -> Iterator[None]:
    """Inside, a page is saved with its children. Wagtail would index the whole page anew for each of them.

    Must run in a transaction. Guides are indexed when they are settled, which reads all that they name. A save of some
    columns only is left to Wagtail, since the page's other values may be a draft's; but a draft's own columns refer to
    nothing.
    """
    of_draft = update_fields is not None and _OF_DRAFTS.issuperset(update_fields)
    if getattr(reference_index_auto_update_disabled, "value", False) or (update_fields is not None and not of_draft):
        yield
        return
    with disable_reference_index_auto_update():
        yield
    if not of_draft and not isinstance(page, GuidePage):
        index(page)


def index(page: Any) -> None:
    ReferenceIndex.create_or_update_for_object(page)


def read_by_page() -> None:
    """Patch Wagtail's lists of where a thing is used: they read what uses it, one by one, to show twenty of it."""
    ReferenceGroups.__getitem__ = _read_some


def _read_some(groups: Any, shown: slice) -> list[Any]:
    if not isinstance(groups.qs, QuerySet):
        return list(groups)[shown]
    names = list(groups.qs.values_list("base_content_type", "object_id").distinct()[shown])
    rows = groups.qs.filter(object_id__in={key for _kind, key in names})
    return list(ReferenceGroups([row for row in rows if (row.base_content_type_id, row.object_id) in names]))
