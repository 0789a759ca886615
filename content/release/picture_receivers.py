"""Has a picture prepared, by a worker, after its upload or a move of its focal point has been committed.

A request encodes nothing: what is public stays as it was until the new sizes are there.
"""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from content.model.images.models import GuideImage
from content.model.images.preparing import prepare
from content.model.publishing import mark
from content.release.outbox.delivering import End, register_handler, send

#: What Wagtail notes about a file when it is first asked: nothing that the sizes depend on.
NOTES = {"file_hash", "file_size"}


@receiver(post_save, sender=GuideImage)
def prepare_after_commit(
    sender: Any, instance: GuideImage, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if raw or (update_fields and update_fields <= NOTES):
        return
    if not instance.why_withheld and (instance.is_withheld or not instance.is_prepared):
        GuideImage.objects.filter(pk=instance.pk).exclude(failure="").update(failure="")  # tried anew
        send("prepare_picture", {"picture": instance.pk})


def give_up(payload: dict[str, Any], why: str) -> None:
    """So that it is told on the picture's own form and in the lists of what is to do."""
    GuideImage.objects.filter(pk=payload["picture"]).update(failure=why[:200] or "?")


#: Some three quarters of an hour: storage that is away for a moment is waited for.
TRIES = 10


@register_handler("prepare_picture", is_slow=True, end=End(TRIES, give_up))
def prepare_picture(payload: dict[str, Any]) -> None:
    """Make what lacks of a picture's sizes. Nothing where the picture is gone."""
    image = GuideImage.objects.filter(pk=payload["picture"]).first()
    if image and not image.why_withheld:
        prepare(image)
        mark("image", image.public_id)
