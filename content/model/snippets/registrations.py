"""Guards the account and registration of clinicians: they decide who may sign, so they need their own permission.

Checked in the form, which shows these fields to everybody, and again before every save by a user of the admin.
"""

from typing import Any

from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel
from wagtail.log_actions import get_active_log_context
from wagtail.permission_policies import ModelPermissionPolicy

from content.model.forms import ModelEditForm
from content.model.publishing import Refused

PERMISSION = "content.manage_registrations"
FIELDS = ("registration_body", "registration_number", "registered_until", "account", "is_sample")


def may_manage(user: Any) -> bool:
    return bool(user and user.has_perm(PERMISSION))


class RegistrationPolicy(ModelPermissionPolicy):
    """Adding and deleting clinicians also needs the permission to manage registrations."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return super().user_has_permission(user, action) and (action not in ("add", "delete") or may_manage(user))


class RegistrationPanel(FieldPanel):
    """A field that only users who may manage registrations can edit. Others can read it."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{**kwargs, "permission": PERMISSION})

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None and self.bound_field is None:
                self.read_only = True
                self.heading = self.panel.heading or capfirst(self.panel.db_field.verbose_name)
                self.help_text = _("You do not have permission to change registrations. Ask an administrator.")

        def is_shown(self) -> bool:
            return self.read_only or super().is_shown()


class ClinicianForm(ModelEditForm):
    """An earlier revision restores a clinician's words, but not the account and registration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.for_user and not may_manage(self.for_user):
            stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
            for name in FIELDS:
                setattr(self.instance, name, getattr(stored, name))


def _refuse() -> Refused:
    return Refused([_("You do not have permission to set who a clinician is. Ask an administrator.")])


@receiver(pre_save, sender="content.Clinician", dispatch_uid="guard_registration")
def guard_registration(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Raises Refused. Commands and the worker have no user, and are not refused."""
    user = get_active_log_context().user
    if raw or user is None:
        return
    stored = type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    if instance.account_id == user.pk and (stored is None or stored.account_id != user.pk):
        raise Refused([_("You cannot make yourself a clinician who signs off. Ask another administrator.")])
    if may_manage(user):
        return
    if stored is None or any(getattr(instance, name) != getattr(stored, name) for name in FIELDS):
        raise _refuse()


@receiver(pre_delete, sender="content.Clinician", dispatch_uid="guard_registration_deleted")
def guard_deletion(instance: Any, **kwargs: Any) -> None:
    user = get_active_log_context().user
    if user is not None and not may_manage(user):
        raise _refuse()
