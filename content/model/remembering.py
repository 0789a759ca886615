"""Caches answers that are needed often while a release is settled, and that don't change meanwhile.

with remembering():     # one settling, under the lock of releases
    is_public(page)     # queries the database
    is_public(page)     # does not

Outside of `remembering()` nothing is cached.
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
    """Inside, only editions may be written: pages, permissions, recalls and signatures must not change."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(function: Answer) -> Answer:
    """Caches by hashable arguments. Rows are compared by key, so the answer must depend only on the stored row."""
    return _remember(function, lambda *args: args)


def remembered_of_object(function: Answer) -> Answer:
    """Caches by object identity, for answers that depend on the object: a draft has the page's key, but other words."""
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
    """Keeps a reference to the object, so that its id is not reused."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)
