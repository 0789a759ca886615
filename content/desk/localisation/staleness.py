"""Staleness: finds the parts of a source that have changed since a clinician signed the translation."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from content.approval.signoff import texts
from content.approval.signoff.models import SignOff
from content.approval.signoff.parts import digest_of, judge
from content.approval.signoff.signing import find_last, find_signed
from content.edition.models import Current
from content.model.guides.models import GuidePage
from content.model.vocabulary import PARTS, Kind, State


def keep_stale(pages: Any) -> Any:
    """The pages of this query set that are older than their source, as `is_older_than` says of one page."""
    sources = GuidePage.objects.filter(translation_key=OuterRef("translation_key")).order_by("pk")
    return pages.filter(last_published_at__lt=Subquery(sources.values("last_published_at")[:1]))


def find_changed(pairs: Iterable[tuple[GuidePage, GuidePage]]) -> dict[int, list[str]]:
    """Page key -> parts to translate again, for pairs of translation and source. Always two queries.

    Compares the signatures in the public source with those of the translation, without reading either page.
    """
    pairs = list(pairs)
    keys = {page.translation_key for page, _source in pairs}
    public = {
        (row.subject, row.locale): _read_signed(row)
        for row in Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE, subject__in=keys)
        .select_related("edition")
        .only("subject", "locale", "edition__body")
    }
    last: dict[tuple[Any, str, str], str] = {}
    for guide, locale, part, digest in (
        SignOff.objects.filter(guide__in=keys)
        .order_by("signed_at", "pk")
        .values_list("guide", "locale", "part", "source_digest")
    ):
        last[guide, locale, part] = digest
    return {
        page.pk: [
            part
            for part, digest in public.get((source.translation_key, source.locale.language_code), {}).items()
            if last.get((page.translation_key, page.locale.language_code, part)) != digest
        ]
        for page, source in pairs
    }


def _read_signed(row: Current) -> dict[str, str]:
    """Part -> its signed digest, in order."""
    signed = json.loads(bytes(row.edition.body))["review"]["signed_off"]
    by_part = {one["part"]: one["approved_digest"] for one in signed}
    return {part: by_part[part] for part in PARTS if part in by_part}


@dataclass(frozen=True)
class SourcePart:
    """A part of the source. `difference`: what changed since the translation was signed, as safe HTML."""

    part: str
    text: str
    is_translated: bool
    has_changed: bool
    difference: str


def read_source(page: GuidePage) -> list[SourcePart]:
    """All parts of the page's source, in order."""
    last, source = find_last(page), judge(page.source_page)
    public = find_signed(page.source_page, {part: digest_of(content) for part, content in source.items()})
    return [_compare(page, part, source[part], last.get(part), part in public) for part in source]


def _compare(
    page: GuidePage, part: str, content: dict[str, Any], signed: SignOff | None, is_public: bool
) -> SourcePart:
    # An unsigned part of the source is not to be translated yet.
    has_changed = is_public and signed is not None and signed.source_digest != digest_of(content)
    before = _find_content(page, part, signed.source_digest) if signed and has_changed else {}
    return SourcePart(
        part=part,
        text=texts.read_text(content),
        is_translated=signed is not None,
        has_changed=has_changed,
        difference=texts.compare(before, content) if before else "",
    )


def _find_content(page: GuidePage, part: str, digest: str) -> dict[str, Any]:
    """The source's content with this digest; empty if it was never signed, or was erased."""
    source = page.source_page
    signed = SignOff.objects.filter(
        guide=source.translation_key, locale=source.locale.language_code, part=part, digest=digest
    )
    content = signed.values_list("content", flat=True).first()
    return content or {}
