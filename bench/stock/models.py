"""Makes the guides' columns fields of Wagtail's APIs. Here, since API v3 reads them before any app is ready.

Beside them stands a plain page with equal columns and blocks, to publish as stock Wagtail publishes.
"""

from typing import Any

from django.db import models
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page

from content.model.guides.models import GuidePage

_inherited = {field.name for field in Page._meta.concrete_fields} | {"page_ptr"}
COLUMNS: list[Any] = [field for field in GuidePage._meta.concrete_fields if field.name not in _inherited]
GuidePage.api_fields = [APIField(field.name) for field in COLUMNS]


def _equal(field: Any) -> models.Field:
    if isinstance(field, StreamField):
        return StreamField(list(field.stream_block.child_blocks.items()), blank=True)
    if field.remote_field:
        return models.ForeignKey(field.remote_field.model, null=True, on_delete=models.PROTECT, related_name="+")
    return field.clone()


#: Its table is made where it is measured (bench/speed/publishing.py): nobody else has one.
PlainPage: Any = type(
    "PlainPage", (Page,), {"__module__": __name__, **{field.name: _equal(field) for field in COLUMNS}}
)
