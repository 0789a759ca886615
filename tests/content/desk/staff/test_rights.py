"""Superusers are made and changed by superusers alone, and nobody gives themselves the right to sign: at every door."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import LogContext

from content.model.publishing import Refused
from content.model.snippets.models import Clinician
from content.setup.roles import ADMINISTRATORS, CLINICAL_REVIEWERS

pytestmark = pytest.mark.django_db
NO_SUPERUSER = "Only a superuser can add, change or delete a superuser"
NOT_ONESELF = "You cannot give yourself the right to sign off"


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def boss():
    user = get_user_model().objects.create_user("boss", "boss@x.example", "right", first_name="B", last_name="C")
    user.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return user


@pytest.fixture
def client(boss) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def account(name: str):
    return get_user_model().objects.get(username=name)


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def fill(user, **typed) -> dict:
    """The form of an account as it is, with what is typed."""
    names = {"username": user.username, "email": user.email, "first_name": "A", "last_name": "B", "is_active": "on"}
    return {**names, "groups": [found.pk for found in user.groups.all()], **typed}


def edit(client: Client, user, **typed):
    return client.post(f"/admin/users/edit/{user.pk}/", fill(user, **typed), follow=True)


def bulk(client: Client, action: str, *users, **typed):
    ids = "&".join(f"id={user.pk}" for user in users)
    return client.post(f"/admin/bulk/auth/user/{action}/?{ids}", typed, follow=True)


def signs(user) -> bool:
    return get_user_model().objects.get(pk=user.pk).has_perm("content.sign_off_guide")


def test_an_administrator_creates_an_account_and_no_superuser(client):
    typed = {"username": "new", "email": "new@x.example", "first_name": "N", "last_name": "W", "is_superuser": "on"}
    client.post("/admin/users/new/", {**typed, "password1": "Long-and-odd-7", "password2": "Long-and-odd-7"})
    assert account("new").is_superuser is False


def test_an_administrator_makes_nobody_a_superuser(client):
    edit(client, account("editor"), is_superuser="on")
    assert (account("editor").first_name, account("editor").is_superuser) == ("A", False)


def test_an_administrator_changes_nothing_of_a_superuser(client):
    before = get_user_model().objects.filter(username="admin").values().get()
    edit(client, account("admin"), email="x@x.example", password1="Long-and-odd-7", password2="Long-and-odd-7")
    assert get_user_model().objects.filter(username="admin").values().get() == before
    listing = client.get("/admin/users/").content.decode()
    assert f"/admin/users/edit/{account('editor').pk}/" in listing
    assert f"/admin/users/edit/{account('admin').pk}/" not in listing


def test_an_administrator_deletes_no_superuser(client):
    client.post(f"/admin/users/delete/{account('admin').pk}/")
    bulk(client, "delete", account("admin"))
    assert account("admin").is_superuser


def test_an_administrator_closes_no_superuser_among_others(client):
    bulk(client, "set_active_state", account("admin"), account("editor"), mark_as_active="False")
    assert (account("admin").is_active, account("editor").is_active) == (True, False)


def test_an_administrator_gives_no_superuser_a_role(client):
    bulk(client, "assign_role", account("admin"), account("editor"), role=group(ADMINISTRATORS).pk)
    assert list(account("admin").groups.filter(name=ADMINISTRATORS)) == []
    assert account("editor").groups.filter(name=ADMINISTRATORS).exists()


def test_a_superuser_does_all_that(as_user):
    edit(as_user("admin"), account("editor"), is_superuser="on")
    edit(as_user("admin"), account("editor"), email="x@x.example", is_superuser="on")
    assert (account("editor").is_superuser, account("editor").email) == (True, "x@x.example")
    bulk(as_user("admin"), "set_active_state", account("editor"), mark_as_active="False")
    assert account("editor").is_active is False
    client = as_user("admin")
    client.post(f"/admin/users/delete/{account('editor').pk}/")
    assert not get_user_model().objects.filter(username="editor").exists()


def test_whatever_door_is_forgotten_a_row_of_a_superuser_is_not_written(boss):
    admin, editor = account("admin"), account("editor")
    admin.email, editor.is_superuser = "x@x.example", True
    with LogContext(user=boss):
        for write in (
            admin.save,
            editor.save,
            admin.delete,
            lambda: admin.groups.add(group(ADMINISTRATORS)),
            lambda: group(ADMINISTRATORS).user_set.add(admin),
        ):
            with pytest.raises(Refused, match=NO_SUPERUSER), transaction.atomic():
                write()


def test_a_log_in_of_a_superuser_is_no_change_of_it(boss):
    admin = account("admin")
    admin.last_login = None
    with LogContext(user=boss):
        admin.save(update_fields=["last_login"])
    assert account("admin").last_login is None


def test_an_administrator_does_not_put_themselves_among_those_who_sign(client, boss):
    both = [group(ADMINISTRATORS).pk, group(CLINICAL_REVIEWERS).pk]
    assert NOT_ONESELF in edit(client, boss, groups=both).content.decode()
    assert NOT_ONESELF in bulk(client, "assign_role", boss, role=group(CLINICAL_REVIEWERS).pk).content.decode()
    assert not signs(boss)


def test_an_administrator_puts_somebody_else_there(client):
    edit(client, account("editor"), groups=[group(CLINICAL_REVIEWERS).pk])
    assert signs(account("editor"))


def save_group(client: Client, found: Group):
    codenames = Permission.objects.filter(
        codename__in=("access_admin", "change_user", "change_group", "sign_off_guide")
    )
    typed = {"name": found.name, "permissions": [permission.pk for permission in codenames]}
    forms = dict.fromkeys(FORMSETS, 0)
    return client.post(reverse("wagtailusers_groups:edit", args=[found.pk]), {**typed, **forms}, follow=True)


FORMSETS = [
    f"{panel}_permissions-{name}"
    for panel in ("page", "collection", "image", "document")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
]


def test_an_administrator_lets_their_own_group_not_sign_and_another_do(client, boss):
    assert NOT_ONESELF in save_group(client, group(ADMINISTRATORS)).content.decode()
    assert not signs(boss)
    other = Group.objects.create(name="Doctors")
    save_group(client, other)
    assert other.permissions.filter(codename="sign_off_guide").exists()


def test_nobody_gives_it_to_themselves_past_the_forms(boss):
    permission = Permission.objects.get(codename="sign_off_guide")
    with LogContext(user=boss):
        for give in (
            lambda: boss.user_permissions.add(permission),
            lambda: permission.user_set.add(boss),
            lambda: permission.group_set.add(group(ADMINISTRATORS)),
            lambda: group(CLINICAL_REVIEWERS).user_set.add(boss),
        ):
            with pytest.raises(Refused, match=NOT_ONESELF), transaction.atomic():
                give()


@pytest.mark.parametrize("name", ["boss", "admin"])
def test_nobody_makes_their_own_account_that_of_a_clinician(boss, name):
    user, rao = account(name), Clinician.objects.get(registration_number="SMC-000111")
    client = Client()
    client.force_login(user)
    typed = {"name": "Dr Asha Rao", "role": "Dermatologist", "registration_body": "B", "registration_number": "1"}
    path = reverse("wagtailsnippets_content_clinician:edit", args=[rao.pk])
    answer = client.post(
        path, {**typed, "shown": "{}", "registered_until": "2099-01-01", "account": user.pk}, follow=True
    )
    assert "You cannot make yourself a clinician who signs off" in answer.content.decode()
    rao.refresh_from_db()
    assert rao.account == account("reviewer")
