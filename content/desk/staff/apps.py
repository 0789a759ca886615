"""Wagtail's app for users, with our forms and screens."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    user_viewset = "content.desk.staff.viewsets.StaffViewSet"
    group_viewset = "content.desk.staff.groups.StaffGroupViewSet"
