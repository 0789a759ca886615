"""Finds unsafe settings. Each fault is a sentence that tells the fix.

Checked when settings are read, for every server and command, and again by a system check, for settings that are
changed later.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.locality import is_local_url
from cms.origins import read_origin

MIN_SECRET, MIN_DISTINCT = 50, 10


def find_faults(settings: Mapping[str, Any]) -> list[str]:
    url = settings["BASE_URL"]
    faults = [_judge_address(url), *_judge_secrets(settings)]
    if "*" in settings["ALLOWED_HOSTS"]:
        faults.append("ALLOWED_HOSTS is *, any host: name yours, such as guides.example.")
    if urlsplit(url).hostname in settings.get("FORMER_HOSTS", ()):
        faults.append("FORMER_HOSTS names the host of BASE_URL, which would lead to itself: take it out.")
    if settings["DEBUG"] and not is_local_url(url):
        faults.append("DEBUG shows settings and code to whoever makes an error: leave it out where others can read.")
    if url.startswith("https://"):
        faults += [
            f"{name} is off and BASE_URL is https: set it, or what is secret travels in the clear."
            for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
            if not settings.get(name)
        ]
    return [fault for fault in faults if fault]


def refuse_faults(settings: Mapping[str, Any]) -> None:
    if faults := find_faults(settings):
        raise ImproperlyConfigured("\n".join(faults))


def _judge_address(url: str) -> str:
    if re.fullmatch(r"https?://[^/@?#\s]+:\d+/?", url) and not read_origin(url):
        return f"BASE_URL is {url!r}: write a host, and a port from 1 to 65535."
    if read_origin(url) != url:
        return f"BASE_URL is {url!r}: write the whole address without a path, such as https://guides.example."
    if url.startswith("http:") and not is_local_url(url):
        return f"BASE_URL is {url}, over which passwords travel in the clear: serve by https, and write https://…"
    return ""


def _judge_secrets(settings: Mapping[str, Any]) -> list[str]:
    return [
        f"{name} can be guessed: give it {MIN_SECRET} random characters, or leave it out and one is made."
        for name in ("SECRET_KEY", "BUNDLE_KEY")
        if len(settings[name]) < MIN_SECRET or len(set(settings[name])) < MIN_DISTINCT
    ]
