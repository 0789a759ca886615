"""A translation goes stale part by part, by what its source says, and a clinician can say that it is right still."""

import pytest
from django.urls import reverse

from content.desk.dashboard.tasks import find_stale_translations
from content.desk.localisation.staleness import read_source
from content.model.guides.models import GuidePage
from tests.support import signing
from tests.support.signing_screen import decide

pytestmark = pytest.mark.django_db
GUIDE = "guides/mesotherapy-for-hair/"


@pytest.fixture
def hindi(mesotherapy) -> GuidePage:
    return GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")


def again(page: GuidePage) -> GuidePage:
    return GuidePage.objects.get(pk=page.pk)


def changed(page: GuidePage) -> list[str]:
    return [part.part for part in read_source(again(page)) if part.has_changed]


def is_stale(api) -> bool:
    stale: bool = api(GUIDE, locale="hi").json()["translation"]["stale"]
    return stale


def test_only_the_parts_that_changed_are_to_be_done_again(mesotherapy, hindi, api):
    assert (changed(hindi), is_stale(api)) == ([], False)
    mesotherapy.process_lead, mesotherapy.minutes_max = "Another lead.", 75
    signing.publish(mesotherapy)
    assert changed(hindi) == ["process"]
    assert is_stale(api)
    (part,) = [part for part in read_source(again(hindi)) if part.has_changed]
    assert '<span class="addition">Another lead' in part.difference


def test_a_source_published_again_with_the_same_words_makes_nothing_stale(mesotherapy, hindi, api):
    mesotherapy.next_review = None
    signing.publish(mesotherapy)
    assert (changed(hindi), is_stale(api)) == ([], False)


def test_a_draft_of_the_source_makes_nothing_stale(mesotherapy, hindi, api):
    mesotherapy.process_lead = "Only a draft."
    mesotherapy.save_revision()
    assert (changed(hindi), is_stale(api)) == ([], False)


def test_words_that_come_back_are_not_stale_any_more(mesotherapy, hindi, api):
    original = mesotherapy.process_lead
    mesotherapy.process_lead = "Another lead."
    signing.publish(mesotherapy)
    mesotherapy.process_lead = original
    signing.publish(mesotherapy)
    assert (changed(hindi), is_stale(api)) == ([], False)


def test_a_clinician_can_say_that_it_is_right_still(as_user, mesotherapy, hindi, api):
    mesotherapy.process_lead = "Another lead."
    signing.publish(mesotherapy)
    words = api(GUIDE, locale="hi").json()["sections"][1]["lead"]
    decide(as_user("reviewer"), again(hindi), sign=["process"])
    assert (changed(hindi), is_stale(api)) == ([], False)
    assert api(GUIDE, locale="hi").json()["sections"][1]["lead"] == words


def test_the_source_stands_beside_the_form_of_a_translation_only(as_user, mesotherapy, hindi):
    assert "source" in dict(hindi.preview_modes)
    assert "source" not in dict(mesotherapy.preview_modes)
    mesotherapy.safety_lead = "A new English lead."
    signing.publish(mesotherapy)
    html = again(hindi).make_preview_request(preview_mode="source").content.decode()
    assert "Changed since this translation was signed off: “Is it right for you?”." in html
    assert '<span class="addition">A new English lead' in html


def test_the_task_leads_to_what_has_changed_in_the_source(as_user, mesotherapy, django_user_model):
    mesotherapy.safety_lead = "A new English lead."
    signing.publish(mesotherapy)
    tasks = find_stale_translations(django_user_model.objects.get(username="editor"))
    html = as_user("editor").get(next(tasks).address).content.decode()
    assert '<span class="addition">A new English lead' in html
    assert "Edit the translation" in html


def test_changes_to_what_is_public_are_a_way_of_previewing(peel):
    assert "changes" in dict(peel.preview_modes)
    assert "same as the public version" in peel.make_preview_request(preview_mode="changes").content.decode()
    peel.process_lead = "Only in the draft."
    html = peel.make_preview_request(preview_mode="changes").content.decode()
    assert '<span class="addition">Only in the draft' in html
    peel.unpublish()
    html = GuidePage.objects.get(pk=peel.pk).make_preview_request(preview_mode="changes").content.decode()
    assert "everything is new" in html


def test_the_sign_off_screen_shows_the_source_beside_a_translation(as_user, mesotherapy, hindi):
    mesotherapy.process_lead = "Another lead."
    signing.publish(mesotherapy)
    html = as_user("reviewer").get(reverse("sign_off", args=[hindi.pk])).content.decode()
    assert "The English text has changed since this translation was signed" in html
    assert "Another lead." in html
