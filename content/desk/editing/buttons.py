"""Buttons above a guide's form, for users who may edit the guide."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail.admin.widgets import Button

from content.model.guides.models import GuidePage


def offer_of_draft(page: Any, user: Any, label: Any, name: str, icon: str, priority: int) -> Iterator[Button]:
    """A button that links to the admin address `name` of a guide."""
    if isinstance(page, GuidePage) and page.permissions_for_user(user).can_edit():
        yield Button(label, reverse(name, args=[page.pk]), icon_name=icon, priority=priority)
