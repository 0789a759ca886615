"""What the end of a workflow does. Wagtail imports this while it defines its models, so it can import none of ours."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def finish(workflow_state: Any, user: Any = None) -> None:
    """A clinician's approval publishes nothing: a publisher does, when it is time. Other workflows end as they do."""
    task = workflow_state.current_task_state.task.specific
    if not getattr(task, "signs_off", False):
        publish_workflow_state(workflow_state, user=user)
