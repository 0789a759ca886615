"""Adds log-in details to Wagtail's account settings, and the second factor to accounts and users."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.admin.widgets import Button
from wagtail.users.models import UserProfile

from content.desk.staff import views
from content.desk.staff.forms import LogInDetailsForm, NameForm, ProfilePictureForm
from content.desk.staff.viewsets import AssignRole, SetActiveState
from content.model.branches.models import BranchPage
from content.model.branches.policy import editable_branches

# Wagtail's own form decodes any format of Pillow in the server. Its list of panels can't be changed.
AvatarSettingsPanel.form_class = ProfilePictureForm
NameEmailSettingsPanel.form_class = NameForm
# These replace Wagtail's actions of the same names, which are registered earlier.
for _action in (AssignRole, SetActiveState):
    hooks.register("register_bulk_action", _action, order=100)


class LogInDetailsPanel(BaseSettingsPanel):
    """Replaces Wagtail's own panels, which change the e-mail address without asking for the password."""

    name = "log_in"
    title = _("Log-in details")
    order = 200

    def is_active(self) -> bool:
        return bool(self.user.has_usable_password())

    def get_form(self) -> LogInDetailsForm:
        """The same form for the whole request: Wagtail calls this twice, and the password must be tried only once."""
        if not hasattr(self.request, "_log_in_details"):
            data = self.request.POST if self.request.method == "POST" else None
            # Another instance than the request's user, so that refused values are not shown as the user's.
            user = get_user_model()._default_manager.get(pk=self.user.pk)
            self.request._log_in_details = LogInDetailsForm(self.request, data, instance=user, prefix=self.name)
        return self.request._log_in_details


@hooks.register("register_account_settings_panel")
def add_log_in_details(request: Any, user: Any, profile: Any) -> LogInDetailsPanel:
    return LogInDetailsPanel(request, user, profile)


@receiver(user_logged_in, dispatch_uid="choose_time_zone")
def choose_time_zone(user: Any, **kwargs: Any) -> None:
    """A user who has chosen none gets the time zone of their branches, if these have only one. Else times are UTC."""
    profile = UserProfile.get_for_user(user)
    if not profile.current_time_zone:
        mine = BranchPage.objects.filter(pk__in=editable_branches(user).values("pk"))
        zones = set(mine.values_list("time_zone", flat=True))
        if len(zones) == 1:
            profile.current_time_zone = zones.pop()
            profile.save(update_fields=["current_time_zone"])


@hooks.register("register_account_menu_item")
def add_second_factor(request: Any) -> dict[str, Any]:
    return {
        "url": reverse("renew_factor"),
        "label": _("Second factor"),
        "help_text": _("A code from your phone, in addition to your password."),
    }


@hooks.register("register_user_listing_buttons")
def offer_reset(user: Any, request_user: Any) -> Iterator[Button]:
    if views.may_reset(request_user, user):
        yield Button(_("Reset the second factor"), reverse("reset_factor", args=[user.pk]), icon_name="lock")


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("account/second-factor/", views.renew_factor, name="renew_factor"),
        path("second-factor/reset/<int:user_id>/", views.reset_factor, name="reset_factor"),
    ]
