"""Wagtail's app for users, with our forms and screens."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    user_viewset = "content.staff.viewsets.StaffViewSet"
    group_viewset = "content.staff.groups.StaffGroupViewSet"
