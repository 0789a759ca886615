"""The transaction in which content becomes public: doors mark what they touched, and it is settled at the end.

    with publishing(actor="…"):      the outermost one opens the transaction
        page.save()                  receivers mark the page
                                     at the end: settle(marked), then commit

Page row, audit row, editions and release are written together or not at all. Lower rooms use this module
without knowing what settling is.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from content.model.compilation import Reference
from content.model.stored_data import without_missing


class Refused(Exception):
    """What was asked may not become public. `messages` are sentences for the person who asked."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


@dataclass
class Publication:
    """What one transaction has touched so far, and on whose behalf."""

    actor: str = ""
    reason: str = ""
    #: When it happens; None: now. Set where the same must come out each time, as in a preview.
    moment: datetime | None = None
    marked: set[Reference] = field(default_factory=set)
    #: Whether it only brings up to date: nobody has just touched what is marked, so that it is held where it is as it
    #: was published, and refused only where somebody went past every door.
    heals: bool = False
    #: Subjects of which somebody recalls something: that must not be held up by what else is wrong with them.
    taken_off: set[Reference] = field(default_factory=set)
    #: Of what is marked: the keys of the pages that were saved or deleted themselves, each of one language.
    saved: dict[Reference, set[int]] = field(default_factory=dict)
    #: Of what is marked: the keys of the pages whose place, restriction or site changed, and not their words.
    placed: dict[Reference, set[int]] = field(default_factory=dict)
    #: Subjects that nobody has touched, and that may have been held for something that is over.
    again: set[Reference] = field(default_factory=set)

    def take_off(self, subjects: Iterable[Reference]) -> None:
        self.taken_off.update(subjects)
        self.marked |= self.taken_off


View = TypeVar("View", bound=Callable[..., Any])

_current: ContextVar[Publication | None] = ContextVar("publication", default=None)


def settle(publication: Publication) -> Any:
    """Takes place at the end of the outermost transaction. `content.setup.wiring` puts `release.settle` here."""
    raise NotImplementedError


#: Whether what is done now will be taken back.
_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


def is_rehearsing() -> bool:
    return _rehearsing.get()


@contextmanager
def rehearsing() -> Iterator[None]:
    """Nothing of what is done inside may reach anything but the database, whose transaction is taken back."""
    token = _rehearsing.set(True)
    try:
        yield
    finally:
        _rehearsing.reset(token)


def is_publishing() -> bool:
    """Whether everybody else who wants to write waits for the caller."""
    return _current.get() is not None


def settles_itself(view: View) -> View:
    """For a view of the admin that has slow work to do first: it opens its transaction by `publishing` when it is done.

    Every other writing view is run inside one.
    """
    view.settles_itself = True  # type: ignore[attr-defined]
    return view


@contextmanager
def publishing(
    *,
    actor: str = "",
    reason: str = "",
    moment: datetime | None = None,
    heals: bool = False,
    takes_off: Iterable[Reference] = (),
) -> Iterator[Publication]:
    """Settle what is marked inside, in one transaction with it. Nested uses join the outermost one.

    They may name the actor and the reason where it has none, and `takes_off`: subjects that are marked, and that
    nothing else which is wrong with them may hold up. Raises Refused, after which nothing of the transaction has
    happened.
    """
    if outer := _current.get():
        outer.actor, outer.reason, outer.heals = outer.actor or actor, outer.reason or reason, outer.heals or heals
        outer.take_off(takes_off)
        yield outer
        return
    publication = Publication(actor, reason, moment, heals=heals)
    publication.take_off(takes_off)
    token = _current.set(publication)
    try:
        with transaction.atomic():
            yield publication
            settle(publication)
    finally:
        _current.reset(token)


def mark(kind: str, id: object, *, page: int | None = None) -> None:
    """Note that something which may be public, or be shown by what is public, was touched; and by which page of it."""
    with publishing() as publication:
        publication.marked.add(reference := Reference(kind, str(id)))
        if page is not None:
            publication.saved.setdefault(reference, set()).add(page)


def mark_placed(kind: str, id: object, *, page: int) -> None:
    """Note that a page may have become public, or ceased to be, with the words that it had before."""
    with publishing() as publication:
        publication.marked.add(reference := Reference(kind, str(id)))
        publication.placed.setdefault(reference, set()).add(page)


def look_again(kind: str, id: object) -> None:
    """Have a subject settled that is as it was: nobody is refused for what else is wrong with it."""
    with publishing() as publication:
        publication.again.add(Reference(kind, str(id)))


class Published(models.Model):
    """A model whose every save and deletion is settled in the same transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with publishing():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().delete(*args, **kwargs)


class PublishedPage(Published):
    """A page whose every way into and out of public life is one transaction: its rows, audit log and release.

    Wagtail writes the audit row after the page's row, outside of any transaction (publish and unpublish), so
    that a process that dies between them would leave a page live and nobody to have published it.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Also where a thing that the data name is gone."""
        return super().from_serializable_data(without_missing(cls, data), *args, **kwargs)  # type: ignore[misc]

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing(actor=_name(kwargs)):
            return super().publish(*args, **kwargs)  # type: ignore[misc]

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing(actor=_name(kwargs)):
            return super().unpublish(*args, **kwargs)  # type: ignore[misc]

    def move(self, *args: Any, **kwargs: Any) -> Any:
        with publishing(actor=_name(kwargs)):
            return super().move(*args, **kwargs)  # type: ignore[misc]

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        with publishing(actor=_name(kwargs)):
            return super().copy(*args, **kwargs)  # type: ignore[misc]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with publishing(actor=_name(kwargs)):
            return super().delete(*args, **kwargs)


def _name(kwargs: dict[str, Any]) -> str:
    return kwargs["user"].get_username() if kwargs.get("user") else ""
