"""Registers things by name. A second thing under the same name stops the start of the project."""

from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

Thing = TypeVar("Thing")


def add(registry: dict[str, Thing], name: str, thing: Thing) -> None:
    """Raises ImproperlyConfigured if the name is taken: one of the two things would be lost silently."""
    known = registry.setdefault(name, thing)
    if known != thing:
        raise ImproperlyConfigured(f"“{name}” is taken by {_where(known)}. Choose another name for {_where(thing)}.")


def _where(thing: object) -> str:
    name = getattr(thing, "__qualname__", "")
    return f"{thing.__module__}.{name}" if name else str(thing)
