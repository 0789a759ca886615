"""Answers that are asked for again and again while a release is settled, and that nothing changes meanwhile.

with remembering():     # one settling, under the lock of releases
    is_public(page)     # asks the database
    is_public(page)     # does not

Outside of it every call asks anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer", bound=Callable[..., Any])
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within it, whoever settles may write editions; pages, rights, recalls and signatures stay as they are."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(function: Answer) -> Answer:
    """Of hashable arguments. Rows are told apart by their keys: so only for what depends on the stored row."""
    return _remember(function, lambda *args: args)


def remembered_of_object(function: Answer) -> Answer:
    """For what depends on the object in hand: a draft has the key of the page, and other words."""
    return _remember(function, _ByIdentity)


def _remember(function: Any, make_key: Callable[..., Any]) -> Any:
    @wraps(function)
    def ask(*args: Any) -> Any:
        answers = _answers.get()
        if answers is None:
            return function(*args)
        key = function, make_key(*args)
        if key not in answers:
            answers[key] = function(*args)
        return answers[key]

    return ask


class _ByIdentity:
    """Keeps the object, so that no other gets its place in memory."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)
