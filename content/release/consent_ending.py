"""When a consent ends: its pictures leave every edition, old ones are redacted, and their prepared files go.

The consent's own transaction takes the pictures off what is public; the rest follows from the outbox, so that
it is done even if this process dies after the commit.
"""

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from content.model.consent.models import Consent
from content.model.days import today
from content.model.images.models import GuideImage, PublicFile
from content.model.publishing import Refused, mark, publishing
from content.release.collecting import find_shown_in, remove_files
from content.release.outbox.delivering import register_handler, send
from content.release.retrying import Waits
from content.release.returning import redact

logger = logging.getLogger(__name__)


def end_expired(waits: Waits | None = None) -> list[str]:
    """End every consent whose last day is past; returns their references. Again does nothing.

    One that can't be ended holds up no other. A caller that comes back hands in the same `waits`, so that it is tried
    again, but not each time.
    """
    waits = Waits() if waits is None else waits
    ended = []
    for consent in Consent.objects.filter(ended_at=None, expires_on__lt=today()).order_by("pk"):
        if waits.is_waiting(consent.pk):
            continue
        try:
            with publishing(actor="schedule", reason="Consent expired"):
                consent.save()
        except Exception:
            wait = waits.note_failure(consent.pk)
            logger.exception("The consent %s has expired and can't be ended; again in %d s", consent.pk, wait)
        else:
            waits.note_success(consent.pk)
            ended.append(consent.reference)
    return ended


@receiver(post_save, sender=Consent)
def apply_to_pictures(sender: Any, instance: Consent, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        # Locked: what somebody else has just typed into one is not undone.
        for image in GuideImage.objects.select_for_update().filter(consent=instance).order_by("pk"):
            image.save()  # by its own receiver it is prepared or withheld


@receiver(post_save, sender=GuideImage)
def withhold(sender: Any, instance: GuideImage, raw: bool = False, **kwargs: Any) -> None:
    if raw or not instance.why_withheld:
        return
    payload = {"picture": str(instance.public_id)}
    with publishing():
        mark("image", instance.public_id)
        # From the commit on nobody is given its files, whoever knows their addresses.
        PublicFile.objects.filter(picture=instance.public_id).update(is_withheld=True)
        send("forget_picture", payload)
        # No partial: where it fails, Django logs its name, which a partial has not.
        transaction.on_commit(lambda: forget_picture(payload), robust=True)


@register_handler("forget_picture")
def forget_picture(payload: dict[str, Any]) -> None:
    """Redact the editions that showed a withheld picture, and remove its prepared files. Again does nothing."""
    image = GuideImage.objects.filter(public_id=payload["picture"]).first()
    if image is None or not image.why_withheld:
        return
    for edition in find_shown_in(image):
        redact(edition, _("The consent to show a picture in it has ended, or was never given."))
    with transaction.atomic():
        image.renditions.all().delete()
        remove_files(PublicFile.objects.filter(picture=image.public_id))


@receiver(pre_delete, sender=GuideImage)
def keep_until_consent_ends(sender: Any, instance: GuideImage, **kwargs: Any) -> None:
    """Raises Refused while earlier editions show a patient: without the picture, its consent could not end there."""
    if instance.shows_patient and (shown := find_shown_in(instance)):
        titles = sorted({edition.card["title"] for edition in shown if edition.card})
        message = _(
            "Earlier versions of %(guides)s show the patient in “%(picture)s”. End its consent: then it leaves "
            "those too, and can be deleted."
        )
        raise Refused([message % {"guides": ", ".join(titles), "picture": instance.title}])
