"""Copies the sample guides as families: the four guides that name each other, in every language, under new ids.

Pages, revisions, sign-offs, editions, current rows, references and search terms are written as publishing writes them,
one release for a family. Words of editions differ from copy to copy (tests/support/speed/words.py); those of pages and
signatures stay, so that what was signed is what stands there. Pictures, sources and people are shared.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from bench.scale.originals import find_sources
from bench.scale.rows import clone, duplicate, insert, insert_values, next_key, replace_words, write_document
from content.approval.signoff.models import SignOff
from content.edition.encoding import encode
from content.edition.models import Current, Edition, Reference, Release, SearchTerm
from content.model.guides.models import GuideCitation, GuidePage
from content.model.search.terms import normalise
from content.model.vocabulary import Kind
from tests.support.speed.words import reword_document, reword_text

#: Families in one transaction.
MANY = 25
#: There are hundreds for each edition, so they are written without instances.
TERM_COLUMNS = ("current_id", "locale", "part", "term", "word", "weight")
normalise_cached = lru_cache(maxsize=500_000)(normalise)


@dataclass
class Originals:
    """What is copied, read once."""

    pages: list[GuidePage] = field(default_factory=list)
    revisions: dict[int, Revision] = field(default_factory=dict)
    rows: list[Current] = field(default_factory=list)
    references: dict[int, list[Reference]] = field(default_factory=dict)
    terms: dict[int, list[SearchTerm]] = field(default_factory=dict)
    signatures: list[SignOff] = field(default_factory=list)
    slugs: dict[str, str] = field(default_factory=dict)


def read_originals() -> Originals:
    sources = find_sources(GuidePage)
    ids = [page.translation_key for page in sources]
    pages = list(GuidePage.objects.filter(translation_key__in=ids).order_by("pk"))
    rows = list(Current.objects.filter(kind=Kind.GUIDE, subject__in=ids, state="live").select_related("edition"))
    return Originals(
        pages=pages,
        revisions=Revision.objects.in_bulk([page.latest_revision_id for page in pages]),
        rows=rows,
        references={row.pk: list(row.edition.references.all()) for row in rows},
        terms={row.pk: list(row.search_terms.all()) for row in rows},
        signatures=list(SignOff.objects.filter(guide__in=ids)),
        slugs={str(page.translation_key): page.slug for page in sources},
    )


def name_guide(guide: str, number: int) -> str:
    """The id of a guide's copy."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{guide}/copies/{number}"))


def name_slug(slug: str, number: int) -> str:
    """As long as the original's, so that a document keeps its length."""
    end = f"-{number:05}"
    return slug[: -len(end)] + end


def copy_families(originals: Originals, numbers: range) -> None:
    """Some families, all or none of them."""
    with transaction.atomic():
        _copy_pages(originals, numbers)
        _copy_editions(originals, numbers)


def _rename(originals: Originals, number: int) -> dict[str, str]:
    """What is replaced wherever it stands: ids and addresses of the family."""
    words = {guide: name_guide(guide, number) for guide in originals.slugs}
    return words | {slug: name_slug(slug, number) for slug in originals.slugs.values()}


def _copy_pages(originals: Originals, numbers: range) -> None:
    # By the path of each language's list: `_copy_page` counts its children on.
    lists = {page.path: page for page in Page.objects.filter(path__in=[page.path[:-4] for page in originals.pages])}
    key, revision_key = next_key(Page), next_key(Revision)
    pages, revisions, signatures, pairs = [], [], [], []
    for number in numbers:
        words = _rename(originals, number)
        for page in originals.pages:
            revisions.append(_copy_revision(originals.revisions[page.latest_revision_id], revision_key, key, words))
            pages.append(_copy_page(page, lists[page.path[:-4]], key, revision_key, number))
            pairs.append((page.pk, key))
            key, revision_key = key + 1, revision_key + 1
        signatures += [
            clone(one, id=uuid.uuid4(), guide=name_guide(str(one.guide), number)) for one in originals.signatures
        ]
    insert(revisions)
    insert(pages)
    for parent in lists.values():
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    duplicate(GuidePage._meta.db_table, "page_ptr_id", pairs)
    duplicate(GuideCitation._meta.db_table, "page_id", pairs, left_out="id")
    _index_pages([(str(old), str(new)) for old, new in pairs])
    insert(signatures)


