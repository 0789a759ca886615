"""The screens of accounts."""

from typing import Any

from wagtail.users.views.users import UserViewSet

from content.staff.forms import StaffEditForm


class StaffViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> Any:
        return StaffEditForm if for_update else super().get_form_class(for_update)
