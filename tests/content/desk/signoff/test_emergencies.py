"""Publishing without sign-off in an emergency: what was on the screen, by whom, for how long."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.approval.signoff.models import EmergencyPublication
from content.desk.signoff import worklists
from content.edition.models import Release
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from tests.support import signing
from tests.support.signing_screen import decide, said

pytestmark = pytest.mark.django_db
PEEL = "guides/superficial-chemical-peel/"


def hurry(client, page, reason, changes=None):
    """Read the screen of emergencies, and press its button; what somebody else changes in between."""
    address = reverse("publish_unsigned", args=[page.pk])
    digests = client.get(address).context["digests"]
    if changes:
        change(page, **changes)
    sent = {f"digest-{part}": digest for part, digest in digests.items()}
    return client.post(address, {"reason": reason} | sent, follow=True)


def change(page, **changes):
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()


@pytest.mark.parametrize("changes", [{"safety_lead": "Slipped in."}, {"summary": "Another warning."}])
def test_an_emergency_publishes_only_what_was_on_the_screen(as_user, drafted, api, changes):
    before = api(PEEL).content
    answer = hurry(as_user("admin"), drafted, "A warning that can't wait.", changes)
    assert "has changed while you were reading" in said(answer)
    assert not EmergencyPublication.objects.exists()
    assert api(PEEL).content == before


def test_an_emergency_that_has_not_read_the_screen_publishes_nothing(as_user, drafted, api):
    before = api(PEEL).content
    as_user("admin").post(reverse("publish_unsigned", args=[drafted.pk]), {"reason": "A warning."})
    assert api(PEEL).content == before


def test_an_emergency_does_not_wait_for_a_day(as_user, drafted, api):
    change(drafted, go_live_at=timezone.now() + timedelta(days=2))
    answer = hurry(as_user("admin"), drafted, "A warning that can't wait.")
    assert "Take the day out" in said(answer)
    assert not EmergencyPublication.objects.exists()


def test_an_emergency_needs_its_own_permission_and_a_reason(as_user, drafted, api):
    address = reverse("publish_unsigned", args=[drafted.pk])
    as_user("publisher").post(address, {"reason": "Because."})
    answer = hurry(as_user("admin"), drafted, "  ")
    assert answer.context["form"].errors["reason"]
    assert api(PEEL).json()["summary"] != "A new summary."
    hurry(as_user("admin"), drafted, "A warning that can't wait.")
    guide = api(PEEL).json()
    assert guide["summary"] == "A new summary."
    assert {entry["part"] for entry in guide["review"]["signed_off"]} == {
        *("mechanism", "process", "sessions", "combinations")
    }
    made = EmergencyPublication.objects.get()
    assert (made.reason, made.made_by.username) == ("A warning that can't wait.", "admin")
    assert Release.objects.latest("number").reason == "A warning that can't wait."
    assert "A warning that can&#x27;t wait." in as_user("reviewer").get(reverse("sign_offs")).content.decode()
    assert "in an emergency" in as_user("admin").get("/admin/").content.decode()
    # Only for those very words, and shown until they are signed.
    drafted.refresh_from_db()
    drafted.safety_lead = "Other words."
    with pytest.raises(Refused, match="No clinician has signed off: “Is it right for you"):
        drafted.save_revision().publish()
    decide(as_user("reviewer"), drafted, sign=["overview", "safety"])
    signing.sign(GuidePage.objects.get(pk=drafted.pk))
    assert worklists.find_emergencies() == []
    assert len(api(PEEL).json()["review"]["signed_off"]) == 6


def test_an_emergency_is_over_once_other_words_are_public(as_user, drafted):
    hurry(as_user("admin"), drafted, "It can't wait.")
    assert [page.pk for page, _made in worklists.find_emergencies()] == [drafted.pk]
    page = GuidePage.objects.get(pk=drafted.pk)
    page.summary, page.safety_lead = "Signed words.", "Signed words too."
    signing.publish(page)
    assert worklists.find_emergencies() == []


def test_an_emergency_publishes_no_claim(as_user, peel, api):
    peel.summary = "Results are guaranteed."
    peel.save_revision()
    answer = hurry(as_user("admin"), peel, "It must go out.")
    assert "must not be published" in said(answer)
    assert not EmergencyPublication.objects.exists()
    assert api(PEEL).json()["summary"] != "Results are guaranteed."
