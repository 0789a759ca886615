"""No role sees or changes what is not its own, whatever it asks of whichever address of the admin.

PROVE_REQUESTS says how many requests are made ("all": every one, make prove-roles), PROVE_SEED which, PROVE_ROLES
by whom.
"""

import logging
import os

import pytest

from content.desk.access import guard, table
from content.desk.offerings import views as offerings
from content.model.branches.models import BranchPage
from tests.content.desk.access.addresses import Addresses, find_routes
from tests.content.desk.access.canaries import ID, WORD
from tests.content.desk.access.machine import Machine, Request, choose
from tests.content.desk.access.rights import MAY_SEE, ROLES

pytestmark = pytest.mark.django_db
A_SLICE = 350


@pytest.fixture
def machine(caplog):
    caplog.set_level(logging.CRITICAL, "django")
    return Machine()


def find(machine: Machine, role: str, path: str, *way: str) -> Request:
    asked = [one for one in machine.find_requests([role]) if one.address.path == path]
    return next(one for one in asked if (one.method, one.way) == way)


def test_nobody_sees_or_changes_what_is_not_theirs_by_any_address_of_the_admin(machine):
    requests = machine.find_requests(os.environ.get("PROVE_ROLES", " ".join(ROLES)).split())
    wanted = os.environ.get("PROVE_REQUESTS", str(A_SLICE))
    if wanted != "all":
        requests = choose(requests, int(wanted), int(os.environ.get("PROVE_SEED", "0")))
    report = machine.run(requests)
    print(report.describe())  # noqa: T201
    assert report.requests == len(requests)
    assert (report.leaks, report.changes) == ({}, {})
    assert machine.tables.compare_all() == [], "a request was not taken back"


def test_every_route_is_asked_with_its_parameters_filled(machine):
    addresses = Addresses(machine.planted).fill_all()
    assert {address.route for address in addresses} == set(find_routes())
    assert [address.path for address in addresses if set(address.path) & set("<>()^\\")] == []
    assert f"/admin/pages/{ID}/revisions/compare/earliest...latest/" in {address.path for address in addresses}


def test_every_planted_word_is_there_to_be_seen(machine):
    """A canary that no superuser can find proves nothing."""
    client, seen = machine.superuser, set()
    for path in (
        "images/chooser/", "snippets/choose/content/consent/", "snippets/content/mistakereport/", "users/", "groups/",
        f"pages/{ID}/edit/", f"pages/{machine.planted.live_branch.pk}/edit/", f"pages/{ID}/history/", "recalls/",
        "snippets/content/launch/", f"snippets/content/clinician/edit/{ID}/", "sites/", "workflows/tasks/index/",
        "sightings/", f"previews/{ID}/", "reports/site-history/", "collections/", f"launch/{ID + 1}/",
        f"bulk/wagtaildocs/document/delete/?id={ID}",
    ):  # fmt: skip
        seen |= {kind for kind, _field in machine.find_seen(client.get(f"/admin/{path}"))}
    never_shown = {"Message", "Restriction"}
    assert {name.partition("_")[0] for name in MAY_SEE} - seen == never_shown


def test_the_machine_sees_a_planted_leak(machine, monkeypatch):
    leak = find(machine, "mumbai", "/admin/snippets/choose/content/consent/", "GET", "plain")
    assert machine.run([leak]).leaks == {}
    monkeypatch.setattr(guard, "find_rule", lambda name: table.everybody)
    report = machine.run([leak])
    assert ("mumbai", "Consent_reference") in report.leaks, WORD


def test_the_machine_sees_a_planted_change(machine, monkeypatch):
    change = find(machine, "mumbai", f"/admin/offerings/{machine.planted.live_branch.pk}/", "POST", "form")
    assert machine.run([change]).changes == {}
    monkeypatch.setattr(offerings, "_find_branch", lambda user, pk: BranchPage.objects.get(pk=pk))
    report = machine.run([change])
    assert ("mumbai", "content_offering of branch") in report.changes
    assert machine.tables.compare_all() == []
