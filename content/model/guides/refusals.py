"""The reasons why a guide may not be public. The form checks them early, settling checks them finally."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """`message` says what is wrong and what to do. `field` is the form's field to fix, if there is one.

    `is_absolute`: settling refuses it too. If false, only the form does: the compiler leaves out the faulty thing, or
    settling has its own check.

    `of_publisher`: settling also refuses it, but only for new words of the page. Words that are public stay.

    `waits`: only somebody else can fix it, so the form does not refuse a submission for it. If only things that the
    page shows have changed, its public edition stays meanwhile.

    `of_others`: about words of a shared thing. It is shown, but stops nobody: those words are left out, or replaced by
    public ones.

    `words`: the words of the page that are the fault, if it is one of words.
    """

    code: str
    message: str
    field: str = ""
    is_absolute: bool = True
    of_publisher: bool = False
    waits: bool = False
    of_others: bool = False
    words: str = ""

    def stops(self, *, publishing: bool) -> bool:
        """Whether a guide is not published for it; or, without `publishing`, not sent for sign-off."""
        return not self.of_others and (publishing or not self.waits)


#: Takes a guide's page.
Check = Callable[[Any], Iterator[Refusal]]
#: All checks. `content.setup.wiring` fills the list, since sign-off, claims and consent are in higher layers.
checks: tuple[Check, ...] = ()


_of_forms: set[Check] = set()


def for_forms(check: Check) -> Check:
    """Marks a check whose refusals stop only a form. Settling does without it."""
    _of_forms.add(check)
    return check


def find_refusals(page: Any) -> list[Refusal]:
    return [refusal for check in checks for refusal in check(page)]


def find_final_refusals(page: Any) -> list[Refusal]:
    """What settling needs: the refusals of all checks but those for forms."""
    return [refusal for check in checks if check not in _of_forms for refusal in check(page)]
