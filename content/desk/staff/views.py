"""The log-in: the password, then the second factor if one is needed. Nobody is logged in between the two."""

import base64
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin.views import account
from wagtail.permissions import policy_registry

from content.desk.staff import factors
from content.desk.staff.forms import CodeForm, PasswordForm
from content.desk.staff.middleware import answer_too_many
from content.desk.staff.models import TryKind
from content.desk.staff.resetting import TOPIC
from content.desk.staff.rights import may_change
from content.desk.staff.throttling import TooManyTries, trying
from content.release.outbox.delivering import send


class LogInView(account.LoginView):
    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if not factors.needs_factor(user):
            return super().form_valid(form)
        factors.begin(self.request, user, remember=form.cleaned_data["remember"])
        return HttpResponseRedirect(factors.address_of(self.get_success_url()))


_WRONG_CODE = gettext_lazy(
    "This code is not correct. Codes change every 30 seconds and each works once, so wait for the "
    "next one. If none works, check that your phone sets its clock automatically."
)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Asks for the code, or a recovery code, after the password."""
    user = factors.find_waiting(request)
    if user is None:
        return _back_to_password(request)
    if factors.must_enrol(request, user):
        return redirect(f"{reverse('enrol_factor')}?{request.GET.urlencode()}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = _try_code(request, form, user, lambda code: factors.verify(user, code))
        if device:
            factors.finish(request, user, device)
            _warn_of_few_codes(request, user, device)
            return HttpResponseRedirect(factors.find_next(request))
    return render(request, "admin/second_factor.html", {"form": form, "next": factors.find_next(request)})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_factor(request: HttpRequest) -> HttpResponse:
    """Set up an app that shows codes, after the password. Its first code logs the user in."""
    user = factors.find_waiting(request)
    if user is None:
        return _back_to_password(request)
    if not factors.must_enrol(request, user):
        return redirect(f"{reverse('second_factor')}?{request.GET.urlencode()}")
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "next": factors.find_next(request)}
    if request.method == "POST" and form.is_valid():
        confirmed = _try_code(request, form, user, lambda code: factors.confirm_device(request, user, code))
        if confirmed:
            device, context["codes"] = confirmed
            factors.finish(request, user, device)
            return render(request, "admin/recovery_codes.html", context)
    device = factors.start_device(request, user)
    key = base64.b32encode(device.bin_key).decode()
    context["key"] = " ".join(key[i : i + 4] for i in range(0, len(key), 4))
    context["code"] = segno.make(device.config_url).svg_inline(scale=5, border=2, light="#fff")
    return render(request, "admin/enrol_factor.html", context)


def _back_to_password(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(factors.find_next(request))
    messages.warning(request, _("Log in with your password first, then enter the code within 10 minutes."))
    return redirect("wagtailadmin_login")


def _try_code(request: HttpRequest, form: CodeForm, user: Any, verify: Any) -> Any:
    """The result of `verify` for the typed code. None if it is wrong, with the reason in the form."""
    try:
        with trying(request, TryKind.CODE, user.get_username()) as attempt:
            if found := verify(form.cleaned_data["code"]):
                attempt.succeed(user)
                return found
    except TooManyTries as error:
        form.add_error(None, answer_too_many(request, error))
    else:
        form.add_error("code", str(_WRONG_CODE))
    return None


def _warn_of_few_codes(request: HttpRequest, user: Any, device: Any) -> None:
    if device.name == "recovery":
        text = _(
            "You have used a recovery code. Codes left: %(n)d. Set up your second factor again in "
            "your account settings."
        )
        messages.warning(request, text % {"n": factors.count_recovery_codes(user)})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def renew_factor(request: HttpRequest) -> HttpResponse:
    """Set up or replace the user's own second factor: asks for the password, then begins a log-in."""
    user: Any = request.user
    form = PasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        factors.begin(request, get_user_model()._default_manager.get(pk=user.pk), renew=True)
        return redirect("enrol_factor")
    context = {
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
            {"url": "", "label": _("Second factor")},
        ],
        "header_icon": "lock",
        "form": form,
        "has_factor": factors.has_factor(user),
        "codes_left": factors.count_recovery_codes(user),
    }
    return render(request, "admin/renew_factor.html", context)


def may_reset(request_user: Any, user: Any) -> bool:
    """Users who may change accounts. Only superusers may reset a superuser's."""
    policy = policy_registry.get_by_type(get_user_model())
    return policy.user_has_permission(request_user, "change") and may_change(request_user, user)


@require_http_methods(["GET", "HEAD", "POST"])
def reset_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Delete the devices of a user who has lost phone and recovery codes."""
    user = get_object_or_404(get_user_model(), pk=user_id)
    if not may_reset(request.user, user):
        raise PermissionDenied
    if request.method == "POST":
        factors.reset(user, by=request.user)
        if user == request.user:
            logout(request)  # the session was deleted
        text = _(
            "%(name)s must set up a second factor at the next log-in. All sessions of this account have been ended."
        )
        messages.success(request, text % {"name": user.get_username()})
        return redirect("wagtailusers_users:edit", user.pk)
    context = {
        "breadcrumbs_items": [
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": reverse("wagtailusers_users:edit", args=[user.pk]), "label": user.get_username()},
            {"url": "", "label": _("Reset the second factor")},
        ],
        "header_icon": "lock",
        "user_to_reset": user,
        "has_factor": factors.has_factor(user),
    }
    return render(request, "admin/reset_factor.html", context)


class SetPasswordView(PasswordResetConfirmView):
    """Where no mail is sent, too: `manage.py setup` shows such a link."""

    template_name = account.PasswordResetConfirmView.template_name
    success_url = reverse_lazy("wagtailadmin_login")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. Log in with it."))
        return super().form_valid(form)


class PasswordResetView(account.PasswordResetView):
    """Answers equally and equally fast whether or not the account exists: a worker looks it up and sends the mail."""

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        try:
            with trying(self.request, TryKind.RESET, email) as attempt:
                send(TOPIC, {"email": email})
                attempt.succeed()
        except TooManyTries as error:
            form.add_error(None, answer_too_many(self.request, error))
            return self.form_invalid(form)
        return HttpResponseRedirect(self.get_success_url())
