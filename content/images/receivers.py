"""Prepares a picture after its upload, or after its focal point moved, has been committed."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from content.images.models import GuideImage
from content.images.preparing import prepare
from content.outbox.delivering import register_handler, send
from content.publishing import mark

#: By then the process that took the upload has prepared the picture, or has died and a worker must.
GRACE = timedelta(minutes=2)


@receiver(post_save, sender=GuideImage)
def prepare_after_commit(sender: Any, instance: GuideImage, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        send("prepare_picture", {"picture": instance.pk}, wait=GRACE)
        transaction.on_commit(partial(prepare_picture, {"picture": instance.pk}), robust=True)


@register_handler("prepare_picture")
def prepare_picture(payload: dict[str, Any]) -> None:
    """Make what lacks of a picture's sizes. Nothing where the picture is gone."""
    image = GuideImage.objects.filter(pk=payload["picture"]).first()
    if image and not image.why_withheld:
        prepare(image)
        mark("image", image.public_id)
