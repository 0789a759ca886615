"""Settles: compares what should be public with what is public, and makes one release of the difference.

marked references -> subjects -> compiled -> editions, current, references, outbox -> one release, or none.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.inspecting import find_faults
from content.edition.keys import key_of, keys_of
from content.edition.models import Current, Edition, Reference, Release
from content.edition.newest import tell_after_commit
from content.edition.reducing import reduce
from content.edition.slugs import find_sharers
from content.model.compilation import Reference as ReferenceValue
from content.model.guides.slugs import explain_taken
from content.model.publishing import Publication, Refused
from content.model.remembering import forget, remembering
from content.model.vocabulary import Kind, State
from content.release import subjects
from content.release.deciding import Hold, Keep, Publish
from content.release.gathering import Rows
from content.release.indexing import index_guides, index_stale
from content.release.inquiring import Outcome, inquire
from content.release.locking import Touched, lock_releases, note
from content.release.making import confirm, find_references, list_references, make_edition
from content.release.outbox.delivering import send_all
from content.release.preparing import AT_ONCE, Prepared, prepare, read_batch
from content.release.showing import is_shown_otherwise
from content.release.telling import list_messages


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


class _Made(NamedTuple):
    """A new edition of a subject in one language. `current`: its row until now; None: it has none."""

    compiled: Compiled
    current: Current | None
    edition: Edition
    document: dict[str, Any]


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
    #: The new editions of the subject that is being settled, which are written together.
    made: list[_Made] = field(default_factory=list)
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
        if subject.kind == Kind.GUIDE and is_shown_otherwise(current, outcomes):
            self.touched.renamed.add(subject)
        self.touched.shown.update(shown for row in current.values() for shown in find_references(row.edition))
        held = {one.locale: one.decision for one in outcomes if isinstance(one.decision, Hold)}
        _note_held(current, held)
        for compiled in _find_wanted(outcomes, current):
            self.apply(compiled, current.get(compiled.locale))
        moved = self.write_made(subject)
        _note_held({locale: row for locale, row in moved.items() if locale in held.keys() - current.keys()}, held)

    def apply(self, compiled: Compiled, current: Current | None) -> None:
        if not current or (current.state, current.edition.digest) != (compiled.state, compiled.digest):
            self.append(compiled, current)
        else:
            confirm(current.edition, compiled)
            self.touched.shown |= compiled.references  # equal bytes can have other references

    def write_made(self, subject: ReferenceValue) -> dict[str, Current]:
        """Write the new editions of all languages, what they show, and the words by which they are found."""
        made, self.made = self.made, []
        if not made:
            return {}
        Edition.objects.bulk_create([one.edition for one in made])
        shown = [reference for one in made for reference in list_references(one.edition, one.compiled)]
        Reference.objects.bulk_create(shown)
        self.touched.shown.update(reference.value for reference in shown)
        moved = {one.compiled.locale: self.move_current(one) for one in made}
        if subject.kind == Kind.GUIDE:
            documents = [(moved[one.compiled.locale], one.document) for one in made]
            index_guides(documents, self.prepared.differences.get(subject) if self.prepared else None)
        return moved

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

    def append(self, compiled: Compiled, current: Current | None) -> None:
        release, previous = self.open_release(), current.edition if current else None
        is_live = compiled.state == State.LIVE
        if is_live and compiled.slug:
            self.make_way(compiled, current)
        edition, document = make_edition(compiled, release, previous)
        self.made.append(_Made(compiled, current, edition, document))
        self.editions.append(edition)
        if (
            is_live
            and compiled.slug
            and (not previous or (previous.state, previous.slug) != (State.LIVE, edition.slug))
        ):
            self.taken.append((compiled.kind, compiled.slug))

    def move_current(self, made: _Made) -> Current:
        assert self.release
        edition, current = made.edition, made.current
        moved = current or Current(kind=edition.kind, subject=edition.subject, locale=edition.locale)
        changes = {
            "edition": edition,
            "release": self.release,
            "state": edition.state,
            "slug": edition.slug,
            "bytes": len(edition.body),
            "updated_at": self.release.committed_at,
            **made.compiled.facts,
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
    """What becomes public in each language: new documents and reduced editions first, then tombstones."""
    kept = {one.locale for one in outcomes if isinstance(one.decision, Keep)}
    new = {one.locale: one.document for one in outcomes if one.document and isinstance(one.decision, Publish)}
    held = {one.locale: one.document for one in outcomes if isinstance(one.decision, Hold)}
    for locale, spared in held.items():
        row = current.get(locale)
        if spared:
            new[locale] = spared
        elif row and row.state == State.LIVE:
            new[locale] = reduce(row)
    gone = (row for locale, row in current.items() if locale not in new.keys() | kept)
    return [*new.values(), *map(_compile_tombstone, gone)]


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
