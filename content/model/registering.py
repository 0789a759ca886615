"""Registers things by name, each name once: what is registered twice is refused when the project starts."""

from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

Thing = TypeVar("Thing")


def add(registry: dict[str, Thing], name: str, thing: Thing) -> None:
    """Raises ImproperlyConfigured where the name is another thing's: that would be lost without a word."""
    known = registry.setdefault(name, thing)
    if known != thing:
        raise ImproperlyConfigured(f"“{name}” is taken by {_where(known)}. Choose another name for {_where(thing)}.")


def _where(thing: object) -> str:
    name = getattr(thing, "__qualname__", "")
    return f"{thing.__module__}.{name}" if name else str(thing)
