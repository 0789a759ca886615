"""The transaction in which content becomes public: changes are marked in it, and settled at its end.

    with publishing(actor="…"):      the outermost one opens the transaction
        page.save()                  receivers mark the page
                                     at the end: settle(marked), then commit

Page row, audit row, editions and release are written together or not at all. Lower packages use this module without
knowing how settling works.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Exists, Q
from wagtail.models import Page, Revision

from content.model.compilation import Reference
from content.model.page_rights import LeafPermissionTester
from content.model.stored_data import names_missing, without_missing

#: Fields of the page's row that saving a draft writes. None of them is public.
DRAFT_FIELDS = {"latest_revision", "draft_title", "latest_revision_created_at", "has_unpublished_changes"}


class Refused(Exception):
    """The change may not be made. `messages` are sentences for the user."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


@dataclass
class Publication:
    """What one transaction has changed so far, and on whose behalf."""

    actor: str = ""
    reason: str = ""
    #: The moment of the release; None: now. Previews set it, so that each rehearsal gives the same result.
    moment: datetime | None = None
    marked: set[Reference] = field(default_factory=set)
    #: Whether it only brings editions up to date, and nobody has changed the marked subjects. Then unchanged subjects
    #: with faults are held. One is refused only if it was changed in a way that skipped all checks.
    heals: bool = False
    #: Subjects that are being recalled, whole or in part. No other fault may stop that.
    taken_off: set[Reference] = field(default_factory=set)
    #: Marked subject -> keys of its pages that were saved or deleted, each in one language.
    saved: dict[Reference, set[int]] = field(default_factory=dict)
    #: Marked subject -> keys of its pages whose place, restriction or site has changed, but not their words.
    placed: dict[Reference, set[int]] = field(default_factory=dict)
    #: Whether parts are published in an emergency that nobody has signed: who signs them meanwhile must be seen.
    is_unsigned: bool = False
    #: Subjects that are settled again without a change: the reason why they were held may be gone.
    again: set[Reference] = field(default_factory=set)

    @property
    def concerns(self) -> set[Reference]:
        """What is to be settled, whether it was changed or is only looked at again."""
        return self.marked | self.again

    def take_off(self, subjects: Iterable[Reference]) -> None:
        self.taken_off.update(subjects)
        self.marked |= self.taken_off


View = TypeVar("View", bound=Callable[..., Any])

_current: ContextVar[Publication | None] = ContextVar("publication", default=None)


def settle(publication: Publication) -> Any:
    """Runs at the end of the outermost transaction. `content.setup.wiring` replaces it by `release.settle`."""
    raise NotImplementedError


def saving(page: Any, update_fields: Any) -> AbstractContextManager[None]:
    """A page is saved inside. `content.setup.wiring` replaces it by `model.usage.indexed_once`."""
    return nullcontext()


#: Whether the current change will be rolled back.
_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


def is_rehearsing() -> bool:
    return _rehearsing.get()


@contextmanager
def rehearsing() -> Iterator[None]:
    """Inside, changes may reach only the database, whose transaction is rolled back."""
    token = _rehearsing.set(True)
    try:
        yield
    finally:
        _rehearsing.reset(token)


def is_publishing() -> bool:
    """Whether the caller is in such a transaction, for which other writers wait."""
    return _current.get() is not None


def settles_itself(view: View) -> View:
    """Marks a view of the admin that does slow work first and then calls `publishing` itself.

    Every other writing view of the admin runs inside `publishing`.
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
    """Open a transaction, and settle what is marked in it at its end. Nested uses join the outermost one.

    They may add `takes_off`, and the actor and the reason if it has none. `takes_off`: subjects to recall, which are
    marked too. Raises Refused, and then the whole transaction is rolled back.
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
    """Note that something was changed that may be public or shown. `page`: the page that was saved or deleted."""
    with publishing() as publication:
        publication.marked.add(reference := Reference(kind, str(id)))
        if page is not None:
            publication.saved.setdefault(reference, set()).add(page)


def mark_placed(kind: str, id: object, *, page: int) -> None:
    """Note that a page may have become public or stopped being public, without a change of its words."""
    with publishing() as publication:
        publication.marked.add(reference := Reference(kind, str(id)))
        publication.placed.setdefault(reference, set()).add(page)


def look_again(kind: str, id: object) -> None:
    """Settle an unchanged subject again. Its faults refuse nobody."""
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
    """A page that is published, unpublished, moved, copied and deleted in one transaction with audit log and release.

    Wagtail publishes and unpublishes without a transaction, and writes the audit row last. A process that died in
    between would leave a live page without an entry in the log.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with publishing(), saving(self, kwargs.get("update_fields")):
            super().save(*args, **kwargs)

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Works also if a thing that the data refer to was deleted."""
        if names_missing(cls, data):
            data = without_missing(cls, data)
        else:
            kwargs |= {"check_fks": False}
        return super().from_serializable_data(data, *args, **kwargs)  # type: ignore[misc]

    def with_content_json(self, content: Any) -> Any:
        """The page as in a revision: at the place where this one is, whose parent has been read for it."""
        page = super().with_content_json(content)  # type: ignore[misc]
        page._cached_parent_obj = self.get_parent()  # type: ignore[attr-defined]
        return page

    def clean_fields(self, exclude: Any = None) -> None:
        """Chosen rows are not looked up again: forms have done that, and the database refuses what does not exist."""
        keys = (field for field in self._meta.concrete_fields if field.is_relation)
        chosen = {field.name for field in keys if getattr(self, field.attname) is not None}
        super().clean_fields(exclude={*(exclude or ()), *chosen})

    def validate_unique(self, exclude: Any = None) -> None:
        """Nobody types these, and the database keeps them unique."""
        super().validate_unique(exclude={*(exclude or ()), "path", "translation_key"})

    def permissions_for_user(self, user: Any) -> LeafPermissionTester:
        return LeafPermissionTester(user, self)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        with publishing(actor=_name(kwargs)):
            revision.get_previous = partial(_find_before, revision)
            return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

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


def _find_before(revision: Revision) -> SimpleNamespace:
    """All that Wagtail asks of the revision before: what the page is called as it is stored. One query of one column.

    Wagtail's own reads that revision and the page whole. Raises DoesNotExist as it does.
    """
    earlier = Q(created_at__lt=revision.created_at) | Q(created_at=revision.created_at, pk__lt=revision.pk)
    of_page = Revision.objects.filter(earlier, base_content_type=revision.base_content_type_id)
    stored = Page.objects.filter(Exists(of_page.filter(object_id=revision.object_id)), pk=revision.object_id)
    if (title := stored.values_list("title", flat=True).first()) is None:
        raise Revision.DoesNotExist
    return SimpleNamespace(content_object=title)


def _name(kwargs: dict[str, Any]) -> str:
    return kwargs["user"].get_username() if kwargs.get("user") else ""
