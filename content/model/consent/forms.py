"""An ended consent stays ended: if the patient agrees again, a new consent is recorded.

Checked in the form, and again before every save by a user of the admin.
"""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from content.model.forms import ModelEditForm
from content.model.publishing import Refused

#: A permission that administrators have: they may correct mistakes.
PERMISSION = "content.redact_edition"


def may_bring_back(user: Any) -> bool:
    """Whether the user may bring back an ended consent. Commands and the worker have no user, and may."""
    return user is None or user.has_perm(PERMISSION)


def find_brought_back(consent: Any) -> str:
    """The field whose change would bring back an ended consent; empty if there is none."""
    stored = type(consent)._default_manager.filter(pk=consent.pk).first() if consent.pk else None
    if stored is None:
        return ""
    if stored.withdrawn_on and not consent.withdrawn_on:
        return "withdrawn_on"
    return "expires_on" if (stored.ended_at or stored.is_over) and not consent.is_over else ""


def _explain() -> str:
    return _(
        "This consent has ended and cannot be restarted. If the patient agrees again, add a new "
        "consent. If it was ended by mistake, ask an administrator."
    )


class ConsentForm(ModelEditForm):
    def _post_clean(self) -> None:
        super()._post_clean()
        if not may_bring_back(self.for_user) and (field := find_brought_back(self.instance)):
            self.add_error(field, _explain())


@receiver(pre_save, sender="content.Consent", dispatch_uid="guard_ended_consent")
def guard_ended(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Raises Refused if the save would bring back an ended consent."""
    if not raw and not may_bring_back(get_active_log_context().user) and find_brought_back(instance):
        raise Refused([_explain()])
