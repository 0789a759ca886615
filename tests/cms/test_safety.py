"""Unsafe settings stop every start, with a sentence that says the fix."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from cms.safety import find_faults
from tests.support import ROOT

SAFE = {
    "BASE_URL": "https://guides.example",
    "ALLOWED_HOSTS": ["guides.example"],
    "DEBUG": False,
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz" * 2,
    "BUNDLE_KEY": "abcdefghijklmnopqrstuvwxyz" * 2,
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


def test_safe_settings_have_no_fault():
    assert find_faults(SAFE) == []
    assert find_faults({**SAFE, "BASE_URL": "http://127.0.0.1:8000", "DEBUG": True}) == []


@pytest.mark.parametrize(
    ("unsafe", "sentence"),
    [
        ({"DEBUG": True}, "DEBUG shows settings"),
        ({"SECRET_KEY": "x9" * 24 + "y"}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY can be guessed"),
        ({"BUNDLE_KEY": "secret"}, "BUNDLE_KEY can be guessed"),
        ({"ALLOWED_HOSTS": ["guides.example", "*"]}, "ALLOWED_HOSTS is *"),
        ({"FORMER_HOSTS": ["guides.example"]}, "FORMER_HOSTS names the host of BASE_URL"),
        ({"SECURE_SSL_REDIRECT": False}, "SECURE_SSL_REDIRECT is off"),
        ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE is off"),
        ({"BASE_URL": "http://guides.example"}, "passwords travel in the clear"),
        ({"BASE_URL": "http://0.0.0.0:8000"}, "passwords travel in the clear"),
        ({"BASE_URL": "http://localhost.thief.example"}, "passwords travel in the clear"),
        ({"BASE_URL": "guides.example"}, "write the whole address"),
        ({"BASE_URL": "https://someone@guides.example"}, "write the whole address"),
        ({"BASE_URL": "https://guides.example/sub?x#y"}, "without a path"),
        ({"BASE_URL": "http://localhost:8000 https://x"}, "write the whole address"),
        ({"BASE_URL": "http://localhost:99999"}, "a port from 1 to 65535"),
    ],
)
def test_each_unsafe_value_is_named_with_its_fix(unsafe, sentence):
    assert [fault for fault in find_faults({**SAFE, **unsafe}) if sentence in fault]


def test_a_settings_module_of_the_operator_is_checked_too(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert "cms.E001" in [error.id for error in run_checks()]


@pytest.mark.parametrize("start", [["-c", "import cms.wsgi"], ["-c", "import cms.rsgi"], ["manage.py", "migrate"]])
def test_unsafe_settings_stop_every_way_to_start(start, tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "BASE_URL": "http://guides.example", "SECRET_KEY": "short"}
    done = subprocess.run(
        [sys.executable, *start], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "serve by https" in done.stderr
    assert "SECRET_KEY can be guessed" in done.stderr


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"CDN_MAX_AGE": "60"}, "nothing purges the CDN by key"),
        ({"DATABASE_URL": "postgresql://a@127.0.0.1:1/c"}, "Look at DATABASE_URL"),
    ],
)
def test_a_command_says_what_is_wrong_in_one_line(wrong, sentence, tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), **wrong}
    start = [sys.executable, "manage.py", "showmigrations"]
    done = subprocess.run(start, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert sentence in done.stderr


@pytest.mark.parametrize("port", ["99999", "0", "http"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(CommandError, match="is no port: choose one from 1 to 65535"):
        call_command("serve", "--port", port)


SHOW = """
from django.conf import settings as s
print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)
print(s.SECURE_HSTS_SECONDS, s.PROXIES, s.IS_LOCAL)
print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)
print("guides.example" in s.ALLOWED_HOSTS)
"""


def test_an_https_address_redirects_for_a_year_and_knows_its_proxy(tmp_path):
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "BASE_URL": "https://guides.example",
        "DJANGO_SETTINGS_MODULE": "cms.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    said = done.stdout.split()
    assert said[:6] == ["True", "True", "True", "31536000", "1", "False"]
    assert said[6:9] == ["True", "__Host-sessionid", "__Host-csrftoken"], "no other host of the domain can set them"
    assert said[9:] == ["True"], "its own host is allowed by itself"


@pytest.mark.django_db
def test_plain_http_is_led_to_https_but_for_the_health_check(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/api/v1/guides/")["Location"] == "https://testserver/api/v1/guides/"
    assert client.get("/api/v1/guides/", headers={"X-Forwarded-Proto": "https"}).status_code == 200
    assert client.get("/healthz/", headers={"Host": "10.0.0.7:8000"}).status_code == 200, "nor has it a name there"
