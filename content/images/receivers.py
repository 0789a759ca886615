"""Prepares a picture after its upload, or after its focal point moved, has been committed."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from content.images.models import GuideImage
from content.images.preparing import prepare
from content.publishing import mark


@receiver(post_save, sender=GuideImage)
def prepare_after_commit(sender: Any, instance: GuideImage, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        transaction.on_commit(partial(_prepare, instance.pk))


def _prepare(pk: int) -> None:
    image = GuideImage.objects.filter(pk=pk).first()
    if image:
        prepare(image)
        mark("image", image.public_id)
