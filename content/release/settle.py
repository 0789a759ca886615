"""Settles: compares what should be public with what is public, and makes one release of the difference.

marked references -> subjects -> compiled -> editions, current, references, outbox -> one release, or none.
"""

import gzip
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import brotli
from django.db import connection, transaction
from django.utils import timezone

from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.encoding import encode, encode_in_places, tag_of
from content.edition.inspecting import find_faults
from content.edition.keys import key_of, keys_of
from content.edition.models import Current, Edition, Reference, Release
from content.edition.newest import tell_after_commit
from content.edition.reducing import reduce
from content.edition.slugs import find_sharers
from content.edition.stamping import format_moment, stamp
from content.model.compilation import Reference as ReferenceValue
from content.model.guides.slugs import explain_taken
from content.model.publishing import Publication, Refused
from content.model.remembering import forget, remembering
from content.model.vocabulary import Kind, State
from content.release import subjects
from content.release.deciding import Hold, Publish
from content.release.gathering import Rows
from content.release.indexing import index_guides, index_stale
from content.release.inquiring import Outcome, inquire
from content.release.locking import Touched, lock_releases, note
from content.release.outbox.delivering import send_all
from content.release.preparing import AT_ONCE, Prepared, prepare, read_batch
from content.release.telling import list_messages

#: Of a guide of 33 kB it makes 5840 bytes in 0.8 ms. 9 makes 5833 in 11 ms, 11 makes 5290 in 29 ms, all under the lock.
BROTLI_QUALITY = 8


def settle(publication: Publication) -> Release | None:
    """Settle the marked subjects and every subject that shows them.

    Must run at the end of the change's transaction. Raises Refused if a page that somebody publishes may not be public;
    the caller then rolls back.
    """
    if not publication.concerns:
        return None
    assert connection.in_atomic_block
    with remembering():
        prepared = prepare(publication)
        lock_releases()
        run = _start(publication, prepared)
        run.touched.changed |= publication.concerns
        while batch := run.waiting[:AT_ONCE]:
            run.settle_batch(batch)
            forget()
        run.check_addresses()
    note(run.touched)
    run.send_messages()
    return run.release


def _start(publication: Publication, prepared: Prepared | None) -> "_Run":
    """With what was prepared, if it still holds."""
    if prepared and prepared.still_holds():
        return _Run(publication, list(prepared.outcomes), prepared)
    forget()
    return _Run(publication, subjects.find_subjects(publication.concerns))


def settle_all(*, actor: str = "", reason: str = "") -> Release | None:
    """Settle every subject: repairs what is public, and applies a changed compiler. Safe to repeat."""
    with transaction.atomic():
        index_stale()
        return settle(Publication(actor, reason, marked=subjects.find_every_subject(), heals=True))


