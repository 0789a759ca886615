"""Shared things with drafts: readers see the row, which only publishing changes."""

from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from content.model.publishing import Published, publishing

#: Sent before a live thing is saved as not live.
taking_off = Signal()


class Drafted(Published, DraftStateMixin, RevisionMixin):
    """A shared thing whose edits are saved as drafts until somebody with the permission publishes them."""

    # Wagtail's fields, with defaults in the database too.
    live = models.BooleanField(_("live"), default=True, db_default=True, editable=False)
    has_unpublished_changes = models.BooleanField(
        _("has unpublished changes"), default=False, db_default=False, editable=False
    )
    expired = models.BooleanField(_("expired"), default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().publish(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().unpublish(*args, **kwargs)

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        """A copy is always an unpublished draft. Wagtail's would copy the `live` flag too."""
        copy = super().copy_for_translation(*args, **kwargs)
        copy.live, copy.has_unpublished_changes = False, True
        copy.latest_revision = copy.live_revision = None
        copy.first_published_at = copy.last_published_at = copy.go_live_at = copy.expire_at = None
        return copy


def note_taking_off(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    if (
        isinstance(instance, Drafted)
        and not instance.live
        and sender.objects.filter(pk=instance.pk, live=True).exists()
    ):
        taking_off.send(sender=sender, instance=instance)


pre_save.connect(note_taking_off)
