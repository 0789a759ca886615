"""What patients saw, and the way back. Nothing of it is public."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import segno
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from content.edition.models import Edition, Release
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall
from content.model.publishing import Refused
from content.release import restoring
from content.release.notices import recalling
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


def frame_of(client, html: str, way: str) -> str:
    """What a frame of the screen shows."""
    frame = BeautifulSoup(html, "html.parser").select_one(f"iframe[src*='/{way}/']")
    answer = client.get(frame["src"])
    assert (answer.status_code, answer["X-Frame-Options"]) == (200, "SAMEORIGIN")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    return answer.content.decode()


def move_back(edition: Edition, days: int) -> None:
    moment = timezone.now() - timedelta(days=days)
    Release.objects.filter(number__lte=edition.release_id).update(committed_at=moment)


def ask(client, page, **asked):
    return client.get(address("history", page), {"zone": "UTC", "at": "", **asked}).content.decode()


def test_it_shows_the_guide_as_it_looked_on_a_day_on_the_web_and_on_the_phone(as_user, peel):
    publish(peel, summary="The second wording.")
    move_back(editions(peel)[0], days=10)
    client, today = as_user("editor"), timezone.now().date()
    before, then, now = (ask(client, peel, as_of=str(today - timedelta(days=days))) for days in (20, 5, 0))
    assert "nothing of it was public yet" in before
    for way in ("web", "phone"):
        assert peel.summary in frame_of(client, then, way)
        assert "The second wording." not in frame_of(client, then, way)
        assert "The second wording." in frame_of(client, now, way)
    assert "The second wording." not in then
    page = frame_of(client, then, "web")
    assert "<h1>Superficial chemical peel</h1>" in page
    assert "web/site" in page
    assert "Version 1. Public from" in page


def test_a_time_counts_in_the_zone_that_is_named(as_user, peel):
    publish(peel, summary="The second wording.")
    first, second = (edition.release_id for edition in editions(peel))
    Release.objects.filter(number__lte=first).update(committed_at=datetime(2026, 3, 1, tzinfo=UTC))
    Release.objects.filter(number=second).update(committed_at=datetime(2026, 3, 2, 20, tzinfo=UTC))
    client = as_user("editor")
    for asked, version in (
        ({"as_of": "2026-03-02", "at": "20:30"}, 2),
        ({"as_of": "2026-03-02", "at": "20:30", "zone": "Asia/Kolkata"}, 1),
        ({"as_of": "2026-03-02"}, 2),
        ({"as_of": "2026-03-02", "zone": "Asia/Kolkata"}, 1),
        ({"as_of": "3 March 2026", "at": "01:31", "zone": "Asia/Kolkata"}, 2),
    ):
        assert f": version {version}</h2>" in ask(client, peel, **asked), asked


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"as_of": "31/31/2026"}, "is not a date. Enter it like 2026-10-25."),
        ({"as_of": "05/10/2025"}, "Enter the one you mean."),
        ({"as_of": "2999-01-01"}, "This is still to come."),
        ({"as_of": ""}, "This field is required."),
        ({"as_of": "0001-01-01"}, "nothing of it was public yet"),
        ({"as_of": "2026-03-02", "at": "25:00"}, "Enter a valid time."),
        ({"as_of": "2026-03-02", "zone": "Mars/Base"}, "Select a valid choice."),
        ({"as_of": "2026-03-02", "branch": "moon"}, "Select a valid choice."),
    ],
)
def test_a_wrong_question_is_answered_by_a_sentence(as_user, peel, asked, said):
    assert said in unescape(ask(as_user("editor"), peel, **asked))


def test_at_a_branch_it_shows_price_practitioner_and_hours_of_that_moment(as_user, peel):
    mumbai = BranchPage.objects.get(slug="mumbai")
    offering = Offering.objects.get(branch=mumbai, guide=peel)
    move_back(Edition.objects.latest("release"), days=10)
    offering.price_from, offering.note = 9999, "Now with tea."
    offering.save()
    client, today = as_user("editor"), timezone.now().date()
    then, now = (
        ask(client, peel, as_of=str(today - timedelta(days=days)), branch=str(mumbai.translation_key))
        for days in (5, 0)
    )
    assert "₹9,999" in now
    assert "₹9,999" not in then
    assert "Now with tea." in frame_of(client, now, "phone")
    assert "Now with tea." not in frame_of(client, then, "phone")
    hours = mumbai.opening_hours.first()
    assert f"{hours.opens:%H:%M}–{hours.closes:%H:%M}" in then
    # It links to that very moment.
    margin = BeautifulSoup(now, "html.parser").select_one(".seen-code a")["href"]
    assert f"branch={mumbai.translation_key}" in margin
    assert "₹9,999" in client.get(margin).content.decode()
    old = ask(client, peel, as_of=str(today - timedelta(days=20)), branch=str(mumbai.translation_key))
    assert "₹" not in old


def test_what_a_branch_did_not_offer_or_what_was_erased_is_said(as_user, peel):
    mumbai = BranchPage.objects.get(slug="mumbai")
    Offering.objects.filter(branch=mumbai, guide=peel).first().delete()
    Edition.objects.filter(kind="branch", subject=mumbai.translation_key).update(
        body=b"", notice={"redacted": "By law."}
    )
    shown = ask(as_user("editor"), peel, as_of=str(timezone.now().date()), branch=str(mumbai.translation_key))
    assert "The branch did not offer it then." in shown
    assert "What the branch said was erased: “By law.”." in unescape(shown)


def test_a_difference_stands_in_the_page_s_own_layout(as_user, peel):
    publish(peel, summary="The second <script>alert(1)</script> wording.")
    client = as_user("editor")
    html = client.get(address("edition", peel, 2)).content.decode()
    assert "What changed since version 1" in html
    assert "Changed: Overview" in html
    page = BeautifulSoup(frame_of(client, html, "difference"), "html.parser")
    header = page.select_one("header.guide-header")
    assert "second <script>" in header.select_one("p.tg-lead ins").text
    assert header.find("del")
    assert page.main.find("script") is None
    assert len(page.select(".guide-section > h2")) > 4
    assert not page.select("#safety ins")


def test_a_proof_has_its_margin_and_a_code_that_leads_to_this_edition(as_user, peel):
    publish(peel, summary="The second wording.")
    shown = editions(peel)[1]
    proof = as_user("reviewer").get(address("edition_proof", peel, 2)).content.decode()
    page = BeautifulSoup(proof, "html.parser")
    margin = page.select_one("aside.proof-margin")
    leads_to = margin.select_one(".seen-code a")["href"]
    assert leads_to == f"http://localhost:8000{address('edition', peel, 2)}"
    drawn = segno.make(leads_to, error="m", micro=False).svg_inline(border=2, light="#fff", omitsize=True)
    assert str(margin.select_one("svg path[stroke]")["d"]) in drawn
    for words in (shown.digest, "SMC-000111", "How it works, What happens", "Public since"):
        assert words in margin.text
    assert page.select_one("style, [style], script:not([type='application/ld+json'])") is None
    assert all(folded.has_attr("open") for folded in page.find_all("details"))
    assert [link["href"] for link in page.select("main a[href], header a[href]") if link["href"].startswith("/")] == []


def test_a_recall_is_shown_as_one(as_user, peel):
    recalling.recall(Recall(guide=peel.translation_key, title="Peel", severity="critical", reason="It burns."))
    client = as_user("reviewer")
    html = client.get(address("edition", peel, 2)).content.decode()
    assert "It burns." in frame_of(client, html, "web")
    assert "/phone/" not in html
    assert client.get(address("edition_phone", peel, 2)).status_code == 404


def test_what_readers_will_see_instead_is_shown_before_anything_is_done(as_user, peel, api):
    publish(peel, summary="A mistake.")
    page = GuidePage.objects.get(pk=peel.pk)
    page.summary = "Somebody's newest draft."
    page.save_revision()
    client, before = as_user("publisher"), Release.objects.count()
    client.post(address("return_to_edition", peel, 1), {"instead_of": 1})  # public by now is another
    html = client.get(address("return_to_edition", peel, 1)).content.decode()
    assert "something else is public by now" in html
    readers, draft = html.split("The newest draft")
    assert '<span class="deletion">mistake</span>' in readers
    assert "Somebody&#x27;s newest draft" in draft
    assert Release.objects.count() == before
    assert api("guides/superficial-chemical-peel/").json()["summary"] == "A mistake."


def test_one_answer_returns_to_an_earlier_edition_even_without_its_revision(as_user, peel, api):
    original = peel.summary
    publish(peel, summary="A mistake.")
    GuidePage.objects.get(pk=peel.pk).revisions.exclude(pk=peel.latest_revision_id).delete()
    assert as_user("publisher").post(address("return_to_edition", peel, 1), {"instead_of": 2}).status_code == 302
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
    response = client.post(
        address("return_to_edition", peel, 1), {"instead_of": 2}, headers={"referer": address("edition", peel, 1)}
    )
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
    for name in ("edition", "edition_web", "edition_phone", "edition_proof"):
        answer = client.get(address(name, peel, 1))
        assert answer.status_code == (200 if name == "edition" else 404)
        assert old not in answer.content.decode()
    shown = client.get(address("edition", peel, 1)).content.decode()
    assert "Its words were erased: “Consent withdrawn.” (editor)" in shown
    assert client.get(address("edition_difference", peel, 2)).status_code == 404
    assert old not in client.get(address("edition", peel, 2)).content.decode()
    with pytest.raises(Refused, match="no longer kept"):
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
    html = client.get(reverse("edition", args=[*arguments, 2])).content.decode()
    assert "+91 22 0000 0000" in frame_of(client, html, "web")
    assert "Treatments here" not in frame_of(client, html, "web")
    client.post(reverse("return_to_edition", args=[*arguments, 1]), {"instead_of": 2})
    assert BranchPage.objects.get(pk=branch.pk).phone != "+91 22 0000 0000"
