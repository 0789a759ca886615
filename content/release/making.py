"""Makes the rows of editions: compiled -> stamped, encoded, compressed."""

import gzip
from typing import Any

import brotli

from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.encoding import encode, encode_in_places, tag_of
from content.edition.models import Edition, Reference, Release
from content.edition.stamping import format_moment, stamp
from content.model.compilation import Reference as ReferenceValue
from content.model.vocabulary import State

#: Of a guide of 33 kB it makes 5840 bytes in 0.8 ms. 9 makes 5833 in 11 ms, 11 makes 5290 in 29 ms, all under the lock.
BROTLI_QUALITY = 8


def make_edition(compiled: Compiled, release: Release, previous: Edition | None) -> tuple[Edition, dict[str, Any]]:
    """The row, which is not saved, and its document; without words, if it is a tombstone."""
    version = previous.version + 1 if previous else 1
    is_live = compiled.state == State.LIVE
    document = stamp(compiled, version, release.committed_at, previous) if is_live else {}
    body, places = encode_in_places(document) if is_live else (b"", {})
    stamps = {key: document[key] for key in ("version", "digest", "updated_at")} if compiled.card else {}
    edition = Edition(
        kind=compiled.kind,
        subject=compiled.subject,
        locale=compiled.locale,
        version=version,
        release=release,
        state=compiled.state,
        slug=compiled.slug,
        body=body,
        body_gzip=gzip.compress(body, mtime=0) if is_live else b"",
        body_br=brotli.compress(body, quality=BROTLI_QUALITY) if is_live else b"",
        etag=tag_of(body) if is_live else "",
        places=places,
        card_body=encode(compiled.card | stamps) if compiled.card else b"",
        digest=compiled.digest,
        section_digests=compiled.section_digests if is_live or not previous else previous.section_digests,
        provenance=_provenance(compiled, document, previous),
        notice={} if is_live else {"since": format_moment(release.committed_at), **compiled.content},
        source=compiled.source,
    )
    return edition, document


def confirm(edition: Edition, compiled: Compiled) -> None:
    """Keep an edition whose bytes are unchanged. Only what it was made of is noted anew."""
    # Also of held editions and tombstones: this compiler version has confirmed them.
    noted = edition.provenance | {"compiler": compiler.COMPILER_VERSION}
    noted |= {"taken": compiled.taken} if compiled.taken else {}
    if noted != edition.provenance:
        edition.provenance = noted
        edition.save(update_fields=["provenance"])
    if find_references(edition) != compiled.references:
        # Equal bytes can have other references, such as a link to a guide that is not public yet.
        edition.references.all().delete()
        Reference.objects.bulk_create(list_references(edition, compiled))


def find_references(edition: Edition) -> frozenset[ReferenceValue]:
    return frozenset(reference.value for reference in edition.references.all())


def list_references(edition: Edition, compiled: Compiled) -> list[Reference]:
    return [Reference(edition=edition, kind=shown.kind, target=shown.id) for shown in sorted(compiled.references)]


def _provenance(compiled: Compiled, document: dict[str, Any], previous: Edition | None) -> dict[str, Any]:
    """Where an edition comes from. A tombstone keeps the dates for when the subject is public again."""
    provenance: dict[str, Any] = {"compiler": compiler.COMPILER_VERSION, "revision": compiled.revision}
    if compiled.state != State.LIVE:
        before = previous.provenance if previous else {}
        return provenance | {key: before.get(key) for key in ("published_at", "sections_updated_at")}
    sections = {section["key"]: section["updated_at"] for section in document.get("sections", [])}
    provenance |= {"taken": compiled.taken} if compiled.taken else {}
    return provenance | {"published_at": document["published_at"], "sections_updated_at": sections}
