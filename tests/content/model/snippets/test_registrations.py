"""Who a clinician is, and so who may sign, an administrator says; editors read it."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.log_actions import LogContext

from content.model.publishing import Refused
from content.model.snippets.models import Clinician
from content.model.snippets.registrations import FIELDS, ClinicianForm
from content.setup.roles import ADMINISTRATORS
from tests.support.tabs import read_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def rao() -> Clinician:
    Clinician.objects.filter(registration_number="SMC-000111").update(registered_until=date(2026, 1, 31))
    return Clinician.objects.get(registration_number="SMC-000111")


@pytest.fixture
def boss() -> Client:
    user = get_user_model().objects.create_user("boss")
    user.groups.add(Group.objects.get(name=ADMINISTRATORS))
    client = Client()
    client.force_login(user)
    return client


def account(name: str):
    return get_user_model().objects.get(username=name)


def address(verb: str, *args) -> str:
    return reverse(f"wagtailsnippets_content_clinician:{verb}", args=args)


def typed(**changes) -> dict:
    """As an attacker fills it in: with an account and a registration of theirs."""
    forged = {"registration_body": "Forged", "registration_number": "1", "registered_until": "2099-01-01"}
    return {"name": "Dr Asha Rao", "role": "Dermatologist", "account": account("editor").pk, **forged, **changes}


def state(clinician: Clinician) -> tuple:
    return tuple(getattr(Clinician.objects.get(pk=clinician.pk), name) for name in FIELDS)


def test_a_publisher_changes_the_role_and_nothing_that_decides_who_signs(as_user, rao):
    before = state(rao)
    publisher, form = as_user("publisher"), address("edit", rao.pk)
    assert publisher.post(form, read_shown(publisher, form) | typed(role="Changed")).status_code == 302
    assert Clinician.objects.get(pk=rao.pk).role == "Changed"
    assert state(rao) == before


def test_an_editor_reads_who_the_account_and_the_registration_are(as_user, rao):
    page = as_user("editor").get(address("inspect", rao.pk)).content.decode()
    assert "SMC-000111" in page
    assert "reviewer" in page
    assert as_user("editor").get(address("edit", rao.pk)).status_code == 302


def test_a_publisher_reads_them_in_the_form(as_user, rao):
    page = as_user("publisher").get(address("edit", rao.pk)).content.decode()
    assert "SMC-000111" in page
    assert "Ask an administrator" in page
    assert 'name="registration_number"' not in page
    assert 'name="account"' not in page


def test_an_administrator_changes_them(boss, rao):
    form = address("edit", rao.pk)
    assert boss.post(form, read_shown(boss, form) | typed()).status_code == 302
    assert state(rao) == ("Forged", "1", date(2099, 1, 1), account("editor"), False)


@pytest.mark.parametrize("role", ["editor", "publisher", "reviewer", "mumbai"])
def test_nobody_else_makes_or_deletes_one(as_user, rao, role):
    client, before = as_user(role), Clinician.objects.count()
    client.post(address("add"), typed())
    client.post(address("delete", rao.pk))
    client.post(f"/admin/bulk/content/clinician/delete/?id={rao.pk}")
    assert Clinician.objects.count() == before


def test_there_is_no_copying(rao):
    with pytest.raises(NoReverseMatch):
        address("copy", rao.pk)


def test_the_chooser_makes_none_either(as_user, rao):
    before = Clinician.objects.count()
    answer = as_user("editor").post(reverse("wagtailsnippetchoosers_content_clinician:create"), typed())
    assert answer.status_code in (302, 403, 404)
    assert Clinician.objects.count() == before


@pytest.mark.parametrize("change", [{"account": None}, {"registered_until": date(2099, 1, 1)}, {"is_sample": False}])
def test_whatever_door_forgets_to_ask_is_refused(rao, change):
    for name, value in change.items():
        setattr(rao, name, value)
    with LogContext(user=account("editor")), pytest.raises(Refused, match="Ask an administrator"):
        rao.save()
    with LogContext(user=account("editor")), pytest.raises(Refused):
        Clinician.objects.create(name="A", role="B", registration_body="C", registration_number="D")
    unused = Clinician.objects.create(name="A", role="B", registration_body="C", registration_number="D")
    with LogContext(user=account("editor")), pytest.raises(Refused):
        unused.delete()


def test_an_earlier_revision_brings_back_words_and_no_registration(rao):
    """As Wagtail makes the form of a revision: with an instance that holds what was true then."""
    earlier = Clinician.objects.get(pk=rao.pk)
    earlier.role, earlier.account, earlier.registered_until = "Earlier", account("editor"), None
    form = type("Form", (ClinicianForm,), {"Meta": type("Meta", (), {"model": Clinician, "fields": ["role"]})})(
        {"role": "Earlier"}, instance=earlier, for_user=account("editor")
    )
    assert form.is_valid()
    assert (form.instance.role, form.instance.account) == ("Earlier", account("reviewer"))
    assert form.instance.registered_until == date(2026, 1, 31)
