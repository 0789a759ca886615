"""Wagtail's users app with our own forms and screens."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    user_viewset = "content.desk.staff.viewsets.StaffViewSet"
    group_viewset = "content.desk.staff.groups.StaffGroupViewSet"
