"""A system check of the project: unsafe settings are errors."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from cms.safety import find_faults

_ASKED = (
    "ALLOWED_HOSTS",
    "BASE_URL",
    "BUNDLE_KEY",
    "CSRF_COOKIE_SECURE",
    "DEBUG",
    "SECRET_KEY",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
)


@register()
def check_safety(**kwargs: Any) -> list[Error]:
    return [Error(fault, id="cms.E001") for fault in find_faults({name: getattr(settings, name) for name in _ASKED})]
