"""What clinicians asked to change in a part since it was last signed, what was answered, and what has changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Comment, TaskState

from content.approval.signoff import texts
from content.approval.signoff.models import ChangeRequest


@dataclass(frozen=True)
class Answer:
    """`by` is None for an account that was deleted."""

    by: Any
    moment: datetime
    text: str


@dataclass(frozen=True)
class Round:
    """`difference`: what has changed since, as safe HTML, empty if nothing has; None if it is not known."""

    comment: Comment
    answers: list[Answer]
    difference: str | None


def read_round(asked: ChangeRequest, content: dict[str, Any], waiting: TaskState | None) -> Round:
    """`content`: the part as it is now. `waiting`: the request for sign-off that is open now."""
    return Round(
        comment=asked.comment,
        answers=sorted(_find_answers(asked.comment, waiting), key=lambda answer: answer.moment),
        difference=texts.compare(asked.content, content) if asked.content else None,
    )


def _find_answers(comment: Comment, waiting: TaskState | None) -> Iterator[Answer]:
    for reply in comment.replies.select_related("user"):
        yield Answer(reply.user, reply.created_at, reply.text)
    if comment.resolved_at:
        yield Answer(comment.resolved_by, comment.resolved_at, _("Marked as done."))
    if waiting and waiting.started_at > comment.created_at:
        by = waiting.revision.user if waiting.revision else None
        yield Answer(by, waiting.started_at, _("Sent for sign-off again."))
