"""Publishing through the admin: asked politely by the form, refused absolutely by the transaction."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry, PageLogEntry
from wagtail.test.utils.form_data import rich_text, streamfield

from content.edition.models import Release
from content.model.guides import refusals
from content.model.guides.models import GuidePage
from content.model.guides.refusals import Refusal
from content.model.snippets.models import Clinician
from content.release import candidates
from tests.support.guide_forms import draft_of, edit, form_data

pytestmark = pytest.mark.django_db


def test_publishing_serves_the_new_words_and_keeps_who_did_it(as_user, peel, api):
    assert edit(as_user("publisher"), peel, summary="From the form.").status_code == 302
    assert api("guides/superficial-chemical-peel/").json()["summary"] == "From the form."
    assert Release.objects.latest("number").actor == "publisher"
    assert PageLogEntry.objects.filter(page=peel.pk, action="wagtail.publish", user__username="publisher").exists()


def test_saving_a_draft_changes_nothing_public(as_user, peel, api):
    before = api("guides/superficial-chemical-peel/").content
    edit(as_user("editor"), peel, button="save", summary="Only a draft.")
    assert draft_of(peel).summary == "Only a draft."
    assert api("guides/superficial-chemical-peel/").content == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"safety_lead": ""}, "“Is it right for you?” has no lead sentence."),
        ({"safety_blocks": streamfield([])}, "“Is it right for you?” is empty."),
        ({"summary": ""}, "Write a summary"),
        ({"minutes_min": "", "minutes_max": ""}, "“What happens” is missing a fact: Minutes per session."),
        ({"minutes_min": "60", "minutes_max": "30"}, "Enter 60 or more."),
        ({"minutes_max": "481"}, "less than or equal to 480"),
        (
            {"safety_blocks": streamfield([("suits", {"text": rich_text("<p>All.</p>")})])},
            "“Is it right for you?” lists no side effects.",
        ),
    ],
)
def test_what_may_not_be_public_is_said_beside_the_field_and_typed_text_stays(as_user, peel, api, changes, sentence):
    before = api("guides/superficial-chemical-peel/").content
    response = edit(as_user("publisher"), peel, title="Typed by hand", **changes)
    html = response.content.decode()
    assert response.status_code == 200
    # Beside a stream the sentence stands in the JSON that its widget shows.
    assert sentence in html or json.dumps(sentence)[1:-1] in html
    assert "Typed by hand" in html
    assert api("guides/superficial-chemical-peel/").content == before


def typed(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
def test_when_a_guide_comes_and_goes_is_for_who_may_publish(as_user, peel, name):
    day = timezone.now() + timedelta(days=2)
    assert edit(as_user("editor"), peel, button="save", **{name: typed(day)}).status_code == 302
    assert getattr(draft_of(peel), name) is None
    edit(as_user("publisher"), peel, button="save", **{name: typed(day)})
    kept = getattr(draft_of(peel), name)
    assert kept
    assert edit(as_user("editor"), peel, button="save", **{name: ""}).status_code == 302
    assert getattr(draft_of(peel), name) == kept


def test_a_new_guide_of_an_editor_has_no_day_on_which_it_goes(as_user, peel, guide_index):
    sent = form_data(peel, title="New", slug="new", expire_at=typed(timezone.now() + timedelta(days=2)))
    address = reverse("wagtailadmin_pages:add", args=["content", "guidepage", guide_index.pk])
    assert as_user("editor").post(address, sent).status_code == 302
    assert draft_of(GuidePage.objects.get(slug="new")).expire_at is None


def test_the_form_opens_for_who_may_not_publish(as_user, peel):
    assert as_user("editor").get(reverse("wagtailadmin_pages:edit", args=[peel.pk])).status_code == 200


def test_an_incomplete_guide_can_still_be_saved_as_a_draft(as_user, peel):
    response = edit(as_user("editor"), peel, button="save", summary="", safety_lead="", minutes_min="", minutes_max="")
    assert response.status_code == 302
    assert draft_of(peel).safety_lead == ""


def test_a_refusal_that_only_the_transaction_sees_keeps_the_draft(as_user, peel, api, monkeypatch):
    """As when the reason arises between the form's question and the commit."""
    before, log = api("guides/superficial-chemical-peel/").content, PageLogEntry.objects.count()
    monkeypatch.setattr(candidates, "find_final_refusals", lambda page: [Refusal("late", "Too late for that.")])
    client = as_user("publisher")
    response = edit(client, peel, summary="Typed just now.")
    page = client.get(response["Location"])
    html = page.content.decode()
    assert "Too late for that." in html
    assert "saved as a draft" in html
    assert draft_of(peel).summary == "Typed just now."
    assert GuidePage.objects.get(pk=peel.pk).summary != "Typed just now."
    assert api("guides/superficial-chemical-peel/").content == before
    actions = PageLogEntry.objects.order_by("-pk").values_list("action", flat=True)[
        : PageLogEntry.objects.count() - log
    ]
    assert "wagtail.publish" not in actions


