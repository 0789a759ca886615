"""An open session, or a password alone, sets up no device in the owner's place."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from content.desk.staff import factors
from content.release.outbox.delivering import deliver_due
from tests.content.desk.staff.factor import account, code_of, enrol, give_password, is_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factor_by_role")]


@pytest.mark.parametrize("name", ["publisher", "editor"])
def test_a_reset_ends_each_session_whatever_the_role_and_a_stolen_one_sets_up_nothing(name):
    client = Client()
    client.force_login(account(name))
    key, waiting = client.session.session_key, give_password()
    others = Client()
    others.force_login(account("admin"))
    factors.reset(account(name))
    assert not Session.objects.filter(pk=key).exists()
    assert "login" in client.get("/admin/").url
    assert "login" in client.get("/admin/second-factor/new/").url
    assert ("waits_for_factor" in waiting.session) == (name == "editor")
    assert "_auth_user_id" in others.session


def test_a_session_from_before_the_role_asked_sets_up_no_device_without_the_password():
    client = Client()
    client.force_login(account())
    assert unquote(client.get("/admin/recalls/").url) == "/admin/login/?next=/admin/recalls/"
    assert "_auth_user_id" not in client.session
    assert "Log in again" in client.get("/admin/login/").content.decode()
    assert "login" in client.get("/admin/second-factor/new/").url
    assert not TOTPDevice.objects.exists()
    enrol(give_password(client=client), account())
    assert is_in(client)


def test_who_resets_their_own_is_logged_out():
    boss = give_password("admin")
    enrol(boss, account("admin"))
    assert boss.post(f"/admin/second-factor/reset/{account('admin').pk}/").status_code == 302
    assert "login" in boss.get("/admin/").url


def shown_key(client: Client) -> str:
    page = client.get("/admin/second-factor/new/").content.decode()
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]


def test_each_log_in_that_sets_up_a_device_is_shown_a_key_of_its_own():
    early, owner = give_password(), give_password()
    first = shown_key(early)
    assert shown_key(early) == first, "going back breaks nothing"
    old = TOTPDevice.objects.get()
    assert shown_key(owner) != first
    assert TOTPDevice.objects.get() != old
    early.post("/admin/second-factor/new/", {"code": code_of(TOTPDevice.objects.get())})
    assert not is_in(early), "nor is it let in by the key that another was shown"


def test_the_owner_is_told_by_mail_when_a_device_is_set_up():
    get_user_model().objects.filter(username="publisher").update(email="p@skinpheras.example")
    enrol(give_password(), account())
    deliver_due("test")
    sent = mail.outbox[-1]
    assert (sent.to, sent.subject) == (["p@skinpheras.example"], "Your second factor was set up")


def test_and_when_it_is_taken_away_whoever_did_it():
    get_user_model().objects.filter(username="publisher").update(email="p@skinpheras.example")
    enrol(give_password(), account())
    factors.reset(account())
    deliver_due("test")
    sent = mail.outbox[-1]
    assert (sent.to, sent.subject) == (["p@skinpheras.example"], "Your second factor was removed")
    assert "tell an administrator" in sent.body
