"""Settles what is public: compares what should be with what is, and makes one release of the difference.

marked references -> subjects -> compiled -> editions, current, references -> one release, or none.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import brotli
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from content.branches.models import BranchPage, Offering
from content.compilation import NotReady
from content.compilation import Reference as ReferenceValue
from content.editions import compiler
from content.editions.compiler import Compiled
from content.editions.models import Current, Edition, Kind, Reference, Release, State
from content.editions.visibility import is_guide_public, is_offering_public, is_public
from content.group.models import GroupSettings
from content.guides.models import GuidePage
from content.guides.refusals import find_refusals
from content.publishing import Publication, Refused, register_settle

#: Any number that no other part of the project locks with.
RELEASE_LOCK = 7201


@register_settle
def settle(publication: Publication) -> Release | None:
    """Make what is public agree with what should be, for everything marked and all that shows it.

    Must run inside the transaction of the change. Raises Refused where a live page may not be public;
    the caller's transaction is then rolled back.
    """
    if not publication.marked:
        return None
    assert connection.in_atomic_block
    _lock_releases()
    run = _Run(publication)
    for subject in _find_subjects(publication.marked):
        run.settle_subject(subject)
    return run.release


def settle_all(*, actor: str = "", reason: str = "") -> Release | None:
    """Settle every subject there is: heals, and applies a changed compiler. Again changes nothing."""
    everything = {ReferenceValue(row["kind"], str(row["subject"])) for row in Current.objects.values("kind", "subject")}
    everything |= {ReferenceValue("guide", str(key)) for key in _keys(GuidePage)}
    everything |= {ReferenceValue("branch", str(key)) for key in _keys(BranchPage)}
    everything |= {
        ReferenceValue("group", compiler.GROUP_SUBJECT),
        ReferenceValue("vocabulary", compiler.VOCABULARY_SUBJECT),
    }
    with transaction.atomic():
        return settle(Publication(actor, reason, everything))


def _keys(model: Any) -> Any:
    return model.objects.values_list("translation_key", flat=True).distinct()


def _lock_releases() -> None:
    """Let one transaction at a time make a release. SQLite's write lock does so already (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RELEASE_LOCK])


def _find_subjects(marked: set[ReferenceValue]) -> Iterator[ReferenceValue]:
    """The marked subjects and everything whose current edition shows something marked, dependencies first."""
    order = [Kind.GROUP, Kind.VOCABULARY, Kind.BRANCH, Kind.GUIDE, Kind.OFFERING]
    subjects = set(marked)
    for reference in marked:
        subjects |= _dependents(reference)
    known = [subject for subject in subjects if subject.kind in Kind.values]
    yield from sorted(known, key=lambda subject: (order.index(Kind(subject.kind)), subject.id))


def _dependents(reference: ReferenceValue) -> set[ReferenceValue]:
    rows = Reference.objects.filter(kind=reference.kind, target=reference.id, edition__current__isnull=False)
    found = {
        ReferenceValue(kind, str(subject)) for kind, subject in rows.values_list("edition__kind", "edition__subject")
    }
    if reference.kind in (Kind.GUIDE, Kind.BRANCH):
        # An offering that was never public has no edition that could say what it shows.
        of_page = {f"{reference.kind}__translation_key": reference.id}
        found |= {
            ReferenceValue("offering", str(pk))
            for pk in Offering.objects.filter(**of_page).values_list("pk", flat=True)
        }
    if reference.kind == "category":
        found.add(ReferenceValue("vocabulary", compiler.VOCABULARY_SUBJECT))
    return found


