"""One's own e-mail address and password: changed with the current password, told to the old address."""

import logging

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.logs import CleanMessage
from content.desk.staff.middleware import BEGAN
from content.desk.staff.models import LogInTry
from content.model.outbox.models import Message
from content.release.outbox.delivering import deliver_due
from content.setup.roles import ADMINISTRATORS

pytestmark = pytest.mark.django_db
OLD = "editor@skinpheras.example"


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    user = editor()
    user.set_password("right")
    user.save()
    Message.objects.all().delete()


def editor():
    return get_user_model().objects.get(username="editor")


def save(client: Client, name: str = "", **typed):
    """Nobody needs a name."""
    names = {"name_email-first_name": name, "name_email-last_name": ""}
    profile = {"locale-preferred_language": "", "theme-theme": "system", "theme-contrast": "system"}
    given = {"log_in-email": OLD, **{f"log_in-{key}": value for key, value in typed.items()}}
    return client.post("/admin/account/", {**names, **profile, "theme-density": "default", **given})


def mails() -> list[tuple[str, str]]:
    deliver_due("test")
    return [(sent.to[0], sent.subject) for sent in mail.outbox]


@pytest.mark.parametrize(
    "typed", [{"email": "thief@example.org"}, {"new_password1": "Long-and-odd-7", "new_password2": "Long-and-odd-7"}]
)
def test_a_change_without_the_current_password_is_refused(as_user, typed):
    client = as_user("editor")
    for password in ("", "wrong"):
        answer = save(client, **typed, current_password=password)
        assert answer.status_code == 200
    assert editor().email == OLD
    assert editor().check_password("right")
    assert LogInTry.objects.count() == 1, "a wrong one is counted once, however often the form is shown"


def test_the_field_of_wagtail_that_asks_for_none_is_gone(as_user):
    client = as_user("editor")
    save(client, current_password="")
    answer = client.post("/admin/account/", {"name_email-email": "thief@example.org", "log_in-email": OLD})
    assert answer.status_code in (200, 302)
    assert editor().email == OLD
    assert "name_email-email" not in client.get("/admin/account/").content.decode()


def test_with_it_the_address_changes_and_the_old_one_is_told(as_user):
    client = as_user("editor")
    assert save(client, "Eva", email="new@skinpheras.example", current_password="right").status_code == 302
    assert (editor().email, editor().first_name) == ("new@skinpheras.example", "Eva")
    assert mails() == [(OLD, "Your email address was changed")]


def test_a_new_password_ends_other_sessions_and_keeps_this_one(as_user):
    here, elsewhere = as_user("editor"), as_user("editor")
    new = "Long-and-odd-7"
    assert save(here, new_password1=new, new_password2=new, current_password="right").status_code == 302
    assert editor().check_password(new)
    assert here.get("/admin/").status_code == 200
    assert "login" in elsewhere.get("/admin/").url
    assert mails() == [(OLD, "Your password was changed")]


def test_guessing_the_current_password_is_refused_with_429(as_user):
    client = as_user("editor")
    answers = [save(client, email="new@x.example", current_password=f"no {n}").status_code for n in range(5)]
    assert answers == [200] * 5
    refused = save(client, email="new@x.example", current_password="right")
    assert refused.status_code == 429
    assert "Too many attempts." in refused.content.decode()
    assert editor().email == OLD


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"new_password1": "Long-and-odd-7", "new_password2": "other"}, "The new passwords do not match."),
        ({"new_password1": "12345678", "new_password2": "12345678"}, "This password is too common."),
    ],
)
def test_a_bad_new_password_is_refused_before_the_old_one_is_tried(as_user, typed, said):
    assert said in save(as_user("editor"), **typed, current_password="right").content.decode()
    assert not LogInTry.objects.exists()


def test_digits_alone_may_make_a_password(as_user):
    new = "7203945518264"
    assert save(as_user("editor"), new_password1=new, new_password2=new, current_password="right").status_code == 302
    assert editor().check_password(new)


def test_an_account_that_is_deactivated_is_out_at_once(as_user):
    client = as_user("editor")
    assert client.get("/admin/").status_code == 200
    get_user_model().objects.filter(username="editor").update(is_active=False)
    assert "login" in client.get("/admin/").url


