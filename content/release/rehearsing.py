"""Finds what a change would do to public content: makes it in a transaction, reads the result, and rolls back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from content.edition.models import Edition, Release
from content.model.publishing import Refused, publishing, rehearsing


@contextmanager
def as_if(change: Callable[[], Any], moment: datetime | None = None) -> Iterator[Release | None]:
    """Inside, the change is made; afterwards it is rolled back. Yields its release, or None.

    Raises Refused if the change is refused. Must not run inside `publishing()`, which would settle too late.
    """
    with transaction.atomic():
        last = Release.objects.order_by("-number").first()
        with rehearsing(), publishing(actor="rehearsal", moment=moment):
            change()
        made = Release.objects.order_by("-number").first()
        yield made if made != last else None
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Effect:
    """An edition that a change would make, and the edition that it would replace."""

    edition: Edition
    previous: Edition | None


@dataclass(frozen=True)
class Rehearsal:
    """`refusals` say why the change can't be made. If there are none, `effects` are the editions that it would make."""

    effects: list[Effect] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def rehearse(change: Callable[[], Any]) -> Rehearsal:
    try:
        with as_if(change) as release:
            editions = list(release.editions.order_by("pk")) if release else []
            return Rehearsal([Effect(edition, _before(edition)) for edition in editions])
    except Refused as refused:
        return Rehearsal(refusals=refused.messages)


def _before(edition: Edition) -> Edition | None:
    same = Edition.objects.filter(kind=edition.kind, subject=edition.subject, locale=edition.locale)
    return same.filter(version=edition.version - 1).first()
