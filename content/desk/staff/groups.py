"""The screens of groups. They log exactly what has changed."""

from typing import Any

from wagtail.users.forms import GroupForm
from wagtail.users.views import groups

from content.desk.recording import recording_new_grants


class StaffGroupForm(GroupForm):
    def clean_permissions(self) -> Any:
        """Keeps permissions that the form does not show. Wagtail would remove and add them again, and log both."""
        chosen = self.cleaned_data["permissions"]
        if self.instance.pk is None:
            return chosen
        hidden = self.instance.permissions.exclude(pk__in=self.registered_permissions)
        return [*chosen, *hidden]


class _RecordsGrants:
    object: Any

    def process_form(self) -> Any:
        with recording_new_grants(self.object):
            return super().process_form()  # type: ignore[misc]


class StaffGroupCreateView(_RecordsGrants, groups.CreateView):
    pass


class StaffGroupEditView(_RecordsGrants, groups.EditView):
    pass


class StaffGroupViewSet(groups.GroupViewSet):
    add_view_class = StaffGroupCreateView
    edit_view_class = StaffGroupEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        return StaffGroupForm
