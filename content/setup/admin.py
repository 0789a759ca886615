"""What the roles add to the admin."""

from typing import Any

from django.contrib.auth.models import Permission
from wagtail import hooks

from content.setup.roles import OWN_PERMISSIONS


@hooks.register("register_permissions")
def offer_permissions() -> Any:
    """In the settings of a group of users, beside Wagtail's own."""
    return Permission.objects.filter(content_type__app_label="content", codename__in=OWN_PERMISSIONS)
