"""Why a guide may not be public. Asked politely by the form, absolutely when releases are settled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """`message` says what is wrong and what to do; `field` is the form's field to mend, if there is one.

    One that is not absolute is about what the compiler leaves out anyway: whoever publishes the page is asked to
    mend it, but a change to something else that the page shows is not held up.

    One that is `of_publisher` is asked of whoever publishes new words of the page, by whatever door, and nobody else.

    One that `waits` is mended by somebody else, not by typing: the form does not ask it of who submits. Where the
    page itself is as it was published, and only what it shows has changed, what is public stays as it is meanwhile.

    One that is `of_others` is about words of something that the page only shows: it is told, and stops nobody. Those
    words are left out, or stay as readers know them.
    """

    code: str
    message: str
    field: str = ""
    is_absolute: bool = True
    of_publisher: bool = False
    waits: bool = False
    of_others: bool = False


#: Takes a guide's page.
Check = Callable[[Any], Iterator[Refusal]]
#: The one list of all. Filled by `content.setup.wiring`, since sign-off, claims and consent stand on higher floors.
checks: tuple[Check, ...] = ()


def find_refusals(page: Any) -> list[Refusal]:
    return [refusal for check in checks for refusal in check(page)]
