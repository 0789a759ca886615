"""Publishes a document without the faulty words of shared things, so that only those words are held back.

Faulty words are replaced by public ones, from this subject's own edition or another. If there are none, they are left
out.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import override

from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.documents import BranchReferenceDocument, CategoryDocument, ClinicianDocument
from content.edition.inspecting import Fault, find_faults
from content.edition.models import Current, Reference
from content.edition.reducing import Reduction, read_content
from content.model.blocks.documents import CitationDocument, GuideReferenceDocument
from content.model.sections.combinations import TherapyDocument
from content.model.snippets.models import Category
from content.model.vocabulary import Kind, State

#: The keys of a shared thing's object in a document -> its kind, and the key that holds its id.
_SHAPES = {
    frozenset(document().fields): (document.shows, name)
    for document, name in (
        (CategoryDocument, "slug"),
        (ClinicianDocument, "id"),
        (CitationDocument, "id"),
        (TherapyDocument, "id"),
        (GuideReferenceDocument, "id"),
        (BranchReferenceDocument, "id"),
    )
}
#: Kinds that a document can't do without.
_NEEDED = ("category", Kind.BRANCH, Kind.GROUP)
#: How many public editions are searched for the public words of a thing.
MOST_LOOKED_AT = 5

#: Kind and id of a shown thing, as in a `Fault`.
Shown = tuple[str, str]


def find_true_faults(compiled: Compiled, current: Current | None = None) -> list[Fault]:
    """Charges each fault to the thing whose words cause it.

    A section's HTML repeats the faults of the shared things in it; such repeats don't count as the document's own.
    """
    faults = find_faults(compiled)
    others = [fault for fault in faults if not _is_own(fault, compiled)]
    if not others or others == faults or compiled.kind not in _PARTS:
        return faults
    known = {_shown(fault): None for fault in others}
    needed = {shown: _find_known(shown, compiled, current) for shown in known if shown[0] in _NEEDED}
    without = _put(compiled, known | needed)
    if without is None:
        return faults
    return others + [fault for fault in find_faults(without) if _is_own(fault, compiled)]


def spare(compiled: Compiled, faults: Iterable[Fault], current: Current | None) -> Compiled | None:
    """The document without the faulty words. None if they are its own words, or if it can't do without the thing."""
    faults = list(faults)
    if compiled.kind == Kind.VOCABULARY:
        return _spare_labels(compiled, faults, current)
    if compiled.kind not in _PARTS or any(not fault.id or _is_own(fault, compiled) for fault in faults):
        return None
    return _put(compiled, {_shown(fault): _find_known(_shown(fault), compiled, current) for fault in faults})


def _spare_labels(compiled: Compiled, faults: list[Fault], current: Current | None) -> Compiled | None:
    """Each faulty label is replaced by its public one, or left out. The other labels are published."""
    if current is None or any(fault.kind != "category" for fault in faults):
        return None
    faulty = {fault.id for fault in faults}
    known = {one["code"]: one for one in read_content(current.edition)["categories"]}
    labels = [known.get(one["code"]) if one["code"] in faulty else one for one in compiled.content["categories"]]
    return replace(compiled, content=compiled.content | {"categories": [label for label in labels if label]})


def _shown(fault: Fault) -> Shown:
    return fault.kind, fault.id


def _is_own(fault: Fault, compiled: Compiled) -> bool:
    return _shown(fault) == (compiled.kind, compiled.subject)


def _put(compiled: Compiled, known: dict[Shown, Any]) -> Compiled | None:
    with override(compiled.locale or None):
        content = _PARTS[compiled.kind](compiled.content, _Sparing(known))
    if content is None:
        return None
    return replace(compiled, content=content, card=compiler.build_card(content) if compiled.card else {})


def _name(value: dict[str, Any]) -> Shown | None:
    kind, key = _SHAPES.get(frozenset(value), ("", ""))
    return (kind, str(value[key])) if kind else None


