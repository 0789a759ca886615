"""That a picture shows a patient, and by which consent, is not taken back once it counts.

Without it a picture whose consent was withdrawn would be public again, or could not be withdrawn from old versions.
Told in the form, and refused absolutely before it is saved by whoever is in the admin.
"""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from content.edition.models import Edition
from content.model.consent.forms import may_bring_back
from content.model.images.models import GuideImage
from content.model.publishing import Refused


def find_taken_back(picture: Any, shows_patient: bool, consent: int | None) -> str:
    """The field that would say less of a stored picture than it must; empty where none does.

    A first consent can always be recorded.
    """
    stored = GuideImage.objects.filter(pk=picture.pk).select_related("consent").first() if picture.pk else None
    if stored is None or not stored.shows_patient:
        return ""
    if not shows_patient:
        field = "shows_patient"
    elif stored.consent_id and consent != stored.consent_id:
        field = "consent"
    else:
        return ""
    return field if stored.is_withheld or stored.why_withheld or _is_shown(stored) else ""


def _is_shown(picture: GuideImage) -> bool:
    """By an edition that is kept, the current one or another."""
    id = str(picture.public_id)
    bodies = Edition.objects.filter(references__kind="image", references__target=id).values_list("body", flat=True)
    return any(id.encode() in bytes(body) for body in bodies)


def explain() -> str:
    return _(
        "Guides have shown this patient, or no consent covers it now: who is in the picture, and by which consent, "
        "stays as it is. To take it off every guide, end its consent; if it was recorded by mistake, ask an "
        "administrator."
    )


@receiver(pre_save, sender=GuideImage, dispatch_uid="guard_patients")
def guard_patients(
    instance: GuideImage, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Raises Refused. Showing a form that was refused may write the size of its file, and nothing that was typed."""
    is_written = update_fields is None or update_fields & {"shows_patient", "consent", "consent_id"}
    if raw or not is_written or may_bring_back(get_active_log_context().user):
        return
    if find_taken_back(instance, instance.shows_patient, instance.consent_id):
        raise Refused([explain()])
