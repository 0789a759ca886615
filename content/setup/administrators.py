"""Makes the first administrator, with a password from the environment or a link by which to set one."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

#: Never on a command line, which every account of the machine can read. Django's `createsuperuser` reads it, too.
PASSWORD = "DJANGO_SUPERUSER_PASSWORD"


class Unsuitable(ValueError):
    """The name, address or password can't be used. The message is a sentence that tells the fix."""


def has_administrator() -> bool:
    """Whether somebody can log in who may do everything."""
    found = get_user_model()._default_manager.filter(is_superuser=True, is_active=True)
    return any(user.has_usable_password() for user in found)


def ensure_administrator(name: str, email: str, password: str) -> str:
    """Make the account unless it exists, which is left as it is. Raises Unsuitable.

    Returns the address at which its password is set; empty if it has one.
    """
    manager: Any = get_user_model()._default_manager
    user = manager.filter(username=name).first()
    if user is not None and not user.is_superuser:
        raise Unsuitable(f"“{name}” is the account of somebody else: name another one.")
    if user is None:
        user = get_user_model()(username=name, email=email, is_superuser=True, is_staff=True)
        _judge(user, email, password)
        user.set_password(password or None)
        user.save()
    return "" if user.has_usable_password() else build_link(user)


def _judge(user: Any, email: str, password: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Unsuitable("Give the administrator's e-mail address: --email name@host.example") from error
    try:
        user.full_clean(exclude=["password"])
        if password:
            validate_password(password, user)
    except ValidationError as error:
        raise Unsuitable(" ".join(error.messages)) from error


def build_link(user: Any) -> str:
    """It works once, for three days, and for nobody who has set a password since."""
    names = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return f"{settings.BASE_URL}{reverse('wagtailadmin_password_reset_confirm', kwargs=names)}"
