"""Forms with passwords. Each try is counted before the password is checked; too many are answered with 429."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm, NameEmailForm
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserEditForm

from content.desk.staff.middleware import answer_too_many
from content.desk.staff.models import TryKind
from content.desk.staff.throttling import TooManyTries, trying
from content.model.images.uploads import PROFILE_SIDE, PictureField


def check_own_password(request: HttpRequest, password: str) -> None:
    """Raises ValidationError if this is not the current user's password."""
    user: Any = request.user
    try:
        with trying(request, TryKind.PASSWORD, user.get_username()) as attempt:
            if not user.check_password(password):
                raise ValidationError(_("Your current password is not correct."), code="wrong_password")
            attempt.succeed(user)
    except TooManyTries as error:
        raise answer_too_many(request, error) from error


class LogInForm(LoginForm):
    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password:
            return self.cleaned_data
        try:
            with trying(self.request, TryKind.PASSWORD, name) as attempt:
                super().clean()
                attempt.succeed(self.get_user())
        except TooManyTries as error:
            raise answer_too_many(self.request, error) from error
        return self.cleaned_data


class LogInDetailsForm(forms.ModelForm):
    """The user's own e-mail address and password. Each change needs the current password."""

    email = forms.EmailField(label=_("Email"), required=True)
    new_password1 = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=_("Confirm new password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    current_password = forms.CharField(
        label=_("Current password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Needed to change your email address or password."),
    )

    class Meta:
        model = get_user_model()
        fields = ["email"]

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("new_password1"), cleaned.get("new_password2")
        if first != second:
            self.add_error("new_password2", _("The new passwords do not match."))
        elif first:
            self._judge(first)
        if not self.errors and ("email" in self.changed_data or first):
            self._ask_password(cleaned.get("current_password") or "")
        return cleaned

    def _judge(self, password: str) -> None:
        try:
            validate_password(password, self.instance)
        except ValidationError as error:
            self.add_error("new_password1", error)

    def _ask_password(self, password: str) -> None:
        try:
            if not password:
                raise ValidationError(_("Enter your current password to change your email address or password."))
            check_own_password(self.request, password)
        except ValidationError as error:
            self.add_error("current_password", error)

    def save(self, commit: bool = True) -> Any:
        """Changes the request's own user object, so that the session stays valid. Saves only these two columns."""
        user: Any = self.request.user
        user.email = self.cleaned_data["email"]
        if password := self.cleaned_data.get("new_password1"):
            user.set_password(password)
        user.save(update_fields=["email", "password"])
        return user


class NameForm(NameEmailForm):
    """Wagtail's demands a name of whoever wants to change anything else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


class ProfilePictureForm(AvatarPreferencesForm):
    """Decodes the picture in a child process, as all pictures."""

    avatar = PictureField(label=_("Upload a profile picture"), required=False, side=PROFILE_SIDE)

    def clean_avatar(self) -> Any:
        return self.cleaned_data.get("avatar") or self._original_avatar


class PasswordForm(forms.Form):
    """Asks for the current password before a sensitive action, in case somebody else uses an open session."""

    password = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        check_own_password(self.request, self.cleaned_data["password"])
        return ""


class CodeForm(forms.Form):
    """The view counts its tries, since only the view knows the user."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )


class StaffEditForm(UserEditForm):
    """For other accounts. Users change their own e-mail address and password in `LogInDetailsForm`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            for name in ("email", "password1", "password2"):
                self.fields[name].disabled = True
            self.fields["email"].help_text = _("Change it in your account settings.")
