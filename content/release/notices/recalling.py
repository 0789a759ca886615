"""Recalls a guide or a section, and lifts recalls. Each is one transaction with its audit row and its release."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.model.compilation import Reference
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.publishing import Refused, publishing


def recall(recall: Recall, user: Any = None) -> Recall:
    """Take off what `recall` names, at once and in every language. Raises ValidationError if it is recalled already."""
    actor, reason = user.get_username() if user else "", f"Recall: {recall.reason}"[:200]
    with publishing(actor=actor, reason=reason, takes_off=[Reference("guide", str(recall.guide))]):
        recall.recalled_by = user
        recall.full_clean()
        recall.save()
        _log(recall, "guides.recall", user, recall.reason)
    return recall


def lift(recall: Recall, reason: str, user: Any = None) -> Recall:
    """Show again what was recalled.

    Raises Refused if the current page may not be public, or if the recall was lifted already.
    """
    with publishing(actor=user.get_username() if user else "", reason=f"Recall lifted: {reason}"[:200]):
        if not Recall.objects.select_for_update().filter(pk=recall.pk, lifted_at=None).exists():
            raise Refused([_("This recall has been lifted already.")])
        recall.lifted_at, recall.lifted_by, recall.lift_reason = timezone.now(), user, reason
        recall.save()
        _log(recall, "guides.lift_recall", user, reason)
    return recall


def _log(recall: Recall, action: str, user: Any, reason: str) -> None:
    data = {"recall": str(recall.pk), "part": recall.get_section_display() or "", "reason": reason}
    for page in GuidePage.objects.filter(translation_key=recall.guide):
        log(instance=page, action=action, user=user, data=data)
