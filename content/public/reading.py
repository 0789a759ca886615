"""The group, its branches, labels and recalls: few documents, which most answers need, and each process keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from cms.origins import read_origins
from content.edition.newest import Stamp, find_newest, is_asked_each_time
from content.model.vocabulary import Kind
from content.public.rows import CURRENT, FROM, RELEASE, columns_of, fetch, serve_row, slots
from content.public.served import ENCODINGS, Served, rank


def read_websites(branch: Served | None) -> list[str]:
    """The origins of a live branch's websites, safe for a header: invalid ones in old editions are left out."""
    return read_origins(branch.document["websites"]) if branch and branch.is_live else []


@dataclass(frozen=True)
class House:
    """What a release has of the group: few documents, which most answers need. `branches`: in all languages.

    `changed_at`: the newest release that changed a guide, or a branch.
    """

    group: Served
    recalls: Served
    vocabularies: Mapping[str, Served]
    branches: tuple[Served, ...]
    changed_at: Mapping[str, int]

    @cached_property
    def default_locale(self) -> str:
        return str(self.group.document["default_locale"])

    def locales(self, asked: str | None) -> tuple[str, ...]:
        """The fallback chain of a locale, best first."""
        return tuple(dict.fromkeys([asked or self.default_locale, self.default_locale]))

    @cached_property
    def _named(self) -> Mapping[str, set[str]]:
        """Id or slug, also of a branch that is gone -> the ids of the branches that it names."""
        named: dict[str, set[str]] = {}
        for row in self.branches:
            named.setdefault(row.subject, set()).add(row.subject)
            named.setdefault(row.slug, set()).add(row.subject)
        return named

    def find_branches(self, key: str, locales: tuple[str, ...]) -> list[Served]:
        """Those with this id or slug, in each of these languages."""
        ids = self._named.get(key, set())
        return [row for row in self.branches if row.subject in ids and row.locale in locales]

    def list_branches(self, locales: tuple[str, ...]) -> list[Served]:
        """Every live branch in the best of these languages, by slug and id."""
        best: dict[str, Served] = {}
        for row in sorted((row for row in self.branches if row.locale in locales), key=lambda row: rank(row, locales)):
            best.setdefault(row.subject, row)
        live = (row for row in best.values() if row.is_live)
        return sorted(live, key=lambda row: (row.slug, row.subject))


def read_house() -> House:
    """The house of the newest release: kept in the process until the next one, and then what is new of it is read."""
    return _read_house(find_newest())


#: What tells a row: its edition, and when that was made current. An id alone comes again if a database is restored.
_Mark = tuple[int, Any]
_KINDS = (Kind.GROUP, Kind.RECALLS, Kind.VOCABULARY, Kind.BRANCH)
#: The rows of the house that was read last. Few of them change with a release.
_known: Mapping[_Mark, Served] = {}


@lru_cache(maxsize=4)  # also those of a launch's preview, which nobody else finds
def _read_house(stamp: Stamp | None) -> House:
    # The kind is wrapped, as in `content.public.changes`: this is found by going back from the newest release.
    guide = f"SELECT g.release_id FROM {CURRENT} g WHERE COALESCE(g.kind, '') = %s ORDER BY g.release_id DESC LIMIT 1"
    columns = f"({guide}), c.release_id, c.edition_id, r.committed_at"
    joined = f"FROM {CURRENT} c JOIN {RELEASE} r ON r.number = c.release_id"
    rows = fetch(f"SELECT {columns} {joined} WHERE c.kind IN {slots(_KINDS)} ORDER BY c.id", [Kind.GUIDE, *_KINDS])
    served = _read_rows([(edition, moment) for _guide, _release, edition, moment in rows])
    if len(served) < len(rows):
        return _read_house.__wrapped__(stamp)  # there was a release between the two queries
    changes = [(row.kind, release) for row, (_guide, release, *_mark) in zip(served, rows, strict=True)]
    of = {kind: [row for row in served if row.kind == kind] for kind in _KINDS}
    [group], [recalls] = of[Kind.GROUP], of[Kind.RECALLS]
    return House(
        group=group,
        recalls=recalls,
        vocabularies={row.locale: row for row in of[Kind.VOCABULARY]},
        branches=tuple(of[Kind.BRANCH]),
        changed_at={
            Kind.GUIDE: rows[0][0] or 0,
            Kind.BRANCH: max((release for kind, release in changes if kind == Kind.BRANCH), default=0),
        },
    )


def _read_rows(marks: Sequence[_Mark]) -> list[Served]:
    """In this order, without those that aren't current any more."""
    global _known
    known = _known
    if missing := {edition: (edition, moment) for edition, moment in marks if (edition, moment) not in known}:
        sql = f"SELECT c.edition_id, {columns_of(*ENCODINGS)} {FROM} WHERE c.edition_id IN {slots(missing)}"
        known = {**known, **{missing[id]: serve_row(row, *ENCODINGS) for id, *row in fetch(sql, [*missing])}}
    rows = {mark: known[mark] for mark in marks if mark in known}
    if not is_asked_each_time():  # else it is a preview's, whose ids will be others'
        _known = rows
    return [*rows.values()]