def test_who_may_change_accounts_can_not_change_their_own_around_the_password():
    boss = get_user_model().objects.create_user(
        "boss", "boss@skinpheras.example", "right", first_name="B", last_name="C"
    )
    boss.groups.add(Group.objects.get(name=ADMINISTRATORS))
    client = Client()
    client.force_login(boss)
    typed = {"username": "boss", "first_name": "B", "last_name": "Changed", "groups": [boss.groups.get().pk]}
    client.post(
        f"/admin/users/edit/{boss.pk}/", {**typed, "email": "x@x.example", "password1": "new", "password2": "new"}
    )
    boss.refresh_from_db()
    assert (boss.last_name, boss.email) == ("Changed", "boss@skinpheras.example")
    assert boss.check_password("right")


def test_an_address_that_an_administrator_changes_is_told_too():
    user = editor()
    user.email = "new@skinpheras.example"
    user.save()
    assert mails() == [(OLD, "Your email address was changed")]


def test_a_log_in_and_a_hash_that_is_renewed_tell_nothing(settings, client):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    client.post("/admin/login/", {"username": "editor", "password": "right"})
    assert editor().password.startswith("pbkdf2")
    assert mails() == []


@pytest.mark.parametrize(("typed", "sent"), [(OLD, [OLD]), ("nobody@skinpheras.example", [])])
def test_asking_for_a_new_password_does_the_same_whoever_asks_and_a_worker_sends(client, typed, sent):
    answer = client.post("/admin/password_reset/", {"email": typed})
    assert (answer.status_code, answer.url) == (302, "/admin/password_reset/done/")
    assert mail.outbox == [], "so the answer takes no longer for an account that there is"
    assert [message.payload for message in Message.objects.all()] == [{"email": typed}]
    deliver_due("test")
    assert [message.to[0] for message in mail.outbox] == sent


def test_a_link_that_the_mail_server_did_not_take_is_sent_later(client, monkeypatch):
    client.post("/admin/password_reset/", {"email": OLD})
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", lambda *_args: 1 / 0)
        assert deliver_due("test") == 0
    Message.objects.update(due_at=timezone.now())
    assert deliver_due("test") == 1
    assert [message.to for message in mail.outbox] == [[OLD]]


def test_the_link_leads_to_the_product_s_own_address_whatever_host_was_asked(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/admin/password_reset/", {"email": OLD}, headers={"Host": "evil.example"})
    deliver_due("test")
    assert f"{settings.BASE_URL}/admin/password_reset/confirm/" in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body


def test_where_no_mail_is_sent_no_link_is_made(settings, client):
    """Mails go to the log there, which others read."""
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = False
    assert client.post("/admin/password_reset/", {"email": OLD}).status_code == 404
    assert "password_reset" not in client.get("/admin/login/").content.decode()


def test_without_a_mail_server_the_setting_says_so():
    from cms import settings

    assert not settings.EMAIL_HOST
    assert settings.WAGTAIL_PASSWORD_RESET_ENABLED is False


@pytest.mark.parametrize(
    "path", ["/admin/password_reset/confirm/MQ/SECRET/", "/preview/SECRET/", "/launch-preview/SECRET/x"]
)
def test_no_link_that_lets_somebody_in_stands_in_the_log(path):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (path,), None)
    assert CleanMessage().filter(record)
    assert "SECRET" not in record.getMessage()
    assert "Not Found: /" in record.getMessage()


def test_every_handler_hides_them():
    from cms import settings

    assert all("clean" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


def test_a_session_ends_within_a_day(client):
    from cms import settings

    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    answer = client.post("/admin/login/", {"username": "editor", "password": "right", "remember": "on"})
    assert answer.cookies["sessionid"]["max-age"] == 12 * 3600


def test_to_work_on_does_not_lengthen_a_session(as_user):
    """A preview of a form changes the session, from which Django counts anew."""
    client = as_user("editor")
    session = client.session
    session[BEGAN] -= 12 * 3600 - 60
    session.save()
    assert client.get("/admin/").status_code == 200
    session[BEGAN] -= 61
    session.save()
    answer = client.post("/admin/account/", {}, follow=True)
    assert answer.redirect_chain == [("/admin/login/?next=%2Fadmin%2Faccount%2F", 302)]
    assert "This browser has kept what you typed" in answer.content.decode()
    assert client.get("/admin/", follow=True).redirect_chain == [("/admin/login/?next=/admin/", 302)]
    assert client.get("/admin/session/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_whoever_is_led_to_the_log_in_is_told_why(as_user):
    client = as_user("editor")
    session = client.session
    del session[BEGAN]
    session.save()
    assert "Your session has ended" in client.get("/admin/", follow=True).content.decode()
