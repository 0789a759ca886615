"""Compiles guides before the lock of releases is taken, so that many publishers do it at the same time.

publication -> prepared -> lock -> it still holds, or all is found and compiled anew

Only the ordinary publication is prepared: some guides were changed, and all of them may be as they are. Whatever is
refused, held or shown without some of its words is decided under the lock, by what is stored then.
"""

from dataclasses import dataclass

from content.model.compilation import Reference
from content.model.publishing import Publication, Refused
from content.model.vocabulary import Kind
from content.release import locking, subjects
from content.release.deciding import Publish, TakeOff
from content.release.gathering import Rows, gather
from content.release.indexing import index_usage
from content.release.inquiring import Outcome, inquire

#: Subjects whose rows are read together.
AT_ONCE = 50


@dataclass(frozen=True)
class Prepared:
    """What was found for each guide. `after`: the newest settling before anything of it was read."""

    after: int
    marked: frozenset[Reference]
    rows: dict[Reference, Rows]
    outcomes: dict[Reference, list[Outcome]]

    def still_holds(self) -> bool:
        """Whether nothing that it was made from was touched meanwhile, nor is a marked guide shown where it was not.

        Must run under the lock. False in doubt: other kinds than guides decide in many ways what may be public.
        """
        touched = locking.find_touched_since(self.after)
        if any(one.kind != Kind.GUIDE for one in touched.changed):
            return False
        return touched.changed.isdisjoint(self.find_read()) and touched.shown.isdisjoint(self.marked)

    def find_read(self) -> set[Reference]:
        documents = [one.document for outcomes in self.outcomes.values() for one in outcomes if one.document]
        return {*self.marked, *self.outcomes, *(shown for document in documents for shown in document.references)}


def prepare(publication: Publication) -> Prepared | None:
    """None if it is not the ordinary publication, or if nobody else can settle meanwhile."""
    marked = publication.concerns
    if not locking.is_shared() or publication.taken_off or not _are_guides(marked):
        return None
    after = locking.find_newest()
    found = subjects.find_subjects(marked)
    if len(found) > AT_ONCE or not _are_guides(found):
        return None
    rows = read_batch(found, publication)
    try:
        outcomes = {subject: inquire(subject, publication, rows[subject]) for subject in found}
    except Refused:
        return None
    decisions = [one.decision for of_subject in outcomes.values() for one in of_subject]
    is_ordinary = all(isinstance(decision, Publish | TakeOff) for decision in decisions)
    return Prepared(after, frozenset(marked), rows, outcomes) if is_ordinary else None


def read_batch(batch: list[Reference], publication: Publication) -> dict[Reference, Rows]:
    """Reads at once what these subjects need, and indexes what those that were saved refer to."""
    rows = gather(batch)
    index_usage(batch, publication.saved)
    return rows


def _are_guides(references: set[Reference] | list[Reference]) -> bool:
    return all(one.kind == Kind.GUIDE for one in references)
