"""Compiles an offering: what a branch says of a guide."""

from typing import Any

from content.edition import documents
from content.edition.compiler.compiled import Compiled, make_plain
from content.edition.visibility import find_public_branch
from content.model.branches.models import BranchPage, Offering
from content.model.compilation import Reference, represent
from content.model.vocabulary import Kind


def compile_offering(offering: Offering) -> Compiled:
    branch, guide = find_public_branch(offering.branch) or offering.branch, str(offering.guide.translation_key)
    references = {Reference("branch", str(branch.translation_key)), Reference("guide", guide)}
    if offering.practitioner:
        references.add(Reference("clinician", str(offering.practitioner.public_id)))
    return Compiled(
        kind=Kind.OFFERING,
        subject=str(offering.id),
        locale="",
        slug="",
        content=make_plain(represent(documents.OfferingContent, _build_content(offering, branch))),
        references=frozenset(references),
        facts={"branch": branch.translation_key, "guide": guide, "available": offering.available},
    )


def _build_content(offering: Offering, branch: BranchPage) -> dict[str, Any]:
    return {
        "id": offering.id,
        "type": "offering",
        "guide": offering.guide.translation_key,
        "branch": {"id": branch.translation_key, "slug": branch.slug, "name": branch.title},
        "available": offering.available,
        "price_from": _build_price(offering),
        "practitioner": offering.practitioner,
        "booking_url": offering.booking_url,
        "note": offering.note,
    }


def _build_price(offering: Offering) -> dict[str, Any] | None:
    if offering.price_from is None:
        return None
    return {"amount": offering.price_from, "currency": offering.currency, "valid_from": offering.price_valid_from}
