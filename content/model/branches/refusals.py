"""Why an offering, or a branch with its offerings, may not be public. `content.setup.wiring` fills the two lists."""

from collections.abc import Callable, Iterator
from typing import Any

#: Takes an offering; yields the field to fix and a sentence.
OfferingCheck = Callable[[Any], Iterator[tuple[str, str]]]
#: Takes a branch's page; yields sentences.
BranchCheck = Callable[[Any], Iterator[str]]

offering_checks: tuple[OfferingCheck, ...] = ()
branch_checks: tuple[BranchCheck, ...] = ()


def find_refusals(offering: Any) -> dict[str, list[str]]:
    """Field -> sentences; empty if nothing is wrong."""
    found: dict[str, list[str]] = {}
    for check in offering_checks:
        for field, message in check(offering):
            found.setdefault(field, []).append(message)
    return found


def find_branch_refusals(branch: Any) -> list[str]:
    return [sentence for check in branch_checks for sentence in check(branch)]
