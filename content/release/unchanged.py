"""Tells whether a page or offering is unchanged since it was published."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField

from content.edition import compiler
from content.edition.models import Current
from content.edition.reducing import read_content
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.vocabulary import Kind, State


def is_offered_so(offering: Offering) -> bool:
    current = Current.objects.filter(kind=Kind.OFFERING, subject=offering.pk, state=State.LIVE).first()
    if current is None:
        return False
    published = _without_words_of_others(read_content(current.edition))
    wanted = _without_words_of_others(compiler.compile_offering(offering).content)
    # A field that was added to the code since is empty until somebody edits the offering.
    return all(value == published[name] if name in published else not value for name, value in wanted.items())


def _without_words_of_others(content: dict[str, Any]) -> dict[str, Any]:
    shown = {name: content[name] and content[name]["id"] for name in ("branch", "practitioner") if name in content}
    return json.loads(json.dumps(content | shown, cls=DjangoJSONEncoder))


def is_as_published(page: GuidePage | BranchPage) -> bool:
    kind = Kind.GUIDE if isinstance(page, GuidePage) else Kind.BRANCH
    current = Current.objects.filter(
        kind=kind, subject=page.translation_key, locale=page.locale.language_code, state=State.LIVE
    )
    published = current.values_list("edition__source", flat=True).first()
    # Fetched again: a stream that has been read leaves out things that were deleted since.
    stored = type(page)._default_manager.get(pk=page.pk).serializable_data()
    return published is not None and _read_typed(published, stored) == _read_typed(stored, published)


def _read_typed(source: dict[str, Any], other: dict[str, Any]) -> Any:
    """The values of the fields that both have: a version that adds or drops fields edits no page."""
    kept = {
        # A stream is stored as text. PostgreSQL returns its keys in another order.
        name: json.loads(value) if name in _STREAMS and isinstance(value, str) else value
        for name, value in source.items()
        if name in other and name not in compiler.BOOKKEEPING
    }
    return json.loads(json.dumps(kept, cls=DjangoJSONEncoder))


_STREAMS = {field.name for field in GuidePage._meta.get_fields() if isinstance(field, StreamField)}