@dataclass
class _Run:
    """One settling. It makes its release when it finds the first difference."""

    publication: Publication
    #: Subjects that are still to be settled, in order.
    waiting: list[ReferenceValue]
    prepared: Prepared | None = None
    release: Release | None = None
    editions: list[Edition] = field(default_factory=list)
    #: Addresses that get a new owner in this release: caches may hold the answers of the old one.
    taken: list[tuple[Kind, str]] = field(default_factory=list)
    #: Rows whose address was given to a subject that was settled before them.
    displaced: list[Current] = field(default_factory=list)
    #: What the editions of the subject that is being settled show, and the words by which they are found.
    shown: list[Reference] = field(default_factory=list)
    unindexed: list[tuple[Current, dict[str, Any]]] = field(default_factory=list)
    #: What others, who prepare at the same time, must know of this settling.
    touched: Touched = field(default_factory=Touched)

    def settle_batch(self, batch: list[ReferenceValue]) -> None:
        prepared = self.prepared
        rows = prepared.rows if prepared else read_batch(batch, self.publication)
        for subject in batch:
            self.waiting.pop(0)
            known = prepared.outcomes[subject] if prepared else inquire(subject, self.publication, rows[subject])
            self.settle_subject(subject, rows[subject], known)

    def settle_subject(self, subject: ReferenceValue, current: Rows, outcomes: list[Outcome]) -> None:
        self.touched.changed.add(subject)
        self.touched.shown.update(shown for row in current.values() for shown in _references(row.edition))
        held = {one.locale: one.decision for one in outcomes if isinstance(one.decision, Hold)}
        _note_held(current, held)
        made = {compiled.locale: self.apply(compiled, current) for compiled in _find_wanted(outcomes, current)}
        _note_held({locale: row for locale, row in made.items() if locale in held.keys() - current.keys()}, held)
        self.finish_subject()

    def finish_subject(self) -> None:
        """Write in one go what the new editions of all its languages show."""
        if self.shown:
            Reference.objects.bulk_create(self.shown)
            self.touched.shown.update(reference.value for reference in self.shown)
        if self.unindexed:
            index_guides(self.unindexed)
        self.shown, self.unindexed = [], []

    def apply(self, compiled: Compiled, rows: Rows) -> Current:
        current = rows.get(compiled.locale)
        if not current or (current.state, current.edition.digest) != (compiled.state, compiled.digest):
            return self.append(compiled, current)
        _confirm(current.edition, compiled)
        return current

    def open_release(self) -> Release:
        if self.release is None:
            tell_after_commit()
            last, now = Release.objects.order_by("number").last(), self.publication.moment or timezone.now()
            self.release = Release.objects.create(
                number=last.number + 1 if last else 1,
                # Always later than the last release, even if the clock goes back: readers tell releases by this moment.
                committed_at=max(now, last.committed_at + timedelta(microseconds=1)) if last else now,
                actor=self.publication.actor,
                reason=self.publication.reason,
            )
        return self.release

    def append(self, compiled: Compiled, current: Current | None) -> Current:
        release, previous = self.open_release(), current.edition if current else None
        version = previous.version + 1 if previous else 1
        is_live = compiled.state == State.LIVE
        if is_live and compiled.slug:
            self.make_way(compiled, current)
        document = stamp(compiled, version, release.committed_at, previous) if is_live else {}
        body, places = encode_in_places(document) if is_live else (b"", {})
        stamps = {key: document[key] for key in ("version", "digest", "updated_at")} if compiled.card else {}
        edition = Edition.objects.create(
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
        self.shown += _list_references(edition, compiled)
        self.editions.append(edition)
        if (
            is_live
            and compiled.slug
            and (not previous or (previous.state, previous.slug) != (State.LIVE, edition.slug))
        ):
            self.taken.append((compiled.kind, compiled.slug))
        moved = self.move_current(current, edition, compiled.facts)
        if compiled.kind == Kind.GUIDE:
            self.unindexed.append((moved, document))
        return moved

    def move_current(self, current: Current | None, edition: Edition, facts: dict[str, Any]) -> Current:
        assert self.release
        moved = current or Current(kind=edition.kind, subject=edition.subject, locale=edition.locale)
        changes = {
            "edition": edition,
            "release": self.release,
            "state": edition.state,
            "slug": edition.slug,
            "updated_at": self.release.committed_at,
            **facts,
        }
        for name, value in changes.items():
            setattr(moved, name, value)
        moved.save(update_fields=changes if current else None)
        return moved

    def make_way(self, compiled: Compiled, current: Current | None) -> None:
        """Free the address if its owner is settled later in this run: subjects may swap addresses in one release.

        Raises Refused if the owner keeps the address.
        """
        if current and (current.state, current.slug) == (State.LIVE, compiled.slug) and current not in self.displaced:
            return  # it has the address, and no other can have it
        others = Current.objects.filter(
            kind=compiled.kind, slug=compiled.slug, locale=compiled.locale, state=State.LIVE
        ).select_related("edition")
        if other := others.exclude(subject=compiled.subject).first():
            if ReferenceValue(other.kind, str(other.subject)) not in self.waiting:
                raise _refuse_address(compiled.slug, other)
            Current.objects.filter(pk=other.pk).update(slug="")
            self.displaced.append(other)

    def check_addresses(self) -> None:
        """Raises Refused if a subject that lost its address has got no new one."""
        for other in self.displaced:
            if Current.objects.filter(pk=other.pk, state=State.LIVE, slug="").exists():
                raise _refuse_address(other.slug, other)

    def send_messages(self) -> None:
        if self.release:
            keys = {key for edition in self.editions for key in keys_of(edition.kind, str(edition.subject))}
            for kind, slug in self.taken:
                keys |= {key_of(kind, subject) for subject in find_sharers(kind, slug)}
            purge = ("purge", {"release": self.release.number, "keys": sorted(keys)})
            send_all([purge, *list_messages(self.release.number)])


def _refuse_address(slug: str, owner: Current) -> Refused:
    document = json.loads(bytes(owner.edition.body))
    return Refused([explain_taken(slug, document.get("title") or document["name"])])


def _find_wanted(outcomes: list[Outcome], current: dict[str, Current]) -> list[Compiled]:
    """What is to be public in each language: new documents and reduced editions first, then tombstones."""
    new = {one.locale: one.document for one in outcomes if one.document and isinstance(one.decision, Publish)}
    held = {one.locale: one.document for one in outcomes if isinstance(one.decision, Hold)}
    for locale, spared in held.items():
        row = current.get(locale)
        if spared:
            new[locale] = spared
        elif row and row.state == State.LIVE:
            new[locale] = reduce(row)
    return [*new.values(), *(_compile_tombstone(row) for locale, row in current.items() if locale not in new)]


def _compile_tombstone(row: Current) -> Compiled:
    """Nothing stops a withdrawal: a reason that may not be public is left out. The reason of a recall always stays."""
    kind, subject, slug = Kind(row.kind), str(row.subject), row.edition.slug
    compiled = compiler.compile_tombstone(kind, subject, row.locale, slug)
    if compiled.state == State.WITHDRAWN and find_faults(compiled):
        compiled = compiler.compile_tombstone(kind, subject, row.locale, slug, with_reason=False)
    return compiled


def _note_held(current: dict[str, Current], held: dict[str, Hold]) -> None:
    for locale, row in current.items():
        why = "\n".join(dict.fromkeys(held[locale].messages)) if locale in held else ""
        if (row.is_held, row.held_because) != (locale in held, why):
            row.is_held, row.held_because = locale in held, why
            row.save(update_fields=["is_held", "held_because"])


def _confirm(edition: Edition, compiled: Compiled) -> None:
    """Keep an edition whose bytes are unchanged. Only its compiler version and references are updated."""
    if edition.provenance.get("compiler") != compiler.COMPILER_VERSION:
        # Also for held editions and tombstones: this compiler version has confirmed them.
        edition.provenance |= {"compiler": compiler.COMPILER_VERSION}
        edition.save(update_fields=["provenance"])
    if _references(edition) != compiled.references:
        # Equal bytes can have other references, such as a link to a guide that is not public yet.
        edition.references.all().delete()
        Reference.objects.bulk_create(_list_references(edition, compiled))


def _references(edition: Edition) -> frozenset[ReferenceValue]:
    return frozenset(reference.value for reference in edition.references.all())


def _list_references(edition: Edition, compiled: Compiled) -> list[Reference]:
    return [Reference(edition=edition, kind=shown.kind, target=shown.id) for shown in sorted(compiled.references)]


def _provenance(compiled: Compiled, document: dict[str, Any], previous: Edition | None) -> dict[str, Any]:
    """Where an edition comes from. A tombstone keeps the dates for when the subject is public again."""
    provenance = {"compiler": compiler.COMPILER_VERSION, "revision": compiled.revision}
    if compiled.state != State.LIVE:
        before = previous.provenance if previous else {}
        return provenance | {key: before.get(key) for key in ("published_at", "sections_updated_at")}
    sections = {section["key"]: section["updated_at"] for section in document.get("sections", [])}
    return provenance | {"published_at": document["published_at"], "sections_updated_at": sections}
