"""Sets up Wagtail's workflow for sign-off, and delays its mails until the commit."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.admin import signal_handlers
from wagtail.models import Task, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from content.approval.signoff.tasks import ClinicalSignOff
from content.model.guides.models import GuideIndexPage

NAME = "Clinical sign-off"


def ensure_workflow(reviewers: Group) -> Workflow:
    """Give every list of guides the workflow, if it has none. Safe to repeat."""
    task, _made = ClinicalSignOff.objects.get_or_create(name=NAME)
    task.groups.add(reviewers)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for index in GuideIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
    return workflow


def is_sign_off(task: Task | None) -> bool:
    return task is not None and isinstance(task.specific, ClinicalSignOff)


#: (signal, sender, function that sends the mail, name by which Wagtail connects it).
_MAILS: tuple[tuple[Any, Any, Callable[..., Any], str], ...] = (
    (
        task_submitted,
        TaskState,
        signal_handlers.task_submission_email_notifier,
        "group_approval_task_submitted_email_notification",
    ),
    (
        workflow_submitted,
        WorkflowState,
        signal_handlers.workflow_submission_email_notifier,
        "workflow_state_submitted_email_notification",
    ),
    (
        workflow_rejected,
        WorkflowState,
        signal_handlers.workflow_rejection_email_notifier,
        "workflow_state_rejected_email_notification",
    ),
    (
        workflow_approved,
        WorkflowState,
        signal_handlers.workflow_approval_email_notifier,
        "workflow_state_approved_email_notification",
    ),
)


def send_mails_on_commit() -> None:
    """Send Wagtail's mails after the commit: a slow server must not hold the transaction, which may be rolled back.

    Of sign-off it sends none: people choose what they are told about it, and when (`desk/notifications/events`).
    Connects under the names that Wagtail uses later, so that its own receivers are not connected.
    """
    for signal, sender, send, name in _MAILS:
        signal.connect(_wait(send), sender=sender, dispatch_uid=name, weak=False)


def _wait(send: Callable[..., Any]) -> Callable[..., None]:
    def receive(instance: Any, **kwargs: Any) -> None:
        if not is_sign_off(_find_task(instance)):
            transaction.on_commit(lambda: send(instance=instance, **kwargs), robust=True)

    return receive


def _find_task(state: TaskState | WorkflowState) -> Task | None:
    if isinstance(state, TaskState):
        return state.task
    return state.current_task_state.task if state.current_task_state else state.workflow.tasks.first()
