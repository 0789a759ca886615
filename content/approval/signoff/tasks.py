"""The workflow task that asks clinicians to sign off a guide."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from content.approval.signoff.signing import find_open_parts


class ClinicalSignOff(AbstractGroupApprovalTask):
    """Done when every part of the newest draft is signed, on a screen of its own.

    Editors may go on writing meanwhile: a signature applies to words, not to a moment.
    """

    #: Read by `finishing`, and by the template of the mail that asks for sign-off.
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
        """None: Wagtail's list links to the form. The dashboard links to the sign-off screen instead."""
        return TaskState.objects.none()

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """None in the form: signing is done on the sign-off screen."""
        return []

    @classmethod
    def get_description(cls) -> str:
        return str(_("A clinician signs each part, or sends it back; approving publishes nothing"))
