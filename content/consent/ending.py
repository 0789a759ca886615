"""When a consent ends: its pictures leave every edition, old ones are redacted, and their prepared files go.

The consent's own transaction takes the pictures off what is public; the rest follows from the outbox, so that
it is done even if this process dies after the commit.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from content.consent.models import Consent
from content.editions.models import Edition
from content.history.editing import redact
from content.images.models import GuideImage
from content.outbox.delivering import register_handler, send
from content.publishing import mark, publishing


def end_expired() -> list[str]:
    """End every consent whose last day is past; returns their references. Again does nothing."""
    expired = Consent.objects.filter(ended_at=None, expires_on__lt=timezone.localdate())
    for consent in expired:
        with publishing(actor="schedule", reason="Consent expired"):
            consent.save()
    return [consent.reference for consent in expired]


@receiver(post_save, sender=Consent)
def apply_to_pictures(sender: Any, instance: Consent, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        for image in GuideImage.objects.filter(consent=instance):
            image.save()  # by its own receiver it is prepared or withheld


@receiver(post_save, sender=GuideImage)
def withhold(sender: Any, instance: GuideImage, raw: bool = False, **kwargs: Any) -> None:
    if raw or not instance.why_withheld:
        return
    with publishing():
        mark("image", instance.public_id)
        payload = {"picture": str(instance.public_id)}
        send("forget_picture", payload)
        transaction.on_commit(partial(forget_picture, payload), robust=True)


@register_handler("forget_picture")
def forget_picture(payload: dict[str, Any]) -> None:
    """Redact the editions that showed a withheld picture, and remove its prepared files. Again does nothing."""
    image = GuideImage.objects.filter(public_id=payload["picture"]).first()
    if image is None or not image.why_withheld:
        return
    for edition in _find_shown_in(image):
        redact(edition, _("The consent to show a picture in it has ended, or was never given."))
    with transaction.atomic():
        renditions = list(image.renditions.all())
        for rendition in renditions:
            rendition.delete()  # its file goes with it, after the commit
        if renditions:
            send("purge", {"keys": sorted(f"rendition-{rendition.file_name}" for rendition in renditions)})


def _find_shown_in(image: GuideImage) -> list[Edition]:
    """Old editions that have the picture in their body: one made while it was withheld only refers to it."""
    referring = Edition.objects.filter(
        current=None, references__kind="image", references__target=str(image.public_id)
    ).defer("body_gzip", "body_br", "source")
    return [edition for edition in referring if str(image.public_id).encode() in bytes(edition.body)]
