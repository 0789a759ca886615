"""Wagtail's index of references, by which the admin tells where a thing is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

from content.model.guides.models import GuidePage


@contextmanager
def indexed_once(page: Any, update_fields: Any) -> Iterator[None]:
    """Inside, a page is saved with its children. Wagtail would index the whole page anew for each of them.

    Must run in a transaction. Guides are indexed when they are settled, which reads all that they name. A save of some
    columns only is left to Wagtail: the page's other values may be a draft's.
    """
    if update_fields is not None or getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield
    if not isinstance(page, GuidePage):
        index(page)


def index(page: Any) -> None:
    ReferenceIndex.create_or_update_for_object(page)
