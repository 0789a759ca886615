"""The second factor: by role, set up at the next log-in, and nothing of the admin open before it is given."""

import re
import runpy
import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from content.desk.staff import factors
from content.desk.staff.models import LogInTry
from content.setup.roles import ADMINISTRATORS, CLINICAL_REVIEWERS, PUBLISHERS
from tests.content.desk.staff.factor import account, code_of, enrol, give_password, is_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factor_by_role")]


def test_a_publisher_sets_up_an_app_and_is_in():
    client = give_password()
    assert not is_in(client)
    page = client.get("/admin/second-factor/?next=/admin/recalls/", follow=True).content.decode()
    assert "<svg" in page
    key = "".join(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].split())
    assert len(key) == 32
    codes = enrol(client, account())
    assert len(set(codes)) == 10
    assert is_in(client)
    assert ModelLogEntry.objects.filter(action="staff.enrol", object_id=account().pk).count() == 1


def test_at_the_next_log_in_the_code_is_asked_and_leads_to_where_one_was_going():
    enrol(give_password(), account())
    client = give_password()
    assert not is_in(client)
    address = "/admin/second-factor/?next=/admin/recalls/"
    assert client.post(address, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    TOTPDevice.objects.update(last_t=-1)  # the code of the same half minute has been used to set it up
    answer = client.post(address, {"code": code_of(TOTPDevice.objects.get())})
    assert (answer.status_code, answer.url) == (302, "/admin/recalls/")
    assert is_in(client)


def test_a_code_works_once(monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)  # the next half minute has a code of its own
    enrol(give_password(), account())
    client = give_password()
    client.post("/admin/second-factor/", {"code": code_of(TOTPDevice.objects.get())})
    assert not is_in(client)


def test_a_recovery_code_works_once_and_is_not_kept_as_it_is():
    codes = enrol(give_password(), account())
    assert not {code.replace("-", "") for code in codes} & {
        token.lower() for token in StaticToken.objects.values_list("token", flat=True)
    }
    first, second = give_password(), give_password()
    first.post("/admin/second-factor/", {"code": codes[0].upper()})
    assert "Codes left: 9." in first.get("/admin/").content.decode()
    second.post("/admin/second-factor/", {"code": codes[0]})
    assert not is_in(second)


def test_other_roles_are_in_by_the_password_alone():
    assert is_in(give_password("editor"))


def test_whoever_has_set_one_up_is_asked_whatever_their_role():
    client = give_password("editor")
    assert client.post("/admin/account/second-factor/", {"password": "wrong"}).status_code == 200
    assert client.post("/admin/account/second-factor/", {"password": "right"}).url == "/admin/second-factor/new/"
    assert not is_in(client), "until the new one has shown a code"
    enrol(client, account("editor"))
    assert is_in(client)
    assert not is_in(give_password("editor"))


def test_another_device_takes_the_place_of_the_old_one_only_with_its_first_code():
    client = give_password()
    old_codes = enrol(client, account())
    old = TOTPDevice.objects.get()
    client.post("/admin/account/second-factor/", {"password": "right"})
    assert TOTPDevice.objects.get(confirmed=True) == old
    enrol(client, account())
    assert TOTPDevice.objects.get() != old
    other = give_password()
    other.post("/admin/second-factor/", {"code": old_codes[0]})
    assert not is_in(other)


def test_guessing_codes_is_refused_after_five_and_the_owner_is_in_from_elsewhere(settings):
    settings.PROXIES = 1
    enrol(give_password(), account())
    TOTPDevice.objects.update(last_t=-1)
    client = give_password()
    answers = [client.post("/admin/second-factor/", {"code": f"00000{n}"}).status_code for n in range(5)]
    refused = client.post("/admin/second-factor/", {"code": code_of(TOTPDevice.objects.get())})
    assert (answers, refused.status_code) == ([200] * 5, 429)
    assert int(refused.headers["Retry-After"]) > 800
    assert LogInTry.objects.filter(kind="code", was_right=False).count() == 5
    owner, there = Client(), {"X-Forwarded-For": "198.51.100.1"}
    owner.post("/admin/login/", {"username": "publisher", "password": "right"}, headers=there)
    owner.post("/admin/second-factor/", {"code": code_of(TOTPDevice.objects.get())}, headers=there)
    assert is_in(owner)


def test_the_password_is_forgotten_after_ten_minutes_and_after_it_was_changed(monkeypatch):
    client = give_password()
    assert client.get("/admin/second-factor/new/").status_code == 200
    user = account()
    user.set_password("another")
    user.save()
    assert "login" in client.get("/admin/second-factor/new/").url
    user.set_password("right")
    user.save()
    client = give_password()
    now = time.time()
    monkeypatch.setattr(factors.time, "time", lambda: now + 601)
    assert "login" in client.get("/admin/second-factor/new/").url


def every_admin_address(patterns, prefix="/admin/"):
    for pattern in patterns:
        route = re.sub(r"<uuid:[^>]+>", "00000000-0000-0000-0000-000000000000", str(pattern.pattern))
        route = re.sub(r"<(?:int:)?[^>]*(?:id|version|pk)>|\(\?P<[^>]+>[^)]*\)", "1", route)
        route = re.sub(r"<[^>]+>", "x", route).replace("^", "").replace("$", "")
        if isinstance(pattern, URLResolver):
            yield from every_admin_address(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern):
            yield prefix + route, pattern.name


#: Open to anybody: the log-in itself, and what tells nothing.
OPEN_TO_ANYBODY = {
    "wagtailadmin_login",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "second_factor",
    "enrol_factor",
}


def admin_addresses() -> list[str]:
    below = [
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "admin/"
    ]
    found = [a for resolver in below for a in every_admin_address(resolver.url_patterns)]
    return sorted({address for address, name in found if name not in OPEN_TO_ANYBODY and ".*" not in address})


@pytest.mark.parametrize("stage", ["password given", "logged in before the role asked for it"])
def test_no_address_of_the_admin_is_open_before_the_code(settings, stage):
    addresses = admin_addresses()
    assert len(addresses) > 250, "Wagtail's own, its API and its previews too"
    assert any("/api/" in address for address in addresses)
    open_ones = []
    client = give_password()
    assert client.session["waits_for_factor"]
    if stage != "password given":
        client.force_login(account())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    for address in addresses:
        for send in ("post", "get"):
            with transaction.atomic():
                answer = getattr(client, send)(address)
                transaction.set_rollback(True)  # of whoever was logged in, the session is ended
            client.cookies[settings.SESSION_COOKIE_NAME] = session
            refused = answer.status_code == 403 or (
                answer.status_code == 302 and re.search(r"^/admin/(login|second-factor)/", answer.url)
            )
            if not refused and address != "/admin/logout/":
                open_ones.append((send, address, answer.status_code))
    assert open_ones == []


def test_whoever_waits_is_nobody_in_the_meantime():
    client = give_password()
    assert "_auth_user_id" not in client.session


def test_an_administrator_resets_it_which_is_logged_and_closes_open_sessions():
    client = give_password()
    enrol(client, account())
    boss = Client()
    get_user_model().objects.create_user("boss").groups.add(Group.objects.get(name=ADMINISTRATORS))
    boss.force_login(account("boss"))
    address = f"/admin/second-factor/reset/{account().pk}/"
    assert "face to face" in boss.get(address).content.decode()
    assert is_in(client)
    boss.post(address)
    assert not is_in(client)
    assert not TOTPDevice.objects.exists()
    entry = ModelLogEntry.objects.get(action="staff.reset_factor")
    assert (entry.user, entry.object_id) == (account("boss"), str(account().pk))


def test_only_a_superuser_resets_that_of_a_superuser_and_an_editor_nobodys():
    boss, editor = Client(), Client()
    get_user_model().objects.create_user("boss").groups.add(Group.objects.get(name=ADMINISTRATORS))
    boss.force_login(account("boss"))
    editor.force_login(account("editor"))
    TOTPDevice.objects.create(user=account("admin"))
    TOTPDevice.objects.create(user=account())
    boss.post(f"/admin/second-factor/reset/{account('admin').pk}/")
    editor.post(f"/admin/second-factor/reset/{account().pk}/")
    assert TOTPDevice.objects.count() == 2


def test_the_only_administrator_is_let_in_again_from_the_server():
    TOTPDevice.objects.create(user=account("admin"))
    call_command("reset_second_factor", "admin")
    assert not TOTPDevice.objects.exists()


def test_where_to_go_next_is_an_address_of_ours():
    client = give_password()
    page = client.get("/admin/second-factor/new/?next=https://evil.example/").content.decode()
    assert "evil.example" not in page


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"BASE_URL": "http://localhost:8000"}, []),
        (
            {"BASE_URL": "https://guides.example"},
            ["Publishers", "Clinical reviewers", "Administrators", "superusers"],
        ),
        ({"BASE_URL": "https://guides.example", "SECOND_FACTOR_FOR": "nobody"}, []),
        ({"SECOND_FACTOR_FOR": "Marketing editors, superusers"}, ["Marketing editors", "superusers"]),
    ],
)
def test_who_needs_one_is_a_setting_that_is_on_where_the_address_is_public(monkeypatch, variables, expected):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = runpy.run_path(str(Path(__file__).parents[4] / "cms/settings.py"))
    assert found["SECOND_FACTOR_FOR"] == expected
    assert {PUBLISHERS, CLINICAL_REVIEWERS, ADMINISTRATORS} == {"Publishers", "Clinical reviewers", "Administrators"}