def test_a_compiler_that_fails_keeps_the_draft_and_says_so(as_user, peel, api, monkeypatch):
    before, releases = api("guides/superficial-chemical-peel/").content, Release.objects.count()

    def fail(page):
        raise RuntimeError("broken compiler")

    monkeypatch.setattr(candidates.compiler, "compile_guide", fail)
    client = as_user("publisher")
    html = client.get(edit(client, peel, summary="Typed just now.")["Location"]).content.decode()
    assert "Something went wrong while preparing this for readers (RuntimeError)." in html
    assert "has been published" not in html
    assert draft_of(peel).summary == "Typed just now."
    assert GuidePage.objects.get(pk=peel.pk).summary != "Typed just now."
    assert (api("guides/superficial-chemical-peel/").content, Release.objects.count()) == (before, releases)


def test_a_snippet_edit_in_the_admin_is_one_release(as_user, api):
    rao = Clinician.objects.get(name="Dr Asha Rao")
    before = Release.objects.count()
    address = reverse("wagtailsnippets_content_clinician:edit", args=[rao.pk])
    data = {"name": "Dr Asha R. Rao", "role": rao.role, "is_sample": "on", "shown": "{}"}
    data |= {"registration_body": rao.registration_body, "registration_number": rao.registration_number}
    assert as_user("publisher").post(address, data).status_code == 302
    assert Release.objects.count() == before + 1
    assert api("guides/superficial-chemical-peel/").json()["review"]["reviewed_by"]["name"] == "Dr Asha R. Rao"
    assert ModelLogEntry.objects.filter(action="wagtail.edit").exists()


def test_unpublishing_in_the_admin_withdraws(as_user, peel, api):
    as_user("publisher").post(reverse("wagtailadmin_pages:unpublish", args=[peel.pk]))
    assert api("guides/superficial-chemical-peel/").status_code == 410


def test_facts_of_a_translation_cannot_be_typed_over(as_user, mesotherapy, api):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    client = as_user("publisher")
    html = client.get(reverse("wagtailadmin_pages:edit", args=[hindi.pk])).content.decode()
    assert "Taken from the English guide; change it there." in html
    edit(client, hindi, minutes_min="1", minutes_max="2")
    section = api("guides/mesotherapy-for-hair/sections/process/", locale="hi").json()
    assert section["facts"]["minutes_per_session"] == {"min": 30, "max": 60}


def test_every_refusal_has_a_code_and_a_sentence():
    found = refusals.find_refusals(GuidePage(title="Empty", locale=Locale.get_default()))
    assert {refusal.code for refusal in found} >= {"summary_missing", "section_missing", "fact_missing", "lead_missing"}
    assert all(refusal.message.endswith(".") for refusal in found)


def test_a_guide_cannot_be_an_alias(peel):
    with pytest.raises(Exception, match="cannot be an alias"):
        peel.create_alias(update_slug="alias")
    assert not GuidePage.objects.filter(slug="alias", live=True).exists()
