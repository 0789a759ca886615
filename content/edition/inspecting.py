"""What may not stand in a compiled document, asked of its words themselves before it becomes public.

Checks are registered, so that claims add theirs without being known here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.edition.compiler import Compiled


@dataclass(frozen=True)
class Fault:
    """`message` says what is wrong and what to do. `kind` and `id` are of the thing whose words they are.

    As in a `Reference`; the id is empty where the document does not say it.
    """

    message: str
    kind: str
    id: str = ""


Check = Callable[[Compiled], Iterator[Fault]]
_checks: list[Check] = []


def register_check(check: Check) -> Check:
    _checks.append(check)
    return check


def find_faults(compiled: Compiled) -> list[Fault]:
    return [fault for check in _checks for fault in check(compiled)]
