"""The second factor: who needs one, and the steps between the right password and the log-in.

password -> begin: the session only notes the waiting user -> code -> finish: the user is logged in

Nobody is logged in in between, so no view has to check for this state.
"""

import base64
import hashlib
import hmac
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import django_otp
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model, login, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import log

from content.desk.staff.resetting import tell_of_factor, tell_of_reset_factor

SUPERUSERS = "superusers"
RECOVERY_CODES = 10
_WAITING = "waits_for_factor"
#: Seconds between the password and the code.
_PATIENCE = 600


def needs_factor(user: Any) -> bool:
    """Users with a role in SECOND_FACTOR_FOR, and users who have set one up."""
    roles = set(settings.SECOND_FACTOR_FOR)
    if user.is_superuser and SUPERUSERS in roles:
        return True
    return has_factor(user) or bool(roles and user.groups.filter(name__in=roles).exists())


def has_factor(user: Any) -> bool:
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def begin(request: HttpRequest, user: Any, *, remember: bool = False, renew: bool = False) -> None:
    """Log out, and note that this user has given the password. `renew`: the user wants to set up a new device."""
    logout(request)
    request.session.cycle_key()
    request.session[_WAITING] = {
        "user": user.pk,
        "session_hash": user.get_session_auth_hash(),
        "until": time.time() + _PATIENCE,
        "remember": remember,
        "renew": renew,
        "device": None,
    }


def find_waiting(request: HttpRequest) -> Any:
    """The user who has given the password but no code. None if that was too long ago, or the account has changed."""
    waiting = request.session.get(_WAITING)
    if not waiting or waiting["until"] < time.time():
        return None
    user = get_user_model()._default_manager.filter(pk=waiting["user"], is_active=True).first()
    if user is None or not constant_time_compare(waiting["session_hash"], user.get_session_auth_hash()):
        return None
    return user


def must_enrol(request: HttpRequest, user: Any) -> bool:
    return bool(request.session[_WAITING]["renew"]) or not has_factor(user)


def finish(request: HttpRequest, user: Any, device: Any) -> None:
    """Log in the user, verified by this device."""
    remember = request.session.pop(_WAITING)["remember"]
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    django_otp.login(request, device)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)


def verify(user: Any, typed: str) -> Any:
    """The device that accepts the code; None if none does. A recovery code is used up."""
    code = "".join(typed.split()).replace("-", "").lower()
    with transaction.atomic():
        if code.isdecimal():
            devices, token = TOTPDevice.objects.devices_for_user(user, confirmed=True), code
        else:
            devices, token = StaticDevice.objects.devices_for_user(user, confirmed=True), _digest(user, code)
        return next((device for device in devices.select_for_update() if device.verify_token(token)), None)


def start_device(request: HttpRequest, user: Any) -> TOTPDevice:
    """The device that waits for its first code. It stays the same during one log-in, so that reloading is harmless.

    Each log-in makes a new one, so that a key that somebody saw earlier is worthless.
    """
    waiting = request.session[_WAITING]
    pending = TOTPDevice.objects.filter(user=user, confirmed=False)
    if device := pending.filter(pk=waiting["device"]).first():
        return device
    with transaction.atomic():
        pending.delete()
        device = TOTPDevice.objects.create(user=user, confirmed=False, name="app")
    request.session[_WAITING] = {**waiting, "device": device.pk}
    return device


def confirm_device(request: HttpRequest, user: Any, typed: str) -> tuple[TOTPDevice, list[str]] | None:
    """Confirm a new device, which replaces all others. Returns it with recovery codes; None if the code is wrong."""
    pending = TOTPDevice.objects.filter(user=user, confirmed=False, pk=request.session[_WAITING]["device"])
    with transaction.atomic():
        device = pending.select_for_update().first()
        if device is None or not device.verify_token("".join(typed.split())):
            return None
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        log(user, "staff.enrol", user=user)
        tell_of_factor(user)
        return device, _make_recovery_codes(user)


def _make_recovery_codes(user: Any) -> list[str]:
    """New recovery codes; older ones become void. Only digests are stored, so they are shown only once."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _n in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=_digest(user, code))
    return ["-".join(code[i : i + 4] for i in range(0, len(code), 4)) for code in codes]


def _digest(user: Any, code: str) -> str:
    """A keyed digest of 80 bits: as much as a code has, and as its column can store."""
    message = f"recovery:{user.pk}:{code}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode()


def count_recovery_codes(user: Any) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def reset(user: Any, by: Any = None) -> None:
    """Delete all devices and end all sessions. The next log-in sets up a new device after the password."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        _end_sessions(user)
        log(user, "staff.reset_factor", user=by)
        tell_of_reset_factor(user)


def _end_sessions(user: Any) -> None:
    """Delete the user's sessions, waiting ones too. All are decoded: a session has no column for its user."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        kept = session.get_decoded()
        if str(user.pk) in (kept.get(SESSION_KEY), str(kept.get(_WAITING, {}).get("user"))):
            session.delete()


def address_of(next_address: str) -> str:
    return f"{reverse('second_factor')}?{urlencode({'next': next_address})}"


def find_next(request: HttpRequest) -> str:
    """The address after the log-in: the requested one if it is ours, else the admin's first page."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else reverse("wagtailadmin_home")