def _index_pages(pairs: list[tuple[str, str]]) -> None:
    """What Wagtail keeps for the admin: where a page is used, and by which words it is found."""
    page, guide = (ContentType.objects.get_for_model(model).pk for model in (Page, GuidePage))
    duplicate(ReferenceIndex._meta.db_table, "object_id", pairs, left_out="id", base_content_type_id=page)
    duplicate(IndexEntry._meta.db_table, "object_id", pairs, left_out="id", content_type_id=guide)


def _copy_page(page: GuidePage, parent: Page, key: int, revision: int, number: int) -> Page:
    parent.numchild += 1
    slug = name_slug(page.slug, number)
    return clone(
        page.page_ptr,
        id=key,
        path=Page._get_path(parent.path, page.depth, parent.numchild),
        slug=slug,
        url_path=f"{parent.url_path}{slug}/",
        translation_key=name_guide(str(page.translation_key), number),
        draft_title=f"{page.title} {number}",
        latest_revision_id=revision,
        live_revision_id=revision,
    )


def _copy_revision(revision: Revision, key: int, page: int, words: dict[str, str]) -> Revision:
    content = {**replace_words(revision.content, words), "pk": page}
    return clone(revision, id=key, object_id=str(page), content=content)


def _copy_editions(originals: Originals, numbers: range) -> None:
    last = Release.objects.order_by("number").last()
    assert last
    edition_key, current_key = next_key(Edition), next_key(Current)
    releases, editions, rows, references, terms = [], [], [], [], []
    for number in numbers:
        words = _rename(originals, number)
        step = number - numbers[0] + 1
        moment = last.committed_at + timedelta(microseconds=step)
        releases.append(Release(number=last.number + step, committed_at=moment, reason="copies"))
        for row in originals.rows:
            edition = _copy_edition(row.edition, edition_key, releases[-1], words, number)
            editions.append(edition)
            rows.append(_copy_current(row, current_key, edition))
            references += [
                clone(one, id=None, edition_id=edition_key, target=words.get(one.target, one.target))
                for one in originals.references[row.pk]
            ]
            terms += _copy_terms(originals.terms[row.pk], rows[-1], number)
            edition_key, current_key = edition_key + 1, current_key + 1
    for made in (releases, editions, rows, references):
        insert(made, 200)
    insert_values(SearchTerm._meta.db_table, TERM_COLUMNS, terms)


def _copy_edition(edition: Edition, key: int, release: Release, words: dict[str, str], number: int) -> Edition:
    """Its own words, id, address and digest, in a document that is as long."""
    digest = hashlib.sha256(f"{edition.digest}/{number}".encode()).hexdigest()
    words = {**words, edition.digest: digest}
    document = reword_document(json.loads(replace_words(bytes(edition.body).decode(), words)), number)
    card = reword_document(replace_words(edition.card, words), number)
    return clone(
        edition,
        id=key,
        subject=uuid.UUID(words[str(edition.subject)]),
        release_id=release.number,
        version=1,
        slug=words[edition.slug],
        card_body=encode(card),
        digest=digest,
        source=replace_words(edition.source, words),
        **write_document(document),
    )


def _copy_current(row: Current, key: int, edition: Edition) -> Current:
    changed = {"subject": edition.subject, "slug": edition.slug, "release_id": edition.release_id}
    return clone(row, id=key, edition_id=edition.pk, **changed)


def _copy_terms(terms: list[SearchTerm], current: Current, number: int) -> Iterator[tuple[Any, ...]]:
    """The columns TERM_COLUMNS of the terms of the other words, each once in a part."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for one in terms:
        word = reword_text(one.word, number)
        term = one.term if word == one.word else normalise_cached(word)
        if term and found.get((one.part, term), ("", 0))[1] < one.weight:
            found[one.part, term] = word, one.weight
    for (part, term), (word, weight) in found.items():
        yield current.pk, current.locale, part, term, word, weight


def count_families() -> int:
    """How many there are, the originals among them."""
    return GuidePage.objects.filter(locale__language_code="en").count() // 4
