"""A request for sign-off: the step of a workflow at which a guide waits for its clinician.

page -> its request (find_request) -> finished once every part is signed, or sent back with comments (find_asked)
"""

from typing import Any

from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Comment, TaskState

from content.approval.signoff.models import ChangeRequest
from content.approval.signoff.parts import digest_of, judge, name_parts
from content.approval.signoff.signing import find_clinician, find_last, find_open_parts
from content.approval.signoff.tasks import ClinicalSignOff
from content.model.guides.models import GuidePage
from content.model.publishing import publishing
from content.model.vocabulary import OVERVIEW, PARTS


def find_request(page: GuidePage) -> TaskState | None:
    """The page's current workflow task, if it asks for sign-off."""
    task_state = page.current_workflow_task_state
    return task_state if task_state and isinstance(task_state.task.specific, ClinicalSignOff) else None


def finish_request(page: GuidePage, user: Any) -> bool:
    """Approve the request if every part of the newest draft is signed. Returns whether it was approved now."""
    task_state = find_request(page) or _find_returned(page)
    if task_state is None or find_open_parts(page.get_latest_revision_as_object()):
        return False
    _go_on(task_state)
    task_state.approve(user=user)
    return True


def _find_returned(page: GuidePage) -> TaskState | None:
    """The request that a clinician sent back, and that nobody has made anew."""
    state = page.current_workflow_state
    task_state = state and state.current_task_state
    return task_state if task_state and isinstance(task_state.task.specific, ClinicalSignOff) else None


def _go_on(task_state: TaskState) -> None:
    """What was sent back waits again, and nobody is told: it is signed already."""
    for state in (task_state.workflow_state, task_state):
        if state.status != state.STATUS_IN_PROGRESS:
            state.status = state.STATUS_IN_PROGRESS
            state.save(update_fields=["status"])


def send_back(page: GuidePage, comments: dict[str, str], user: Any, shown: dict[str, str]) -> None:
    """Ask for changes (part -> comment). The form shows the comments, and the submitter is told.

    `shown`: part -> digest on the screen, by which the clinician is told later what has changed since.
    """
    said = "\n".join(f"{name_parts([part])}: {comment}" for part, comment in comments.items())
    with publishing(actor=user.get_username()):
        parts = judge(page.get_latest_revision_as_object())
        for part, text in comments.items():
            comment = Comment.objects.create(page_id=page.pk, user=user, text=text, contentpath=find_field(part))
            digest = shown.get(part, "")
            content = parts[part] if digest_of(parts[part]) == digest else {}
            ChangeRequest.objects.create(comment=comment, part=part, digest=digest, content=content)
        clinician = find_clinician(user)
        log(page, "guides.send_back", user=user, data={"clinician": str(clinician or user), "comments": said})
        if task_state := find_request(page):
            task_state.reject(user=user, comment=said)


def find_asked(page: GuidePage) -> list[ChangeRequest]:
    """What clinicians asked to change in parts that they have not signed since: by part, the newest of each first."""
    last = find_last(page)
    found = ChangeRequest.objects.filter(comment__page=page.pk).order_by("-comment__created_at", "-pk")
    waiting = [
        one
        for one in found.select_related("comment__user", "comment__resolved_by")
        if one.part not in last or last[one.part].signed_at < one.comment.created_at
    ]
    return sorted(waiting, key=lambda one: PARTS.index(one.part))


def find_form(page: GuidePage) -> str:
    """The address of the form, where it opens at the first part that was sent back, with its comment."""
    form = reverse("wagtailadmin_pages:edit", args=[page.pk])
    asked = next(iter(find_asked(page)), None)
    return f"{form}?comment={asked.comment_id}#:w:contentpath={asked.comment.contentpath}" if asked else form


def find_field(part: str) -> str:
    """The form field at which comments on a part are shown."""
    return "summary" if part == OVERVIEW else f"{part}_lead"
