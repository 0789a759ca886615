"""Steps of a log-in with the second factor, for tests."""

import re
import time

from django.contrib.auth import get_user_model
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice


def account(name: str = "publisher"):
    return get_user_model().objects.get(username=name)


def give_password(name: str = "publisher", client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/admin/login/", {"username": name, "password": "right", "next": "/admin/recalls/"})
    return client


def code_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key)
    totp.time = time.time()  # django_otp's own clock can't be stopped by a test: it has kept the function `time`
    return f"{totp.token():06}"


def enrol(client: Client, user) -> list[str]:
    """Set up the device of whoever has given the password; returns the recovery codes."""
    client.get("/admin/second-factor/new/")
    device = TOTPDevice.objects.get(user=user, confirmed=False)
    page = client.post("/admin/second-factor/new/", {"code": code_of(device)}).content.decode()
    return re.findall(r"<code>([a-z2-7-]{19})</code>", page)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200
