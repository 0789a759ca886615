"""Deletes the reason for a withdrawal when the page is published again."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Locale, Page
from wagtail.signals import page_published

from content.model.notices.models import Withdrawal


@receiver(page_published)
def forget_withdrawal(sender: Any, instance: Page, **kwargs: Any) -> None:
    if instance.live:
        locale = Locale.objects.filter(pk=instance.locale_id).values("language_code")
        Withdrawal.objects.filter(subject=instance.translation_key, locale__in=locale).delete()
