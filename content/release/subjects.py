"""Finds the subjects that a change concerns: those it changed, those that show them, and held ones to try again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import Any

from django.db.models import Q

from content.edition import compiler
from content.edition.models import Current, Reference
from content.model.branches.models import BranchPage, Offering
from content.model.compilation import Reference as ReferenceValue
from content.model.guides.models import GuidePage
from content.model.remembering import forget
from content.model.vocabulary import Kind, State
from content.release.showing import find_showing_otherwise

#: References in one query.
MOST_AT_ONCE = 500
#: Guides whose pages are read at once.
GUIDES_AT_ONCE = 50
#: Dependencies first: a kind may show only earlier kinds, which are settled by then.
ORDER = [Kind.GROUP, Kind.VOCABULARY, Kind.BRANCH, Kind.GUIDE, Kind.OFFERING, Kind.RECALLS]


def find_subjects(marked: Set[ReferenceValue]) -> list[ReferenceValue]:
    """The marked subjects, every subject whose current edition shows one of them, and dependents, in order.

    What only shows a guide is left out if it shows the guide as it is now (`showing`).
    """
    guides = {reference for reference in marked if reference.kind == Kind.GUIDE}
    subjects = set(marked) | _find_showing(marked - guides)
    for reference in marked:
        subjects |= _find_dependents(reference)
    for number, (_kind, ids) in enumerate(_group(guides, GUIDES_AT_ONCE)):
        if number:
            forget()  # the pages of those before
        subjects |= find_showing_otherwise(ids, known=subjects)
    return sort_subjects(subject for subject in subjects if subject.kind in Kind.values)


def sort_subjects(subjects: Iterable[ReferenceValue]) -> list[ReferenceValue]:
    return sorted(subjects, key=lambda subject: (ORDER.index(Kind(subject.kind)), subject.id))


def find_every_subject() -> set[ReferenceValue]:
    """Every subject that is, was, or could be public."""
    known = {ReferenceValue(row["kind"], str(row["subject"])) for row in Current.objects.values("kind", "subject")}
    known |= {ReferenceValue("guide", str(key)) for key in _keys(GuidePage)}
    known |= {ReferenceValue("branch", str(key)) for key in _keys(BranchPage)}
    known |= {ReferenceValue("offering", str(pk)) for pk in Offering.objects.values_list("pk", flat=True)}
    return known | {
        ReferenceValue("group", compiler.GROUP_SUBJECT),
        ReferenceValue("vocabulary", compiler.VOCABULARY_SUBJECT),
        ReferenceValue("recalls", compiler.RECALLS_SUBJECT),
    }


def find_stale_subjects() -> set[ReferenceValue]:
    """Subjects whose edition was made by another compiler version."""
    rows = Current.objects.exclude(edition__provenance__compiler=compiler.COMPILER_VERSION)
    return {ReferenceValue(row["kind"], str(row["subject"])) for row in rows.values("kind", "subject")}


def _keys(model: Any) -> Any:
    return model.objects.values_list("translation_key", flat=True).distinct()


def _find_showing(shown: Set[ReferenceValue]) -> set[ReferenceValue]:
    """Subjects whose current edition shows any of these."""
    found = set()
    for kind, ids in _group(shown):
        rows = Reference.objects.filter(kind=kind, target__in=ids, edition__current__isnull=False)
        found |= set(rows.values_list("edition__kind", "edition__subject"))
    return {ReferenceValue(kind, str(subject)) for kind, subject in found}


def _group(references: Set[ReferenceValue], most: int = MOST_AT_ONCE) -> Iterator[tuple[str, list[str]]]:
    """References by kind, in batches that a database accepts."""
    by_kind = defaultdict(list)
    for reference in references:
        by_kind[reference.kind].append(reference.id)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), most):
            yield kind, ids[start : start + most]


def _find_dependents(reference: ReferenceValue) -> set[ReferenceValue]:
    """Subjects that may show it after this change, though no edition refers to it."""
    found: set[ReferenceValue] = set()
    if reference.kind == Kind.BRANCH:
        # An offering that was never public has no edition with references.
        of_branch = Offering.objects.filter(branch__translation_key=reference.id)
        found |= {ReferenceValue("offering", str(pk)) for pk in of_branch.values_list("pk", flat=True)}
    if reference.kind in (Kind.OFFERING, Kind.BRANCH):
        found |= _find_held_guides(reference)
    if reference.kind not in Kind.values:
        found |= _find_kept_away()  # a held subject that is not public has no edition with references
    if reference.kind == "category":
        found.add(ReferenceValue("vocabulary", compiler.VOCABULARY_SUBJECT))
    return found


def _find_held_guides(reference: ReferenceValue) -> set[ReferenceValue]:
    """Held guides that it offers, or has offered until now: the rules of its country may have held them."""
    of, shown = ("pk", "subject") if reference.kind == Kind.OFFERING else ("branch__translation_key", "branch")
    offered = Offering.objects.filter(**{of: reference.id}).order_by().values("guide__translation_key")
    public = Current.objects.filter(kind=Kind.OFFERING, **{shown: reference.id}).values("guide")
    held = Current.objects.filter(Q(subject__in=offered) | Q(subject__in=public), kind=Kind.GUIDE, is_held=True)
    return {ReferenceValue(Kind.GUIDE, str(subject)) for subject in held.values_list("subject", flat=True)}


def _find_kept_away() -> set[ReferenceValue]:
    rows = Current.objects.filter(is_held=True).exclude(state=State.LIVE)
    return {ReferenceValue(kind, str(subject)) for kind, subject in rows.values_list("kind", "subject")}
