"""What patients saw, and the way back. Nothing of it is public."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from content.edition.models import Edition, Release
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.release import restoring
from tests.support import signing

pytestmark = pytest.mark.django_db


def publish(page, **words):
    page = GuidePage.objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(page, name, value)
    signing.publish(page)


def editions(page):
    return Edition.objects.filter(subject=page.translation_key, locale="en").order_by("version")


def address(name: str, page, *more) -> str:
    return reverse(name, args=["guide", page.translation_key, "en", *more])


def test_it_shows_what_patients_saw_on_a_day(as_user, peel, monkeypatch):
    publish(peel, summary="The second wording.")
    Release.objects.filter(number=editions(peel)[0].release_id).update(committed_at=timezone.now() - timedelta(days=10))
    client = as_user("editor")
    shown = {}
    for days in (20, 5, 0):
        moment = (timezone.now() - timedelta(days=days) + timedelta(minutes=1)).isoformat()
        shown[days] = client.get(address("history", peel), {"as_of": moment}).content.decode()
    assert "Nothing was public then." in shown[20]
    assert peel.summary in shown[5]
    assert "The second wording." not in shown[5]
    assert "The second wording." in shown[0]


def test_a_difference_is_readable(as_user, peel):
    publish(peel, summary="The second wording.")
    html = as_user("editor").get(address("edition", peel, 2)).content.decode()
    assert "What changed since version 1" in html
    assert '<span class="addition">' in html
    assert '<span class="deletion">' in html
    assert "<h3" in html.split("What it said")[0]


def test_one_click_returns_to_an_earlier_edition_even_without_its_revision(as_user, peel, api):
    original = peel.summary
    publish(peel, summary="A mistake.")
    GuidePage.objects.get(pk=peel.pk).revisions.exclude(pk=peel.latest_revision_id).delete()
    assert as_user("publisher").post(address("return_to_edition", peel, 1)).status_code == 302
    guide = api("guides/superficial-chemical-peel/").json()
    assert (guide["summary"], guide["version"]) == (original, 3)
    assert Release.objects.latest("number").reason == "Return to version 1"
    assert Release.objects.latest("number").actor == "publisher"
    first, last = editions(peel)[0], editions(peel)[2]
    assert first.digest == last.digest


def test_returning_to_what_may_not_be_public_any_more_is_refused(as_user, peel, api, monkeypatch):
    from content.model.guides.refusals import Refusal
    from content.release import candidates

    publish(peel, summary="Public now.")
    monkeypatch.setattr(candidates, "find_final_refusals", lambda page: [Refusal("x", "A new rule forbids it.")])
    client = as_user("publisher")
    response = client.post(address("return_to_edition", peel, 1), headers={"referer": address("edition", peel, 1)})
    assert "A new rule forbids it." in client.get(response["Location"]).content.decode()
    assert api("guides/superficial-chemical-peel/").json()["summary"] == "Public now."


def test_history_is_for_those_who_may_edit_the_page_and_nobody_else(as_user, client, peel):
    assert as_user("mumbai").get(address("history", peel)).status_code == 302
    assert client.get(address("history", peel)).status_code == 302
    assert as_user("editor").get(address("history", peel)).status_code == 200


def test_an_erased_edition_keeps_its_digest_and_the_reason_and_no_word(as_user, peel, django_user_model):
    old = peel.summary
    publish(peel, summary="The second wording.")
    django_user_model.objects.get(username="editor").user_permissions.add(
        Permission.objects.get(codename="redact_edition")
    )
    client = as_user("editor")
    digest = editions(peel)[0].digest
    client.post(address("redact_edition", peel, 1), {"reason": "Consent withdrawn."})
    first = editions(peel)[0]
    assert (first.digest, first.notice["redacted"]) == (digest, "Consent withdrawn.")
    assert (bytes(first.body), bytes(first.body_br), bytes(first.body_gzip), first.card, first.source) == (
        *(b"", b"", b""),
        {},
        None,
    )
    assert old not in client.get(address("edition", peel, 1)).content.decode()
    with pytest.raises(Refused, match="Nothing is kept"):
        restoring.return_to(first)


def test_what_is_public_is_not_erased(peel, api):
    with pytest.raises(Refused, match="public now"):
        restoring.redact(editions(peel)[0], "Because.")
    assert api("guides/superficial-chemical-peel/").status_code == 200


def test_erasing_needs_its_own_permission(as_user, peel):
    publish(peel, summary="The second wording.")
    as_user("editor").post(address("redact_edition", peel, 1), {"reason": "Because."})
    assert editions(peel)[0].body


def test_a_branch_has_a_history_and_a_way_back_too(as_user):
    branch = BranchPage.objects.get(slug="mumbai")
    branch.phone = "+91 22 0000 0000"
    branch.save_revision().publish()
    client = as_user("mumbai")
    arguments = ["branch", branch.translation_key, "en"]
    assert "+91 22 0000 0000" in client.get(reverse("edition", args=[*arguments, 2])).content.decode()
    client.post(reverse("return_to_edition", args=[*arguments, 1]))
    assert BranchPage.objects.get(pk=branch.pk).phone != "+91 22 0000 0000"
