"""Deletes the reason for a withdrawal when the page is published again."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from content.model.notices.models import Withdrawal


@receiver(page_published)
def forget_withdrawal(sender: Any, instance: Page, **kwargs: Any) -> None:
    if instance.live:
        Withdrawal.objects.filter(subject=instance.translation_key, locale=instance.locale.language_code).delete()
