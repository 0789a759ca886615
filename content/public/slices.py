"""Slices of lists, from a place on: stable while the list changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from content.public.cards import Card, Place
from content.public.served import Served

#: What is listed, by slug and id.
T = TypeVar("T", Card, Served)


@dataclass(frozen=True)
class Slice(Generic[T]):
    """`next` and `previous`: the places of the neighbouring slices; None if there is none."""

    items: Sequence[T]
    next: Place | None
    previous: Place | None

    @classmethod
    def of(cls, found: Sequence[T], size: int, place: Place | None, release: int) -> "Slice[T]":
        """`found`: from the place on, in its direction, and one more than the slice holds if there are more.

        `release`: the one at which the list was begun.
        """
        backwards = bool(place and place.backwards)
        more, items = len(found) > size, list(found[:size])
        if backwards:
            items.reverse()
        has_next = bool(items) and (more if not backwards else True)
        has_previous = bool(items) and (more if backwards else place is not None)
        return cls(
            items=items,
            next=Place(items[-1].slug, items[-1].subject, release) if has_next else None,
            previous=Place(items[0].slug, items[0].subject, release, backwards=True) if has_previous else None,
        )
