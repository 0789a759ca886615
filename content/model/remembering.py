"""Caches answers that are needed often while a release is settled, and that don't change meanwhile.

with remembering():     # one settling, under the lock of releases
    is_public(page)     # queries the database
    is_public(page)     # does not

Outside of `remembering()` nothing is cached. A function that answers for many keys in one query is `remembered_each`:
whoever knows early what will be needed asks for all of it, and later questions about one of them query nothing.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer", bound=Callable[..., Any])
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, only editions may be written: pages, permissions, recalls and signatures must not change."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def forget() -> None:
    """Forget all answers, so that memory does not grow with what is settled at once."""
    answers = _answers.get()
    assert answers is not None
    answers.clear()


def is_remembering() -> bool:
    return _answers.get() is not None


def remembered(function: Answer) -> Answer:
    """Caches by hashable arguments. Rows are compared by key, so the answer must depend only on the stored row."""
    return _remember(function, lambda *args: args)


def remembered_of_object(function: Answer) -> Answer:
    """Caches by object identity, for answers that depend on the object: a draft has the page's key, but other words."""
    return _remember(function, _ByIdentity)


def remembered_each(function: Callable[[list[Key]], dict[Key, Value]]) -> Callable[[Iterable[Key]], dict[Key, Value]]:
    """Caches by key, and calls the function with those keys only that it has not answered yet.

    A key that the answer lacks is remembered as well.
    """

    @wraps(function)
    def ask(keys: Iterable[Key]) -> dict[Key, Value]:
        wanted, answers = list(dict.fromkeys(keys)), _answers.get()
        if answers is None:
            return function(wanted) if wanted else {}
        known = answers.setdefault(function, {})
        if missing := [key for key in wanted if key not in known]:
            found = function(missing)
            known.update({key: found.get(key) for key in missing})
        return {key: known[key] for key in wanted if known[key] is not None}

    return ask


def is_known(function: Callable[..., Any], argument: Any) -> bool:
    """Whether the answer is remembered. `function` is `remembered_of_object`."""
    answers = _answers.get()
    return answers is not None and (function.__wrapped__, _ByIdentity(argument)) in answers  # type: ignore[attr-defined]


def know(function: Callable[..., Any], argument: Any, answer: Any) -> None:
    """Remember an answer that the caller has found on the way. `function` is `remembered_of_object`."""
    answers = _answers.get()
    if answers is not None:
        answers[function.__wrapped__, _ByIdentity(argument)] = answer  # type: ignore[attr-defined]


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
