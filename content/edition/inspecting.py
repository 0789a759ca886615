"""Checks the words of a compiled document before it becomes public.

`content.setup.wiring` fills the list of checks, since the claims check is in a higher layer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from content.edition.compiler import Compiled


@dataclass(frozen=True)
class Fault:
    """`message` says what is wrong and what to do. `kind` and `id` name the thing with the faulty words.

    As in a `Reference`, but the id is empty if the document does not contain it.
    """

    message: str
    kind: str
    id: str = ""


Check = Callable[[Compiled], Iterator[Fault]]
checks: tuple[Check, ...] = ()


def find_faults(compiled: Compiled) -> list[Fault]:
    return [fault for check in checks for fault in check(compiled)]