def compile_subject(subject: ReferenceValue) -> list[Compiled]:
    """Every locale of a subject that should be public. Raises Refused where a live page may not be."""
    if subject.kind == Kind.GUIDE:
        pages = GuidePage.objects.filter(translation_key=subject.id)
        return [_compile_permitted(page) for page in pages if is_guide_public(page)]
    if subject.kind == Kind.BRANCH:
        branches = BranchPage.objects.filter(translation_key=subject.id)
        return [compiler.compile_branch(page) for page in branches if is_public(page)]
    if subject.kind == Kind.OFFERING:
        offerings = Offering.objects.filter(pk=subject.id).select_related("branch", "guide", "practitioner")
        return [compiler.compile_offering(offering) for offering in offerings if is_offering_public(offering)]
    if subject.kind == Kind.GROUP:
        return [compiler.compile_group(GroupSettings.objects.first() or GroupSettings())]
    return [compiler.compile_vocabulary(code) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def _compile_permitted(page: GuidePage) -> Compiled:
    refusals = find_refusals(page)
    if refusals:
        raise Refused([f"{page.title}: {refusal.message}" for refusal in refusals])
    try:
        return compiler.compile_guide(page)
    except NotReady as error:
        raise Refused([f"{page.title}: {error}"]) from error


@dataclass
class _Run:
    """One settling: makes its release when the first difference is found."""

    publication: Publication
    release: Release | None = None

    def settle_subject(self, subject: ReferenceValue) -> None:
        wanted = {compiled.locale: compiled for compiled in compile_subject(subject)}
        rows = Current.objects.filter(kind=subject.kind, subject=subject.id).select_related("edition")
        current = {row.locale: row for row in rows}
        for locale, row in current.items():
            if locale not in wanted and row.state == State.LIVE:
                self.withdraw(row)
        for locale, compiled in wanted.items():
            found = current.get(locale)
            if not found or found.state != State.LIVE or found.edition.digest != compiled.digest:
                self.append(compiled, found)
            elif _references(found.edition) != compiled.references:
                # Equal bytes for another reason (say, a link to a guide not yet public): keep the reasons true.
                found.edition.references.all().delete()
                _write_references(found.edition, compiled)

    def open_release(self) -> Release:
        if self.release is None:
            last = Release.objects.aggregate(last=Max("number"))["last"] or 0
            self.release = Release.objects.create(
                number=last + 1,
                committed_at=timezone.now(),
                actor=self.publication.actor,
                reason=self.publication.reason,
            )
        return self.release

    def append(self, compiled: Compiled, current: Current | None) -> None:
        release = self.open_release()
        previous = current.edition if current else None
        version = previous.version + 1 if previous else 1
        document = _stamp(compiled, version, release.committed_at, previous)
        body = compiler.encode(document)
        edition = Edition.objects.create(
            kind=compiled.kind,
            subject=compiled.subject,
            locale=compiled.locale,
            version=version,
            release=release,
            state=State.LIVE,
            slug=compiled.slug,
            body=body,
            body_gzip=gzip.compress(body, mtime=0),
            body_br=brotli.compress(body, quality=9),
            card=compiled.card and compiled.card | {key: document[key] for key in ("version", "digest", "updated_at")},
            digest=compiled.digest,
            section_digests=compiled.section_digests,
            provenance={
                "compiler": compiler.COMPILER_VERSION,
                "revision": compiled.revision,
                "published_at": document["published_at"],
                "sections_updated_at": {
                    section["key"]: section["updated_at"] for section in document.get("sections", [])
                },
            },
        )
        _write_references(edition, compiled)
        self.move_current(edition, compiled.facts)

    def withdraw(self, row: Current) -> None:
        """Append a tombstone: the subject has been public and is no more."""
        release = self.open_release()
        previous = row.edition
        notice = {"reason": _("This content has been withdrawn.")}
        edition = Edition.objects.create(
            kind=row.kind,
            subject=row.subject,
            locale=row.locale,
            version=previous.version + 1,
            release=release,
            state=State.WITHDRAWN,
            slug=previous.slug,
            body=b"",
            body_gzip=b"",
            body_br=b"",
            digest=compiler.digest_of(notice),
            provenance={key: previous.provenance.get(key) for key in ("published_at", "sections_updated_at")},
            section_digests=previous.section_digests,
            notice=notice,
        )
        self.move_current(edition, {})

    def move_current(self, edition: Edition, facts: dict[str, Any]) -> None:
        assert self.release
        Current.objects.update_or_create(
            kind=edition.kind,
            subject=edition.subject,
            locale=edition.locale,
            defaults={
                "edition": edition,
                "release": self.release,
                "state": edition.state,
                "slug": edition.slug,
                "updated_at": self.release.committed_at,
                **facts,
            },
        )


def _references(edition: Edition) -> frozenset[ReferenceValue]:
    return frozenset(reference.value for reference in edition.references.all())


def _write_references(edition: Edition, compiled: Compiled) -> None:
    rows = [Reference(edition=edition, kind=shown.kind, target=shown.id) for shown in sorted(compiled.references)]
    Reference.objects.bulk_create(rows)


def _stamp(compiled: Compiled, version: int, now: datetime, previous: Edition | None) -> dict[str, Any]:
    """Add version, digest and dates. A section keeps its date while its digest stays the same."""
    moment = now.isoformat().replace("+00:00", "Z")
    before = previous.provenance if previous else {}
    document = dict(compiled.content)
    if "sections" in document:
        digests = previous.section_digests if previous else {}
        dates = before.get("sections_updated_at") or {}
        document["sections"] = [
            section
            | {
                "updated_at": dates.get(section["key"], moment)
                if digests.get(section["key"]) == section["digest"]
                else moment
            }
            for section in document["sections"]
        ]
    return document | {
        "version": version,
        "digest": compiled.digest,
        "published_at": before.get("published_at") or moment,
        "updated_at": moment,
    }
