"""What the end of a workflow does. Wagtail imports this while it defines its models: nothing may be imported here."""

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    """A clinician's approval publishes nothing: a publisher does, when it is time. Other workflows end as they do."""
    from wagtail.workflows import publish_workflow_state

    from content.approval.signoff.models import ClinicalSignOff

    if not isinstance(workflow_state.current_task_state.task.specific, ClinicalSignOff):
        publish_workflow_state(workflow_state, user=user)
