"""Deletes a guide's translations with their source, in whatever way the source is deleted.

Translations are compiled with the source's facts. If they stayed, the oldest one would become the source, and its own
facts would become public, though nobody has published them.
"""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context

from content.model.guides.models import GuidePage
from content.model.publishing import publishing


@receiver(pre_delete, sender=GuidePage, dispatch_uid="delete_translations")
def delete_translations(sender: Any, instance: GuidePage, **kwargs: Any) -> None:
    """A signal receiver, since Wagtail deletes a tree without calling each page's `delete`."""
    of_guide = GuidePage.objects.filter(translation_key=instance.translation_key).order_by("pk")
    source, *translations = of_guide
    if source.pk == instance.pk and translations:
        with publishing():
            for page in translations:
                page.delete(user=get_active_log_context().user)
