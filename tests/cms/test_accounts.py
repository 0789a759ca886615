"""Sample accounts are for trying at a local address, with passwords that nobody knows from the docs."""

import re
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from cms import serving
from cms.management.commands import start
from content.setup.samples import accounts, loader
from content.setup.samples.accounts import ACCOUNTS, find_open_accounts, keep_passwords, make_passwords

pytestmark = pytest.mark.django_db


def test_passwords_are_made_up_for_each_site():
    first, second = make_passwords(), make_passwords()
    assert list(first) == list(ACCOUNTS)
    assert not set(first.values()) & set(second.values())
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", password) for password in first.values())


def test_they_are_kept_for_their_owner_alone(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "sample_passwords").write_text("old")
    keep_passwords({"admin": "secret"})
    assert accounts.find_file().read_text() == "admin secret\n"
    assert accounts.find_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("address", "host", "is_local"),
    [
        ("http://localhost:8000", "127.0.0.1", True),
        ("http://localhost:8000", "::1", True),
        ("http://localhost:8000", "0.0.0.0", False),
        ("http://localhost:8000", "::", False),
        ("http://localhost:8000", "192.168.1.5", False),
        ("https://guides.example", "127.0.0.1", False),
    ],
)
def test_an_address_is_local_where_only_this_machine_can_ask(settings, address, host, is_local):
    settings.IS_LOCAL = serving.is_local_host(address.split("//")[1].split(":")[0])
    assert serving.is_local(host) is is_local


@pytest.fixture
def loaded(monkeypatch):
    """Whether `start` loads samples into a site that has none; how it would."""
    calls = []
    monkeypatch.setattr(start.GuidePage.objects, "exists", lambda: False, raising=False)
    monkeypatch.setattr(start, "load_samples", lambda: calls.append(True) or {"admin": "made-up"})
    return calls


def test_samples_are_loaded_at_a_local_address_and_their_passwords_said_once(loaded):
    said = start.Command().prepare_accounts("127.0.0.1", no_samples=False)
    assert loaded == [True]
    assert "admin / made-up   (administrator)" in said
    assert "sample_passwords" in said


@pytest.mark.parametrize(("host", "is_local_url"), [("0.0.0.0", True), ("127.0.0.1", False)])
def test_elsewhere_nobody_gets_an_account_and_how_to_make_one_is_said(
    loaded, settings, django_user_model, host, is_local_url
):
    settings.IS_LOCAL = is_local_url
    django_user_model.objects.update(is_active=False)
    said = start.Command().prepare_accounts(host, no_samples=False)
    assert loaded == []
    assert "manage.py setup --administrator" in said


def test_samples_can_not_be_loaded_by_hand_elsewhere(settings, monkeypatch):
    settings.IS_LOCAL = False
    monkeypatch.setattr(loader.GuidePage.objects, "exists", lambda: False, raising=False)
    with pytest.raises(CommandError, match="only at a local address"):
        call_command("load_samples")


def test_a_site_that_was_tried_is_not_served_to_others_before_its_accounts_are_closed(settings, capsys):
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="admin, editor, mumbai, publisher, reviewer are open"):
        serving.refuse_trial_to_others("127.0.0.1")
    call_command("close_sample_accounts")
    assert find_open_accounts() == []
    serving.refuse_trial_to_others("127.0.0.1")
    call_command("close_sample_accounts")
    assert "No sample account is open." in capsys.readouterr().out


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_what_debug_shows_is_not_served_to_others_at_a_local_address_either(settings, host):
    settings.DEBUG = True
    call_command("close_sample_accounts")
    serving.refuse_trial_to_others("127.0.0.1")
    with pytest.raises(CommandError, match="DEBUG shows settings and code"):
        serving.refuse_trial_to_others(host)


def test_start_and_serve_run_the_same_server_which_loads_the_application_before_its_workers_are_forked(monkeypatch):
    """Each would load it again, which takes two seconds and a hundred megabytes."""
    done = []

    def serve(words, **options):
        done.append(words)
        raise SystemExit(0)

    monkeypatch.setattr(serving, "cli", serve)
    monkeypatch.setattr(serving, "import_module", done.append)
    monkeypatch.setattr(
        serving, "connections", SimpleNamespace(close_all=lambda: done.append("connections are closed"))
    )
    monkeypatch.setattr(serving.resource, "setrlimit", lambda *_arguments: None)
    with pytest.raises(SystemExit):
        call_command("serve", port=0)
    with pytest.raises(SystemExit):
        serving.become_server("127.0.0.1", 0)
    assert done[:3] == done[3:] == ["cms.rsgi", "connections are closed", done[2]]
    assert "cms.rsgi:application" in done[2]
