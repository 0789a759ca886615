"""`manage.py setup`: an empty database becomes one to work in, once, without samples and without a server."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page, Site

from content.management.commands import setup as command
from content.model.guides.models import GuidePage, HomePage
from content.model.running import joining, places
from content.model.running.models import Installation
from content.setup.administrators import PASSWORD

pytestmark = pytest.mark.django_db
WHO = {"administrator": "asha", "email": "asha@guides.example"}


@pytest.fixture
def empty(django_user_model):
    """As `migrate` leaves it."""
    for page in Page.objects.filter(depth=2):
        page.specific.delete()
    Site.objects.all().delete()
    Group.objects.all().delete()
    django_user_model.objects.all().delete()


def run(**options) -> str:
    said = StringIO()
    call_command("setup", **options, stdout=said)
    return said.getvalue()


def count(user_model) -> list[int]:
    models = (HomePage, Page, Locale, Site, Group, user_model, Installation)
    return [model._default_manager.count() for model in models]


def test_everything_is_made_once_and_the_link_sets_the_password(empty, client, django_user_model):
    link = run(**WHO).splitlines()[1]
    user = django_user_model.objects.get(username="asha")
    assert (user.is_superuser, user.has_usable_password(), GuidePage.objects.count()) == (True, False, 0)
    assert {"Publishers", "Administrators"} <= set(Group.objects.values_list("name", flat=True))
    assert client.get("/").status_code == client.get("/api/v1/guides/").status_code == 200
    made = count(django_user_model)
    page = client.get(urlsplit(link).path, follow=True)
    typed = {"new_password1": "a-long-password-7", "new_password2": "a-long-password-7"}
    client.post(page.request["PATH_INFO"], typed)
    assert client.login(username="asha", password="a-long-password-7")
    assert run(**WHO) == run() == "Ready.\n"
    assert count(django_user_model) == made


def test_a_setup_that_dies_in_the_middle_has_made_nothing(empty, monkeypatch, django_user_model):
    before = count(django_user_model)
    monkeypatch.setattr(command, "make_roles", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(**WHO)
    assert count(django_user_model) == before
    monkeypatch.undo()
    monkeypatch.setenv(PASSWORD, "a-long-password-8")
    assert run(**WHO) == "Ready.\n"
    assert django_user_model.objects.get().check_password("a-long-password-8")


@pytest.mark.parametrize(
    ("who", "password", "sentence"),
    [
        ({"administrator": "asha"}, "", "Give the administrator's e-mail address"),
        (WHO, "short", "too short"),
        (WHO | {"administrator": "editor"}, "", "the account of somebody else"),
    ],
)
def test_what_cannot_be_an_administrator_is_refused_with_the_fix(who, password, sentence, monkeypatch):
    monkeypatch.setenv(PASSWORD, password)
    with pytest.raises(CommandError, match=sentence):
        run(**who)


def test_a_second_host_needs_the_keys_and_the_files_of_the_first(settings, tmp_path, monkeypatch, client):
    joining.join()
    joining.join()
    settings.BUNDLE_KEY = "another-key" * 9
    with pytest.raises(CommandError, match="BUNDLE_KEY is not that of the other processes"):
        joining.join()
    joining.adopt()
    joining.join()
    monkeypatch.setattr(storages["public"], "exists", lambda name: False)
    with pytest.raises(CommandError, match="The public files here are not those of this database"):
        joining.join()
    monkeypatch.setattr(places, "_known", (float("-inf"), []))
    answer = client.get("/healthz/")
    assert (answer.status_code, b"not those of this database" in answer.content) == (503, True)
    monkeypatch.setattr(places, "_known", (float("-inf"), []))
