"""The words that can be found, by which questions are corrected. Each process keeps them.

To read all of them takes long where there are many guides. There they are not read again after every release, but at
most a hundredth of the time. Until then they may lack words of the newest release, and have some that are gone.
"""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from time import monotonic

from django.db.models import Max

from content.edition.models import SearchTerm
from content.edition.newest import is_asked_each_time
from content.model.ordering import ByCodePoint
from content.public.changes import Mark, find_newest_mark
from content.public.rows import Row, fetch

TERM = SearchTerm._meta.db_table


@dataclass(frozen=True)
class Words:
    """`by_term`: term -> word as written."""

    by_term: dict[str, str]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.by_term)

    def find_begun(self, start: str) -> list[str]:
        """The terms that begin so, in order."""
        first = bisect_left(self._in_order, start)
        return self._in_order[first : bisect_left(self._in_order, f"{start}\U0010ffff", first)]


#: What takes less long, in seconds, is read after every release. Else the pause is so many times as long.
QUICK, PAUSE = 0.1, 100


@dataclass(frozen=True)
class _Kept:
    release: Mark | None
    words: Words
    read_at: float
    seconds: float

    @property
    def is_due(self) -> bool:
        return self.seconds < QUICK or monotonic() - self.read_at > self.seconds * PAUSE


_kept: dict[tuple[str, ...], _Kept] = {}
_reading = Lock()


def read_words(locales: tuple[str, ...]) -> tuple[Words, bool]:
    """All words in these languages, and whether they are those of the newest release. At most two queries."""
    if is_asked_each_time():
        return _read_preview(locales), True
    release = find_newest_mark()
    kept = _kept.get(locales)
    if kept and (kept.release == release or not kept.is_due):
        return kept.words, kept.release == release
    if not _reading.acquire(blocking=not kept) and kept:
        return kept.words, False  # another thread reads them just now
    try:
        began = monotonic()
        words = Words(dict(sorted(row for locale in locales for row in _read_all(locale))))
        _kept[locales] = _Kept(release, words, monotonic(), monotonic() - began)
    finally:
        _reading.release()
    return words, True


def look_up(terms: Collection[str], locales: tuple[str, ...]) -> Words:
    """Those of the terms that can be found now. One query."""
    found = SearchTerm.objects.filter(locale__in=locales, term__in=sorted(terms)).order_by("term", "word")
    return Words(dict(found.values_list("term", "word").distinct()))


def _read_preview(locales: tuple[str, ...]) -> Words:
    """Of a preview, whose rows lie over those of the index: from term to term each of them would be read anew."""
    rows = SearchTerm.objects.filter(locale__in=locales).values_list("term").annotate(word=ByCodePoint(Max("word")))
    return Words(dict(rows))


def _read_all(locale: str) -> list[Row]:
    """Each term of a language once, and a word that is written so: the last in order. One query.

    From each term the index leads to the next, past all the places that have it: DISTINCT would read these.
    """
    first, after, word = (
        f"(SELECT {name} FROM {TERM} WHERE locale = %s AND term {which} ORDER BY {order} LIMIT 1)"
        for name, which, order in (
            ("term", "> ''", "term"),
            ("term", "> found.term", "term"),
            ("word", "= found.term", "word DESC"),
        )
    )
    found = f"SELECT {first} UNION ALL SELECT {after} FROM found WHERE found.term IS NOT NULL"
    sql = f"WITH RECURSIVE found(term) AS ({found}) SELECT term, {word} FROM found WHERE term IS NOT NULL"
    return fetch(sql, [locale] * 3)
