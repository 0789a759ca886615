"""A request for sign-off: the step of a workflow at which a guide waits for its clinician.

page -> its request (find_request) -> finished once every part is signed, or sent back with comments
"""

from typing import Any

from wagtail.log_actions import log
from wagtail.models import Comment, TaskState

from content.approval.signoff.parts import name_parts
from content.approval.signoff.signing import find_clinician, find_open_parts
from content.approval.signoff.tasks import ClinicalSignOff
from content.model.guides.models import GuidePage
from content.model.publishing import publishing
from content.model.vocabulary import OVERVIEW


def find_request(page: GuidePage) -> TaskState | None:
    """The page's current workflow task, if it asks for sign-off."""
    task_state = page.current_workflow_task_state
    return task_state if task_state and isinstance(task_state.task.specific, ClinicalSignOff) else None


def finish_request(page: GuidePage, user: Any) -> bool:
    """Approve the request if every part of the newest draft is signed. Returns whether it was approved now."""
    task_state = find_request(page)
    if task_state is None or find_open_parts(page.get_latest_revision_as_object()):
        return False
    task_state.approve(user=user)
    return True


def send_back(page: GuidePage, comments: dict[str, str], user: Any) -> None:
    """Ask for changes (part -> comment). The form shows the comments, and the submitter is told."""
    said = "\n".join(f"{name_parts([part])}: {comment}" for part, comment in comments.items())
    with publishing(actor=user.get_username()):
        for part, comment in comments.items():
            Comment.objects.create(page_id=page.pk, user=user, text=comment, contentpath=find_field(part))
        clinician = find_clinician(user)
        log(page, "guides.send_back", user=user, data={"clinician": str(clinician or user), "comments": said})
        if task_state := find_request(page):
            task_state.reject(user=user, comment=said)


def find_field(part: str) -> str:
    """The form field at which comments on a part are shown."""
    return "summary" if part == OVERVIEW else f"{part}_lead"
