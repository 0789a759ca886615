"""What may not stand in a compiled document, asked of its words themselves before it becomes public.

`content.setup.wiring` fills the list of checks, since that of claims stands on a higher floor.
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
checks: tuple[Check, ...] = ()


def find_faults(compiled: Compiled) -> list[Fault]:
    return [fault for check in checks for fault in check(compiled)]
