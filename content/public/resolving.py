"""Resolves addresses: finds the subject of a slug or id, by kind and language. Everything that serves uses it.

Old slugs are read from earlier editions. In the reader's languages, best first, a slug belongs to

1. the subject that has it now, in a language of the reader or its fallback;
2. else the subject that had it last: in the requested language, then in the reader's others, then in any.

A subject that is gone keeps its slugs, which answer with the reason, until another subject takes them.

A key that names nothing is looked for in lower case: people type addresses, and paste them from print.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Max

from content.edition.models import Edition
from content.model.vocabulary import Kind, State
from content.public.reading import House, read_house
from content.public.rows import read_guides
from content.public.served import Served, rank


@dataclass(frozen=True)
class Found:
    """The best edition in the reader's languages; a tombstone if it is gone.

    `new_key`: the key that replaces the old slug in the address; empty if the requested key is right.
    """

    served: Served
    new_key: str = ""


@dataclass(frozen=True)
class _Owner:
    """The subject that had a slug last, and the language."""

    subject: str
    locale: str


def find_guide(
    key: str, locales: tuple[str, ...], branch: str | None = None, encoding: str = ""
) -> tuple[Found | None, Served | None]:
    """A guide by slug or id, and its offering by a branch (an id), if one is given. None if it was never public.

    One query; more for an old slug or a guide that is gone. `encoding`: the one in which the guide's body is wanted.
    """
    found, offering = _find_guide(key, locales, branch, encoding)
    if found is None and (lower := key.lower()) != key:
        found, offering = _find_guide(lower, locales, branch, encoding)
        found = _lead_to(lower, found)
    return found, offering


def _find_guide(
    key: str, locales: tuple[str, ...], branch: str | None, encoding: str
) -> tuple[Found | None, Served | None]:
    named = {"id": id} if (id := _as_id(key)) else {"slug": key}
    guides, offerings = read_guides(locales, **named, branch=branch, encoding=encoding)
    listed = _find_listed(guides, key, locales)
    found = Found(listed) if listed else None
    if not found and (owner := _find_owner(Kind.GUIDE, key, locales)):
        guides, offerings = read_guides(locales, id=owner.subject, branch=branch, encoding=encoding)
        found = _lead(guides, key, owner, locales)
    return found, offerings.get(found.served.subject) if found else None


def find_branch(house: House, key: str, locales: tuple[str, ...]) -> Found | None:
    """A branch by slug or id. None if it was never public. No query, except for an old slug or one that is gone."""
    found = _find_branch(house, key, locales)
    if found is None and (lower := key.lower()) != key:
        found = _lead_to(lower, _find_branch(house, lower, locales))
    return found


def _find_branch(house: House, key: str, locales: tuple[str, ...]) -> Found | None:
    if listed := _find_listed(house.find_branches(_as_id(key) or key, locales), key, locales):
        return Found(listed)
    owner = _find_owner(Kind.BRANCH, key, locales)
    return _lead(house.find_branches(owner.subject, locales), key, owner, locales) if owner else None


def find_branch_id(key: str) -> str | None:
    """The id of a public branch, by slug, old slug or id, in any language."""
    house = read_house()
    every = dict.fromkeys([house.default_locale, *dict(settings.WAGTAIL_CONTENT_LANGUAGES)])
    found = find_branch(house, key, tuple(every))
    return found.served.subject if found and found.served.is_live else None


def _lead_to(key: str, found: Found | None) -> Found | None:
    """What was found by this key in place of the one in the address."""
    return replace(found, new_key=found.new_key or key) if found and found.served.is_live else found


def _find_listed(rows: Collection[Served], key: str, locales: tuple[str, ...]) -> Served | None:
    """The subject with this id, or with this slug in the best language that it is public in."""
    best: dict[str, Served] = {}
    for row in sorted(rows, key=lambda row: rank(row, locales)):
        best.setdefault(row.subject, row)
    if (by_id := _as_id(key)) in best:
        return best[by_id]
    fitting = [row for row in best.values() if row.is_live and row.slug == key]
    return min(fitting, key=lambda row: rank(row, locales), default=None)


def _as_id(key: str) -> str:
    """The key as an id in canonical form; empty if it is no id."""
    try:
        return str(uuid.UUID(key))
    except ValueError:
        return ""


def _find_owner(kind: Kind, slug: str, locales: tuple[str, ...]) -> _Owner | None:
    had = Edition.objects.filter(kind=kind, slug=slug, state=State.LIVE)
    # Only the newest release of each subject and language.
    rows = had.values_list("subject", "locale").annotate(last=Max("release"))

    def distance(row: tuple[uuid.UUID, str, int]) -> tuple[int, int]:
        _subject, locale, last = row
        return locales.index(locale) if locale in locales else len(locales), -last

    found = min(rows, key=distance, default=None)
    return _Owner(str(found[0]), found[1]) if found else None


def _lead(rows: Collection[Served], key: str, owner: _Owner, locales: tuple[str, ...]) -> Found | None:
    """`rows` are the owner's. None if it was never public in any of these languages."""
    best = min(rows, key=lambda row: rank(row, locales), default=None)
    if best is None:
        return None
    has_it_still = any(row.slug == key and row.locale in (owner.locale, best.locale) for row in rows)
    return Found(best, "" if has_it_still or not best.is_live else _find_new_key(best, locales))


def _find_new_key(served: Served, locales: tuple[str, ...]) -> str:
    """The new slug; or the id, if that slug belongs to another subject in the requested language."""
    if served.kind == Kind.GUIDE:
        rows = read_guides(locales, slug=served.slug)[0]
    else:
        rows = read_house().find_branches(served.slug, locales)
    listed = _find_listed(rows, served.slug, locales)
    return served.slug if listed and listed.subject == served.subject else served.subject
