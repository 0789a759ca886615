"""The first hour: five steps that tick themselves, with a button for whoever may take each."""

import pytest
from django.utils import timezone

from content.approval.signoff.models import SignOff
from content.desk.dashboard.first_steps import find_steps
from content.desk.sightings.models import Sighting
from content.model.branches.models import BranchPage
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.publishing import publishing
from content.model.snippets.models import Clinician
from tests.support.guide_forms import draft_of, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty():
    """As a site without samples begins, but with accounts of all roles."""
    with publishing():
        for page in (*GuidePage.objects.order_by("-pk"), *BranchPage.objects.order_by("-pk")):
            page.delete()
    SignOff.objects.all().delete()
    Clinician.objects.update(account=None)
    GroupSettings.objects.all().delete()


def test_an_empty_site_leads_each_role_through_the_first_hour(empty, as_user, django_user_model):
    buttons = {
        "admin": [True, True, True, True, False],
        "editor": [False, True, True, False, False],
        "reviewer": [False] * 5,
        "publisher": [True, False, False, False, False],
        "mumbai": [False] * 5,
    }
    for name, expected in buttons.items():
        steps, client = find_steps(django_user_model.objects.get(username=name)), as_user(name)
        assert [bool(step.address) for step in steps] == expected, name
        assert not any(step.is_done for step in steps)
        assert all(step.sentence for step in steps)
        opened = [client.get(step.address, follow=True).status_code for step in steps if step.address]
        assert opened == [200] * sum(expected), name
    assert "0 of 5 done" in as_user("editor").get("/admin/").content.decode()


def test_the_steps_tick_themselves_and_go_when_all_are_done_or_when_they_are_dismissed(
    as_user, django_user_model, drafted_peel
):
    def read(name="editor"):
        return find_steps(django_user_model.objects.get(username=name))

    editor = as_user("editor")
    assert [step.is_done for step in read()] == [True, True, True, True, False]
    assert "4 of 5 done" in editor.get("/admin/").content.decode()
    SignOff.objects.all().delete()
    assert read()[3].address == f"/admin/pages/{drafted_peel.pk}/edit/"
    edit(editor, draft_of(drafted_peel), "action-submit", summary="Another.")
    assert read("reviewer")[3].address == "/admin/sign-off/"
    editor.patch("/admin/dismissibles/", '{"first-steps": true}', content_type="application/json")
    assert "First steps" not in editor.get("/admin/").content.decode()
    assert "First steps" in as_user("reviewer").get("/admin/").content.decode()
    GroupSettings.objects.update(clinic_name="Our clinic")
    BranchPage.objects.update(live=False)
    assert [step.is_done for step in read()] == [False, False, True, False, False]


def test_nothing_is_left_once_a_website_shows_a_guide(django_user_model):
    Sighting.objects.create(day=timezone.localdate(), host="clinic.example", what="shown", way="element", locale="en")
    assert find_steps(django_user_model.objects.get(username="editor")) == []


@pytest.fixture
def drafted_peel(peel) -> GuidePage:
    peel.summary = "A newer draft."
    peel.save_revision()
    return peel
