"""The preview of a bulk operation: a row for each thing that it would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale

from content.desk.bulk.values import Hit

#: The most things that one operation changes.
MOST_OFFERINGS = 500
MOST_PAGES = 200
MOST_HITS = 1000
#: The most drafts that a preview reads.
MOST_READ = 2000


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass
class Row:
    """`key` names the thing in the form. `shown`: a digest of what this row shows, to find later changes by others."""

    key: str
    name: str
    #: The language of the words that it shows. None: of no one language.
    locale: Locale | None = None
    address: str = ""
    differences: list[Difference] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    #: What else the change does: to signatures, to what is public.
    notes: list[str] = field(default_factory=list)
    #: Claims that the new words would make.
    claims: list[str] = field(default_factory=list)
    #: Why the thing can't be changed. It can't be ticked then.
    problem: str = ""
    #: What must be confirmed first, and the value that confirms it.
    asked: str = ""
    confirms: str = ""
    shown: str = ""
    is_ticked: bool = True

    #: Ids of ticked hits. None: all.
    ticked_hits: set[str] | None = None

    def tick(self, sent: Any) -> None:
        """Tick what the sent form has ticked."""
        self.is_ticked = self.key in sent.getlist("row")
        ticked = set(sent.getlist("hit"))
        self.ticked_hits = {hit.id for hit in self.hits if self._name_hit(hit) in ticked}

    def _name_hit(self, hit: Hit) -> str:
        return f"{self.key}/{hit.id}"

    @property
    def hit_rows(self) -> list[tuple[Hit, str, bool]]:
        """Each hit, its value in the form, and whether it is ticked."""
        ticked = self.ticked_hits
        return [(hit, self._name_hit(hit), ticked is None or hit.id in ticked) for hit in self.hits]


class TooMuch(Exception):
    """An operation would change more than it may. `message` says how to choose less."""

    def __init__(self, most: int) -> None:
        message = _(
            "One operation changes at most %(most)s rows or places, and this would change more. Choose a category, a "
            "branch or a language."
        )
        self.message = message % {"most": most}
        super().__init__(self.message)


class TooMuchToRead(TooMuch):
    def __init__(self, most: int) -> None:
        super().__init__(most)
        message = _("There are more than %(most)s drafts to read. Choose a category, a branch or a language.")
        self.message = message % {"most": most}


def bound(rows: list[Row], most: int) -> list[Row]:
    if len(rows) > most:
        raise TooMuch(most)
    if sum(len(row.hits) for row in rows) > MOST_HITS:
        raise TooMuch(MOST_HITS)
    return rows


@dataclass(frozen=True)
class Written:
    """What an operation has done to one thing, fit for JSON, as `BulkOperation.changes` keeps it."""

    thing: str
    name: str
    shown: Iterable[Difference]
    data: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        shown = [[one.label, one.old, one.new] for one in self.shown]
        return {"thing": self.thing, "name": self.name, "shown": shown, **self.data}
