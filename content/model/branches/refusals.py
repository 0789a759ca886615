"""Why an offering, or a branch with what it offers, may not be public.

Checks are registered, so that claims add theirs without being known here.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.model.branches.models import BranchPage, Offering

#: Yields the field to mend and a sentence.
Check = Callable[["Offering"], Iterator[tuple[str, str]]]
#: Yields sentences.
BranchCheck = Callable[["BranchPage"], Iterator[str]]
_checks: list[Check] = []
_branch_checks: list[BranchCheck] = []


def register_check(check: Check) -> Check:
    _checks.append(check)
    return check


def find_refusals(offering: "Offering") -> dict[str, list[str]]:
    """Sentences by field; empty where nothing is wrong."""
    found: dict[str, list[str]] = {}
    for check in _checks:
        for field, message in check(offering):
            found.setdefault(field, []).append(message)
    return found


def register_branch_check(check: BranchCheck) -> BranchCheck:
    _branch_checks.append(check)
    return check


def find_branch_refusals(branch: "BranchPage") -> list[str]:
    return [sentence for check in _branch_checks for sentence in check(branch)]
