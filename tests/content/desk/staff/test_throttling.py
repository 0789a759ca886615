"""Guessing passwords: refused before anything is hashed, without locking out whoever the account belongs to."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model, hashers
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone

from content.desk.staff import throttling
from content.desk.staff.models import LogInTry, TryKind
from content.model.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PROXIES = 1
    user = get_user_model().objects.get(username="editor")
    user.set_password("right")
    user.save()


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """What was hashed since."""
    seen: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def count(self, password, salt):
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", count)
    return seen


def log_in(password: str, name: str = "editor", address: str = "192.0.2.1", client: Client | None = None):
    headers = {"X-Forwarded-For": address, "User-Agent": "Guesser/1.0"}
    return (client or Client()).post("/admin/login/", {"username": name, "password": password}, headers=headers)


def guess(times: int, **where) -> list[int]:
    return [log_in(f"wrong {i}", **where).status_code for i in range(times)]


def test_the_sixth_guess_is_refused_before_anything_is_hashed(hashed):
    assert guess(5) == [200] * 5
    assert len(hashed) == 5
    refused = log_in("right")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Too many attempts. Wait 15 minutes, then try again." in refused.content.decode()
    assert len(hashed) == 5


def test_after_the_wait_the_right_password_enters():
    guess(6)
    LogInTry.objects.update(tried_at=timezone.now() - timedelta(minutes=16))
    cache.clear()  # it forgets by itself after the same time
    caches["refusals"].clear()
    assert log_in("right").status_code == 302


def test_from_another_address_the_account_is_not_locked():
    guess(6)
    assert log_in("right", address="192.0.2.2").status_code == 302


def test_many_addresses_together_are_refused_but_one_that_the_account_knows_is_not(hashed):
    assert log_in("right", address="192.0.2.99").status_code == 302
    for number in range(6):
        guess(5, address=f"198.51.100.{number}")
    del hashed[:]
    assert guess(1, address="198.51.100.7") == [429]
    assert hashed == []
    assert log_in("right", address="192.0.2.99").status_code == 302


def test_one_address_can_not_try_account_after_account(hashed):
    for number in range(6):
        guess(5, name=f"nobody{number}")
    del hashed[:]
    assert guess(1, name="publisher") == [429]
    assert hashed == []
    assert log_in("right", address="192.0.2.2").status_code == 302


def test_what_a_client_writes_into_the_header_itself_counts_for_nothing():
    for number in range(5):
        guess(1, address=f"203.0.113.{number}, 192.0.2.1")
    assert guess(1, address="203.0.113.77, 192.0.2.1") == [429]


def test_a_name_in_other_letters_is_the_same_name():
    for name in ("editor", "Editor", "EDITOR ", "ＥＤＩＴＯＲ", "editor"):
        guess(1, name=name)
    assert guess(1) == [429]


def test_someone_who_gets_in_begins_anew():
    guess(4)
    assert log_in("right").status_code == 302
    assert guess(4) == [200] * 4
    assert log_in("right").status_code == 302


def test_a_form_that_is_longer_than_any_password_is_not_read():
    assert log_in("x" * 5_000).status_code == 413
    assert not LogInTry.objects.exists()


def test_only_two_at_a_time_are_looked_at(monkeypatch, hashed):
    """Else guessers would take every thread, and readers wait."""
    monkeypatch.setattr(throttling, "door", throttling.Door(places=2))
    with throttling.door.hashing:
        assert throttling.door.enter()
        assert throttling.door.enter()
        refused = log_in("right")
        throttling.door.leave()
        throttling.door.leave()
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "2"
    assert hashed == []
    assert log_in("right").status_code == 302


def test_a_door_that_fills_in_the_meantime_is_closed_too(monkeypatch, hashed):
    monkeypatch.setattr(throttling.Door, "is_full", property(lambda door: False))
    monkeypatch.setattr(throttling.Door, "enter", lambda door: False)
    assert log_in("right").status_code == 429
    assert hashed == []
    assert not LogInTry.objects.exists()


def test_whoever_goes_on_costs_no_look_up(django_assert_num_queries, hashed):
    guess(6)
    del hashed[:]
    with django_assert_num_queries(0):
        refused = log_in("right")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Wait 15 minutes, then try again." in refused.content.decode()
    assert hashed == []


def test_each_try_is_logged_with_who_and_where_and_never_with_what_was_typed(caplog, monkeypatch):
    monkeypatch.setattr(throttling.logger, "handlers", [caplog.handler])
    log_in("guessed-word")
    log_in("right")
    log_in("x", name="my-password-typed-as-name\nforged line")
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        "password wrong: account 'editor', address 192.0.2.1, agent 'Guesser/1.0'",
        "password right: account 'editor', address 192.0.2.1, agent 'Guesser/1.0'",
        "password wrong: account 'unknown', address 192.0.2.1, agent 'Guesser/1.0'",
    ]
    kept = str(list(LogInTry.objects.values()))
    assert "guessed-word" not in kept
    assert "my-password" not in kept


def test_a_try_is_kept_when_what_it_was_for_fails(monkeypatch):
    monkeypatch.setattr(hashers.MD5PasswordHasher, "verify", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        log_in("right")
    assert LogInTry.objects.get().was_right is False


def test_the_log_in_holds_no_transaction_while_it_hashes(monkeypatch):
    """Under SQLite that would be the only write lock: a reader's report would wait for each guess."""
    inside = []
    monkeypatch.setattr("content.desk.admin_transaction.publishing", lambda **_kwargs: inside.append(1))
    log_in("wrong")
    assert inside == []


def test_old_tries_are_forgotten():
    guess(1)
    assert throttling.prune() == 0
    LogInTry.objects.update(tried_at=timezone.now() - timedelta(days=91))
    assert throttling.prune() == 1


@pytest.mark.parametrize("typed", ["editor@skinpheras.example", "nobody@skinpheras.example"])
def test_asking_for_a_new_password_is_limited_alike_for_every_address_of_mail(settings, typed):
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    answers = [Client().post("/admin/password_reset/", {"email": typed}) for _n in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Too many attempts. Wait 60 minutes" in answers[-1].content.decode()
    assert Message.objects.filter(topic="password_reset").count() == 3
    assert LogInTry.objects.filter(kind=TryKind.RESET, was_right=True).count() == 3


def test_no_other_code_looks_at_a_password():
    """Whoever adds a door that takes one has it counted, or this fails."""
    root = Path(__file__).parents[4]
    places = {
        str(path.relative_to(root))
        for room in ("api", "cms", "content", "embeds", "web")
        for path in (root / room).rglob("*.py")
        if re.search(r"\b(check_password|authenticate|aauthenticate)\(", path.read_text())
    }
    assert places == {"content/desk/staff/forms.py"}
