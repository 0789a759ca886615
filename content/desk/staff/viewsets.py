"""The screens of accounts. Only superusers can open superusers, and tick the box that makes one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.users.views import users
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from content.desk.staff.forms import StaffEditForm
from content.desk.staff.rights import may_change


class _OnlySuperusersMakeSuperusers:
    request: Any

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser and (field := form.fields.get("is_superuser")):
            field.disabled = True
            field.help_text = _("Only a superuser can add another.")
        return form


class StaffIndexView(users.IndexView):
    def get_edit_url(self, instance: Any) -> Any:
        return super().get_edit_url(instance) if may_change(self.request.user, instance) else None


class StaffCreateView(_OnlySuperusersMakeSuperusers, users.CreateView):
    pass


class StaffEditView(_OnlySuperusersMakeSuperusers, users.EditView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_change(request.user, self.object):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class StaffViewSet(users.UserViewSet):
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        return StaffEditForm if for_update else super().get_form_class(for_update)


class AssignRole(AssignRoleBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and may_change(self.request.user, obj)


class SetActiveState(SetActiveStateBulkAction):
    """Wagtail's action sends no signals, so superusers must be protected here."""

    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and may_change(self.request.user, obj)
