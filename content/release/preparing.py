"""Compiles guides before the lock of releases is taken, so that many publishers do it at the same time.

publication -> prepared -> lock -> it still holds, or all is found and compiled anew

Only the ordinary publication is prepared: some guides were changed, and all of them may be as they are. Whatever is
refused, held or shown without some of its words is decided under the lock, by what is stored then.
"""

from dataclasses import dataclass

from content.model.compilation import Reference
from content.model.publishing import Publication, Refused
from content.model.vocabulary import Kind, State
from content.release import locking, subjects
from content.release.deciding import Keep, Publish, TakeOff
from content.release.gathering import Rows, gather
from content.release.indexing import Difference, compare_terms, index_usage
from content.release.inquiring import Outcome, are_guides, inquire
from content.release.showing import is_shown_otherwise

#: Subjects whose rows are read together.
AT_ONCE = 50


@dataclass(frozen=True)
class Prepared:
    """What was found for each guide. `after`: the newest settling before anything of it was read."""

    after: int
    marked: frozenset[Reference]
    rows: dict[Reference, Rows]
    outcomes: dict[Reference, list[Outcome]]
    #: Of the search terms of each guide whose editions only follow earlier ones.
    differences: dict[Reference, Difference]

    def still_holds(self) -> bool:
        """Whether nothing that it was made from was touched meanwhile, nor is shown elsewhere what it shows otherwise.

        Must run under the lock. False in doubt: other kinds than guides decide in many ways what may be public.
        """
        touched = locking.find_touched_since(self.after)
        if any(one.kind != Kind.GUIDE for one in touched.changed):
            return False
        documents = [one.document for outcomes in self.outcomes.values() for one in outcomes if one.document]
        return (
            touched.changed.isdisjoint({*self.marked, *self.outcomes})
            and touched.renamed.isdisjoint(shown for document in documents for shown in document.references)
            and touched.shown.isdisjoint(self.find_renamed())
        )

    def find_renamed(self) -> set[Reference]:
        return {one for one, outcomes in self.outcomes.items() if is_shown_otherwise(self.rows[one], outcomes)}


def prepare(publication: Publication) -> Prepared | None:
    """None if it is not the ordinary publication, or if nobody else can settle meanwhile."""
    marked = publication.concerns
    if not locking.is_shared() or publication.taken_off or publication.is_unsigned or not are_guides(marked):
        return None
    after = locking.find_newest()
    found = subjects.find_subjects(marked)
    if len(found) > AT_ONCE or not are_guides(found):
        return None
    rows = read_batch(found, publication)
    try:
        outcomes = {subject: inquire(subject, publication, rows[subject]) for subject in found}
    except Refused:
        return None
    decisions = [one.decision for of_subject in outcomes.values() for one in of_subject]
    is_ordinary = all(isinstance(decision, Publish | Keep | TakeOff) for decision in decisions)
    if not is_ordinary:
        return None
    differences = {one: terms for one in outcomes if (terms := _compare_terms(rows[one], outcomes[one]))}
    return Prepared(after, frozenset(marked), rows, outcomes, differences)


def _compare_terms(rows: Rows, outcomes: list[Outcome]) -> Difference | None:
    """None if a language comes or goes: its row is made first, or has no document any more."""
    documents = []
    if any(row.state == State.LIVE for locale, row in rows.items() if locale not in {one.locale for one in outcomes}):
        return None
    for one in outcomes:
        row = rows.get(one.locale)
        if isinstance(one.decision, Keep):
            continue
        if not (one.document and row and row.state == State.LIVE):
            return None
        if row.edition.digest != one.document.digest:
            documents.append((row, one.document.content))
    return compare_terms(documents) if documents else None


def read_batch(batch: list[Reference], publication: Publication) -> dict[Reference, Rows]:
    """Reads at once what these subjects need, and indexes what those that were saved refer to."""
    rows = gather(batch)
    index_usage(batch, publication.saved)
    return rows
