"""Deletes a guide's translations with their source, by whatever door the source is deleted.

They are compiled with its facts. Left behind, the oldest of them would be taken for the source from then on, and what
it says of minutes, sessions and weeks would become public, though nobody has published it.
"""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context

from content.model.guides.models import GuidePage
from content.model.publishing import publishing


@receiver(pre_delete, sender=GuidePage, dispatch_uid="delete_translations")
def delete_translations(sender: Any, instance: GuidePage, **kwargs: Any) -> None:
    """Also where Wagtail deletes a whole tree, which does not call the `delete` of each page."""
    of_guide = GuidePage.objects.filter(translation_key=instance.translation_key).order_by("pk")
    source, *translations = of_guide
    if source.pk == instance.pk and translations:
        with publishing():
            for page in translations:
                page.delete(user=get_active_log_context().user)
