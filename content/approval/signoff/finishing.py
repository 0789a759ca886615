"""What happens at the end of a workflow. Wagtail imports this before our models can be imported."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def finish(workflow_state: Any, user: Any = None) -> None:
    """A clinician's approval does not publish: a publisher does that later. Other workflows end as in Wagtail."""
    task = workflow_state.current_task_state.task.specific
    if not getattr(task, "signs_off", False):
        publish_workflow_state(workflow_state, user=user)
