"""Wagtail's app for users, with our form."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    user_viewset = "content.staff.viewsets.StaffViewSet"