class _Sparing(Reduction):
    """Replaces each faulty object by its public one; null if there is none."""

    def __init__(self, known: dict[Shown, Any]) -> None:
        super().__init__(set(), set())
        self.known = known
        #: Ids of citations that are left out. Blocks refer to citations by id.
        self.gone = {id for (kind, id), value in known.items() if kind == "citation" and value is None}

    def clean(self, value: Any) -> Any:
        if isinstance(value, dict) and (shown := _name(value)) in self.known:
            return self.known[shown] if shown else None
        if isinstance(value, list):
            value = [below for below in value if not (isinstance(below, str) and below in self.gone)]
        return super().clean(value)


def _spare_guide(content: dict[str, Any], sparing: _Sparing) -> dict[str, Any] | None:
    category = sparing.clean(content["category"])
    if category is None:
        return None
    review = content["review"]
    signed = [one | {"by": _spare_signer(one["by"], sparing)} for one in review["signed_off"]]
    return sparing.reduce(content) | {
        "category": category,
        "citations": [one for one in sparing.clean(content["citations"]) if one],
        "review": review
        | {
            "reviewed_by": sparing.clean(review["reviewed_by"]),
            "signed_off": [one for one in signed if one["by"]],
        },
    }


def _spare_signer(by: dict[str, Any], sparing: _Sparing) -> dict[str, Any] | None:
    """A signer is shown as registered when they signed. Only the role is current, so only the role is replaced."""
    known = sparing.clean(by)
    return known and by | {"role": known["role"]}


def _spare_offering(content: dict[str, Any], sparing: _Sparing) -> dict[str, Any] | None:
    branch = sparing.clean(content["branch"])
    return branch and content | {"branch": branch, "practitioner": sparing.clean(content["practitioner"])}


def _spare_branch(content: dict[str, Any], sparing: _Sparing) -> dict[str, Any] | None:
    """The group's contact is the only shared thing that a branch shows."""
    label = sparing.known.get((Kind.GROUP, compiler.GROUP_SUBJECT))
    return label and content | {"contact": content["contact"] | {"label": label}}


_PARTS: dict[Kind, Callable[[dict[str, Any], _Sparing], dict[str, Any] | None]] = {
    Kind.GUIDE: _spare_guide,
    Kind.OFFERING: _spare_offering,
    Kind.BRANCH: _spare_branch,
}


def _find_known(shown: Shown, compiled: Compiled, current: Current | None) -> Any:
    """The public object of a thing; for the group, its contact label. None if nothing is public."""
    kind, id = shown
    own = _find_in(read_content(current.edition), shown) if current and current.state == State.LIVE else None
    if own is not None:
        return own
    if kind == Kind.GROUP:
        group = _live(kind=Kind.GROUP).first()
        return read_content(group.edition)["contact"]["label"] if group else None
    if kind in (Kind.GUIDE, Kind.BRANCH):
        rows = sorted(_live(kind=kind, subject=id), key=lambda row: row.locale != compiled.locale)
        return next((_refer(kind, read_content(row.edition)) for row in rows), None)
    targets = [id]
    if kind == "category":
        targets = [str(key) for key in Category.objects.filter(slug=id).values_list("translation_key", flat=True)]
    references = Reference.objects.filter(kind=kind, target__in=targets).values("edition")
    rows = _live(kind=Kind.GUIDE, locale=compiled.locale, edition__in=references)[:MOST_LOOKED_AT]
    found = (_find_in(read_content(row.edition), shown) for row in rows)
    return next((value for value in found if value is not None), None)


def _live(**wanted: Any) -> Any:
    return Current.objects.filter(state=State.LIVE, **wanted).select_related("edition").order_by("pk")


def _refer(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    if kind == Kind.GUIDE:
        return {"id": content["id"], "title": content["title"], "url": content["links"]["web"]}
    return {"id": content["id"], "slug": content["slug"], "name": content["name"]}


def _find_in(content: Any, shown: Shown) -> Any:
    """The object in a document that describes this thing; None if it has none."""
    return next((value for value in walk_objects(content) if _name(value) == shown), None)


def walk_objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, the outer ones first."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for below in value:
            yield from walk_objects(below)
