"""Lets one settling after the other write, and tells it what others have touched since it was prepared.

Each settling notes what it touches, under the lock and in its own transaction: whoever has the lock sees all of them.
In SQLite only one transaction can write at all, and nothing is noted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from content.edition.models import Settling
from content.model.compilation import Reference

#: Any number that no other part of the project locks with.
RELEASE_LOCK = 7201
#: Settlings that are kept. What was prepared before them can't tell what was touched since.
KEPT = 1000
#: Things that are named at most.
MOST_NAMED = 2000
#: What is named instead: nothing that was prepared holds beside it.
EVERYTHING = Reference("everything", "")


@dataclass
class Touched:
    #: What was changed or looked at.
    changed: set[Reference] = field(default_factory=set)
    #: Those of them of which others show something else now, or may have to.
    renamed: set[Reference] = field(default_factory=set)
    #: What its editions show, the last and the new ones.
    shown: set[Reference] = field(default_factory=set)


def is_shared() -> bool:
    """Whether others can read, write and compile until the lock is taken."""
    return connection.vendor == "postgresql"


def lock_releases() -> None:
    """Let only one transaction at a time make a release. In SQLite the write lock does this already (IMMEDIATE).

    Taken after the change has written its rows. What is read to compile is read after it, so the compiler sees what
    other transactions have committed; or it is read before, and checked after it (`preparing`).
    """
    if is_shared():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RELEASE_LOCK])


def find_newest() -> int:
    """The number of the newest settling; 0 before the first. To be asked before anything else is read."""
    return Settling.objects.order_by("-number").values_list("number", flat=True).first() or 0


def find_touched_since(number: int) -> Touched:
    """What was touched after the settling with this number. Must run under the lock."""
    rows = list(Settling.objects.filter(number__gt=number).order_by("number").values_list("number", "touched"))
    touched = Touched()
    if rows and rows[0][0] != number + 1:
        touched.changed.add(EVERYTHING)  # those between are deleted already
    for _number, named in rows:
        touched.changed.update(Reference(*one) for one in named["changed"])
        # A process of an earlier release does not note what was renamed.
        touched.renamed.update(Reference(*one) for one in named.get("renamed", named["changed"]))
        touched.shown.update(Reference(*one) for one in named["shown"])
    return touched


def note(touched: Touched) -> None:
    """Must run under the lock."""
    if not is_shared():
        return
    if len(touched.changed) + len(touched.shown) > MOST_NAMED:
        touched = Touched({EVERYTHING})
    newest = Settling.objects.order_by("-number").values("number")[:1]
    Settling.objects.create(
        number=Coalesce(Subquery(newest), 0) + 1,
        touched={name: _list(getattr(touched, name)) for name in ("changed", "renamed", "shown")},
    )


def prune() -> int:
    """Delete all but the newest; returns how many."""
    return Settling.objects.filter(number__lte=find_newest() - KEPT).delete()[0]


def _list(references: Iterable[Reference]) -> list[tuple[str, str]]:
    return sorted((one.kind, one.id) for one in references)
