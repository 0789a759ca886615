"""A picture of a patient is public while a consent covers it, and not a moment longer, in any edition."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry

from content.edition.models import Edition
from content.model.branches.models import BranchPage
from content.model.consent.models import Consent, ConsentScope
from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_refusals
from content.model.images.models import GuideImage
from content.model.outbox.models import Message
from content.model.publishing import Refused
from content.release.consent_expiry import end_expired
from content.release.outbox.delivering import deliver_due
from tests.support import signing
from tests.support.pictures import make_consent
from tests.support.tabs import open_form, read_shown

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
GUIDE = "guides/mesotherapy-for-hair/"


@pytest.fixture
def consent(mesotherapy) -> Consent:
    """Covers the hero of the mesotherapy guide, which also has an older edition with it."""
    consent = make_consent()
    hero = mesotherapy.hero
    hero.shows_patient, hero.consent = True, consent
    hero.save()
    mesotherapy.summary = "Another summary."
    signing.publish(mesotherapy)
    return consent


def editions_with(image) -> list[int]:
    return [edition.pk for edition in Edition.objects.all() if str(image.public_id).encode() in bytes(edition.body)]


def test_a_covered_picture_is_public(consent, api):
    assert api(GUIDE).json()["hero"]["sources"]


def test_a_withdrawn_picture_leaves_every_edition_and_its_files_go(
    consent, mesotherapy, api, client, django_capture_on_commit_callbacks
):
    hero = mesotherapy.hero
    address = api(GUIDE).json()["hero"]["sources"][0]["srcset"][0]["url"]
    assert client.get(address).status_code == 200
    assert len(editions_with(hero)) >= 2
    consent.withdrawn_on = TODAY
    with django_capture_on_commit_callbacks(execute=True):
        consent.save()
    assert api(GUIDE).json()["hero"] is None
    assert not editions_with(hero)
    assert not hero.renditions.exists()
    assert client.get(address).status_code == 404
    redacted = Edition.objects.filter(notice__redacted__isnull=False).first()
    assert redacted.digest
    assert "consent" in redacted.notice["redacted"]


def test_what_is_left_is_done_by_the_worker_if_the_process_dies_after_the_commit(consent, mesotherapy):
    consent.withdrawn_on = TODAY
    consent.save()  # the test's transaction never commits, so nothing has run after it
    assert editions_with(mesotherapy.hero)
    Message.objects.update(due_at=timezone.now())
    deliver_due("worker")
    assert not editions_with(mesotherapy.hero)
    assert not mesotherapy.hero.renditions.exists()
    purged = [key for message in Message.objects.filter(topic="purge") for key in message.payload["keys"]]
    assert any(key.startswith("rendition-") for key in purged)


def test_an_edition_made_while_the_picture_was_withheld_is_never_redacted(consent, mesotherapy, api):
    consent.withdrawn_on = TODAY
    consent.save()
    mesotherapy.refresh_from_db()
    mesotherapy.hero, mesotherapy.summary = None, "A third summary."
    signing.publish(mesotherapy)
    Message.objects.update(due_at=timezone.now())
    deliver_due("worker")
    without = Edition.objects.filter(subject=mesotherapy.translation_key, locale="en").order_by("-version")[1]
    assert without.body
    assert not without.notice


def test_a_consent_ends_after_its_last_day(mesotherapy, consent, api):
    consent.expires_on = TODAY
    consent.save()
    assert end_expired() == []
    assert api(GUIDE).json()["hero"]
    Consent.objects.update(expires_on=TODAY - timedelta(days=1))
    call_command("worker", once=True)
    assert api(GUIDE).json()["hero"] is None
    assert end_expired() == []


def test_a_renewed_consent_brings_the_picture_back(consent, mesotherapy, api, django_capture_on_commit_callbacks):
    for withdrawn_on, is_shown in ((TODAY, False), (None, True)):
        consent.withdrawn_on = withdrawn_on
        with django_capture_on_commit_callbacks(execute=True):
            consent.save()
        deliver_due("worker")
        assert bool(api(GUIDE).json()["hero"]) == is_shown


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (None, "no consent is recorded"),
        ({"scope": ConsentScope.CLINIC}, "does not cover publishing"),
        ({"withdrawn_on": TODAY}, "has ended"),
        ({"expires_on": TODAY - timedelta(days=1)}, "has ended"),
    ],
)
def test_a_picture_without_a_consent_that_covers_it_is_not_public(mesotherapy, api, fields, why):
    hero = mesotherapy.hero
    hero.shows_patient, hero.consent = True, make_consent(**fields) if fields else None
    hero.save()
    assert api(GUIDE).json()["hero"] is None
    refusals = [
        refusal for refusal in find_refusals(GuidePage.objects.get(pk=mesotherapy.pk)) if why in refusal.message
    ]
    assert [refusal.field for refusal in refusals] == ["hero"]


def test_a_block_with_a_withheld_picture_is_left_out(mesotherapy, api):
    picture = mesotherapy.hero
    mesotherapy.hero = None
    block = {"image": {"image": picture.pk, "decorative": False, "alt_text": "A scalp"}, "caption": "Before"}
    mesotherapy.process_blocks.append(
        ("image", mesotherapy.process_blocks.stream_block.child_blocks["image"].to_python(block))
    )
    signing.publish(mesotherapy)

    def pictures():
        sections = api(GUIDE).json()["sections"]
        return [block for section in sections for block in section["blocks"] if block["type"] == "image"]

    before = len(pictures())
    picture.refresh_from_db()
    picture.shows_patient = True
    picture.save()
    assert len(pictures()) == before - 1


def test_a_withheld_picture_holds_up_no_change_of_something_else(consent, mesotherapy, api):
    consent.withdrawn_on = TODAY
    consent.save()
    reviewer = mesotherapy.reviewer
    reviewer.role = "A new role"
    reviewer.save()
    assert api(GUIDE).json()["review"]["reviewed_by"]["role"] == "A new role"


def test_the_editor_is_told_before_publishing(consent, mesotherapy, as_user):
    consent.withdrawn_on = TODAY
    consent.save()
    refusals = find_refusals(GuidePage.objects.get(pk=mesotherapy.pk))
    assert [(refusal.code, refusal.is_absolute) for refusal in refusals] == [("consent_missing", False)]


def test_a_consent_with_pictures_is_kept(consent):
    with pytest.raises(ProtectedError):
        consent.delete()


def test_the_admin_lists_takes_and_mends_consents(as_user):
    admin = as_user("admin")
    address = "/admin/snippets/content/consent/"
    sent = {"reference": "F-88", "scope": "public", "given_on": str(TODAY + timedelta(days=1)), "expires_on": ""}
    answer = admin.post(f"{address}add/", sent | {"withdrawn_on": ""})
    assert "in the future" in answer.content.decode()
    answer = admin.post(f"{address}add/", sent | {"given_on": str(TODAY), "withdrawn_on": ""}, follow=True)
    assert "F-88" in answer.content.decode()
    assert Consent.objects.get(reference="F-88").covers_publishing


@pytest.fixture
def withdrawn(consent, mesotherapy):
    """The picture of the mesotherapy guide, whose consent was withdrawn."""
    consent.withdrawn_on = TODAY
    consent.save()
    return GuideImage.objects.get(pk=mesotherapy.hero.pk)


def post_picture(client, image, **fields):
    typed = {"title": image.title, "collection": 1, "tags": "", "description": ""}
    address = f"/admin/images/{image.pk}/"
    return client.post(address, read_shown(client, address) | typed | fields)


@pytest.mark.parametrize("name", ["editor", "publisher"])
@pytest.mark.parametrize("kind", ["unticked", "no consent", "another consent"])
def test_a_withdrawn_picture_is_not_brought_back_by_saying_less_of_it(withdrawn, as_user, name, kind):
    another = make_consent(reference="F-2")
    fields = {
        "unticked": {},
        "no consent": {"shows_patient": "on", "consent": ""},
        "another consent": {"shows_patient": "on", "consent": another.pk},
    }
    answer = post_picture(as_user(name), withdrawn, **fields[kind])
    if name == "editor":
        assert "ask an administrator" in answer.content.decode()
    stored = GuideImage.objects.get(pk=withdrawn.pk)
    assert (stored.shows_patient, stored.consent_id) == (True, withdrawn.consent_id)


def test_a_picture_that_editions_show_stays_withdrawable(consent, mesotherapy, as_user):
    hero = GuideImage.objects.get(pk=mesotherapy.hero.pk)
    assert not hero.is_withheld
    for fields in ({}, {"shows_patient": "on", "consent": ""}):
        answer = post_picture(as_user("editor"), hero, **fields)
        assert "ask an administrator" in answer.content.decode()
    kept = {"shows_patient": "on", "consent": consent.pk}
    assert post_picture(as_user("editor"), hero, title="A new title", **kept).status_code == 302


def test_a_first_consent_can_be_recorded_by_an_editor(consent, mesotherapy, as_user):
    hero = GuideImage.objects.get(pk=mesotherapy.hero.pk)
    GuideImage.objects.filter(pk=hero.pk).update(consent=None, is_withheld=True)
    assert post_picture(as_user("editor"), hero, shows_patient="on", consent=consent.pk).status_code == 302
    assert GuideImage.objects.get(pk=hero.pk).consent == consent


def test_whatever_saves_it_in_the_admin_an_editor_says_no_less_of_a_patient(withdrawn):
    with LogContext(user=get_user_model().objects.get(username="editor")):
        withdrawn.shows_patient = False
        with pytest.raises(Refused, match="ask an administrator"):
            withdrawn.save()
        withdrawn.consent.withdrawn_on = None
        with pytest.raises(Refused, match="add a new consent"):
            withdrawn.consent.save()


def test_an_administrator_mends_what_was_recorded_by_mistake(withdrawn, as_user):
    assert post_picture(as_user("admin"), withdrawn).status_code == 302
    assert not GuideImage.objects.get(pk=withdrawn.pk).shows_patient


@pytest.mark.parametrize(
    ("ended", "typed"),
    [
        ({"withdrawn_on": TODAY}, {"withdrawn_on": ""}),
        ({"expires_on": TODAY - timedelta(days=1)}, {"expires_on": str(TODAY)}),
    ],
)
def test_a_consent_that_has_ended_stays_ended(as_user, ended, typed):
    consent = make_consent(**ended)
    address = f"/admin/snippets/content/consent/edit/{consent.pk}/"
    dates = {"expires_on": str(consent.expires_on or ""), "withdrawn_on": str(consent.withdrawn_on or "")}
    sent = {"reference": "F-9", "scope": "public", "given_on": str(consent.given_on)} | dates
    sent |= read_shown(as_user("editor"), address)
    answer = as_user("editor").post(address, sent | typed)
    assert "add a new consent" in answer.content.decode()
    assert Consent.objects.get(pk=consent.pk).ended_at
    assert as_user("editor").post(address, sent).status_code == 302  # its other fields can be mended
    sent |= read_shown(as_user("admin"), address)
    assert as_user("admin").post(address, sent | typed).status_code == 302
    assert not Consent.objects.get(pk=consent.pk).ended_at


def test_a_consent_that_a_picture_needs_is_not_deleted_and_says_so(as_user):
    consent = Consent.objects.create(reference="C-9", scope="public", given_on=TODAY)
    GuideImage.objects.filter(pk=GuideImage.objects.values("pk")[:1]).update(consent=consent)
    for address in (f"snippets/content/consent/delete/{consent.pk}/", f"bulk/content/consent/delete/?id={consent.pk}"):
        answer = as_user("admin").post(f"/admin/{address}", follow=True)
        assert answer.status_code == 200, address
        assert "used by: picture" in answer.content.decode(), address
    assert Consent.objects.filter(pk=consent.pk).exists()


def test_who_saves_a_picture_that_was_opened_before_its_consent_ended_does_not_bring_it_back(consent, mesotherapy, api):
    """Also where its title alone was typed anew: what was read of consent and picture then is not true any more."""
    opened = GuideImage.objects.select_related("consent").get(pk=mesotherapy.hero_id)
    ended = Consent.objects.get(pk=consent.pk)
    ended.withdrawn_on = TODAY
    ended.save()
    assert api(GUIDE).json()["hero"] is None
    opened.title = "The scalp, from above"
    opened.save()
    assert GuideImage.objects.get(pk=opened.pk).is_withheld
    assert api(GUIDE).json()["hero"] is None


def test_nor_who_says_meanwhile_that_it_shows_whoever_has_withdrawn(consent, mesotherapy, peel, api):
    """The consent was read while it stood."""
    GuideImage.objects.filter(pk=peel.hero_id).update(shows_patient=False, consent=None)
    picture, stood = GuideImage.objects.get(pk=peel.hero_id), Consent.objects.get(pk=consent.pk)
    consent.withdrawn_on = TODAY
    consent.save()
    picture.shows_patient, picture.consent = True, stood
    picture.save()
    assert api(f"guides/{peel.slug}/").json()["hero"] is None


def test_what_loses_a_picture_is_told_before_a_consent_ends(consent, as_user, api, mesotherapy):
    mumbai = BranchPage.objects.get(slug="mumbai")
    address = reverse("wagtailsnippets_content_consent:edit", args=[consent.pk])
    editor = as_user("editor")
    data = open_form(editor, address) | {"withdrawn_on": TODAY.isoformat()}
    html = editor.post(address, data).content.decode()
    for words in ("2 public guides lose a picture.", f"{mesotherapy.title} (English)", mumbai.title, "(हिन्दी)"):
        assert words in html
    assert "versions that show such a picture are erased for good" in html
    assert api(GUIDE).json()["hero"]
    seen = dict(re.findall(r'name="(end_seen)" value="([a-p]+)"', html))
    editor.post(address, data | seen)
    assert api(GUIDE).json()["hero"] is None
    reason = Edition.objects.filter(subject=mesotherapy.translation_key, locale="en").latest("version").release.reason
    assert reason == f"The picture “{mesotherapy.hero.title}” was taken off: the consent has ended"
    Message.objects.update(due_at=timezone.now())
    deliver_due("worker")
    (entry, _older) = PageLogEntry.objects.filter(page=mesotherapy.pk, action="guides.redact_picture")
    assert f"which showed the picture “{mesotherapy.hero.title}”" in entry.message
