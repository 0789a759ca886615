"""Copies the sample branches, and says of each which guides it offers."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from bench.scale.originals import find_sources
from bench.scale.rows import clone, duplicate, insert, next_key, replace_words, write_document
from content.edition.models import Current, Edition, Reference, Release
from content.model.branches.models import BranchPage, Offering, OpeningHours
from content.model.guides.models import GuidePage
from content.model.vocabulary import Kind


def count_branches() -> int:
    return BranchPage.objects.filter(locale__language_code="en").count()


def copy_branches(until: int) -> None:
    """Until there are so many branches, each in every language. One transaction."""
    with transaction.atomic():
        sources = find_sources(BranchPage)
        for number in range(count_branches(), until):
            _copy_branch(sources[number % len(sources)], number)


def _copy_branch(source: BranchPage, number: int) -> None:
    subject = uuid.uuid5(uuid.NAMESPACE_URL, f"{source.translation_key}/copies/{number}")
    words = {str(source.translation_key): str(subject), source.slug: f"{source.slug}-{number}"}
    for page in BranchPage.objects.filter(translation_key=source.translation_key).order_by("pk"):
        _copy_page(page, subject, words[source.slug])
    rows = Current.objects.filter(kind=Kind.BRANCH, subject=source.translation_key, state="live")
    copy_rows([(row, words, {"slug": words[source.slug]}) for row in rows.select_related("edition")])


def _copy_page(page: BranchPage, subject: uuid.UUID, slug: str) -> None:
    parent, key, revision = Page.objects.get(path=page.path[:-4]), next_key(Page), next_key(Revision)
    parent.numchild += 1
    content = {**page.latest_revision.content, "pk": key, "slug": slug, "translation_key": str(subject)}
    insert([clone(page.latest_revision, id=revision, object_id=str(key), content=content)])
    path = Page._get_path(parent.path, page.depth, parent.numchild)
    known = {"slug": slug, "url_path": f"{parent.url_path}{slug}/", "translation_key": subject, "path": path}
    insert([clone(page.page_ptr, id=key, latest_revision_id=revision, live_revision_id=revision, **known)])
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    duplicate(BranchPage._meta.db_table, "page_ptr_id", [(page.pk, key)])
    duplicate(OpeningHours._meta.db_table, "page_id", [(page.pk, key)], left_out="id")


def copy_rows(copies: list[tuple[Current, dict[str, str], dict[str, Any]]]) -> None:
    """Current rows with editions and references, each with words that are replaced in it and columns of its own."""
    last = Release.objects.order_by("number").last()
    assert last
    edition_key, row_key = next_key(Edition), next_key(Current)
    release = Release(number=last.number + 1, committed_at=last.committed_at + timedelta(microseconds=1))
    editions, rows, references = [], [], []
    for place, (row, words, columns) in enumerate(copies):
        edition = _copy_edition(row.edition, words, edition_key + place, release.number)
        editions.append(edition)
        known = {"subject": edition.subject, "edition_id": edition.pk, "release_id": release.number}
        rows.append(clone(row, id=row_key + place, **known, **columns))
        shown = {(one.kind, words.get(one.target, one.target)) for one in row.edition.references.all()}
        references += [Reference(edition_id=edition.pk, kind=kind, target=target) for kind, target in sorted(shown)]
    for made in ([release], editions, rows, references):
        insert(made)


def _copy_edition(edition: Edition, words: dict[str, str], key: int, release: int) -> Edition:
    digest = hashlib.sha256(f"{edition.digest}{sorted(words.items())}".encode()).hexdigest()
    document = json.loads(replace_words(bytes(edition.body).decode(), {**words, edition.digest: digest}))
    return clone(
        edition,
        id=key,
        subject=uuid.UUID(words[str(edition.subject)]),
        release_id=release,
        version=1,
        slug=words.get(edition.slug, ""),
        digest=digest,
        source=edition.source and replace_words(edition.source, words),
        **write_document(document),
    )


def offer(every: int, many: int = 2_000) -> Iterator[tuple[int, int]]:
    """Each branch offers one guide in `every`, besides the samples' offerings. Yields (written, missing at first)."""
    template = Current.objects.select_related("edition").filter(kind=Kind.OFFERING, state="live", available=True)[0]
    branches = list(BranchPage.objects.filter(locale__language_code="en").order_by("pk"))
    guides = list(GuidePage.objects.filter(locale__language_code="en").order_by("pk").defer_streamfields())
    have = set(Offering.objects.values_list("branch_id", "guide_id"))
    missing = [
        (branch, guide)
        for row, guide in enumerate(guides[4:])
        for column, branch in enumerate(branches)
        if (row + column) % every == 0 and (branch.pk, guide.pk) not in have
    ]
    for first in range(0, len(missing), many):
        with transaction.atomic():
            _copy_offerings(template, missing[first : first + many])
        yield min(first + many, len(missing)), len(missing)


def _copy_offerings(template: Current, places: list[tuple[BranchPage, GuidePage]]) -> None:
    original = Offering.objects.select_related("branch", "guide").get(pk=template.subject)
    copies, offerings = [], []
    for branch, guide in places:
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"{branch.pk}/{guide.pk}")
        offerings.append(clone(original, id=key, branch_id=branch.pk, guide_id=guide.pk))
        words = {
            str(template.subject): str(key),
            str(template.branch): str(branch.translation_key),
            str(template.guide): str(guide.translation_key),
            f'"slug":"{original.branch.slug}"': f'"slug":"{branch.slug}"',
        }
        copies.append((template, words, {"branch": branch.translation_key, "guide": guide.translation_key}))
    insert(offerings)
    copy_rows(copies)
