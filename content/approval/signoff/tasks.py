"""The task of a workflow that asks clinicians to sign a guide off."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from content.approval.signoff.signing import find_open_parts


class ClinicalSignOff(AbstractGroupApprovalTask):
    """Done when a clinician has signed every part of the newest draft, on a screen of its own.

    Editors may go on writing meanwhile: what is signed is bound to its words, not to a moment.
    """

    #: Read where a workflow ends (`finishing`), and by the template of the mail that asks for it.
    signs_off = True

    class Meta:
        verbose_name = _("clinical sign-off")
        verbose_name_plural = _("clinical sign-offs")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        task_state = super().start(workflow_state, user=user)
        if not find_open_parts(workflow_state.content_object.get_latest_revision_as_object()):
            task_state.status = TaskState.STATUS_APPROVED
            task_state.finished_at = timezone.now()
            task_state.save()
        return task_state

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return False

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return False

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """None in Wagtail's list, which leads to the form: the dashboard leads to the screen of sign-off."""
        return TaskState.objects.none()

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """None beside the form: the screen of sign-off shows what is signed."""
        return []

    @classmethod
    def get_description(cls) -> str:
        return str(_("A clinician signs each part, or sends it back; approving publishes nothing"))
