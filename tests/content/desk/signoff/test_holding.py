"""What waits for a clinician is held: readers see the old words, and nobody else is stopped."""

import pytest
from django.urls import reverse

from content.desk.signoff import worklists
from content.model.guides.models import GuidePage
from content.model.images.preparing import prepare
from content.model.notices.models import Recall
from content.model.publishing import Refused
from content.model.snippets.models import Clinician, Therapy
from content.release.notices import recalling
from content.release.settle import settle_all
from tests.support import signing
from tests.support.pictures import make_image
from tests.support.signing_screen import decide

pytestmark = pytest.mark.django_db
PEEL = "guides/superficial-chemical-peel/"


def test_a_changed_therapy_waits_for_the_clinician_while_readers_see_the_old_words(as_user, api, mesotherapy):
    before = api("guides/mesotherapy-for-hair/").content
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.summary = "Another summary."
    therapy.save()
    assert api("guides/mesotherapy-for-hair/").content == before
    assert mesotherapy in worklists.find_held()
    assert settle_all() is None
    html = as_user("reviewer").get(reverse("sign_offs")).content.decode()
    assert "Public guides that show something new" in html
    assert mesotherapy.title in html
    decide(as_user("reviewer"), mesotherapy, sign=["combinations"])
    assert "Another summary." in api("guides/mesotherapy-for-hair/").content.decode()
    assert mesotherapy not in worklists.find_held()


@pytest.fixture
def held(mesotherapy) -> GuidePage:
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.summary = "Unsigned words."
    therapy.save()
    return mesotherapy


def test_what_is_held_does_not_stop_others_and_is_not_stopped_by_them(held, peel, api):
    peel.summary = "Another summary."
    signing.publish(peel)
    assert api(PEEL).json()["summary"] == "Another summary."
    rao = Clinician.objects.get(account__username="reviewer")
    rao.role = "Another role"
    rao.save()
    assert api(PEEL).json()["review"]["reviewed_by"]["role"] == "Another role"
    assert "Unsigned words." not in api("guides/mesotherapy-for-hair/").content.decode()


def test_a_recall_goes_through_what_is_held_and_no_unsigned_word_goes_out_with_it(held, api):
    recall = Recall(guide=held.translation_key, title="M", section="process", severity="serious", reason="It may harm.")
    recalling.recall(recall)
    answer = api("guides/mesotherapy-for-hair/")
    assert answer.json()["sections"][1]["recall"]["reason"] == "It may harm."
    assert "Unsigned words." not in answer.content.decode()
    assert held in worklists.find_held()
    signing.sign(held)
    answer = api("guides/mesotherapy-for-hair/")
    assert answer.json()["sections"][1]["recall"]["reason"] == "It may harm."
    assert "Unsigned words." in answer.content.decode()


def test_withdrawing_what_a_held_guide_does_not_show_leaves_it_as_it_is(held, api):
    before = api("guides/mesotherapy-for-hair/").content
    GuidePage.objects.get(translation_key=held.translation_key, locale__language_code="hi").unpublish()
    assert api("guides/mesotherapy-for-hair/").content == before
    assert api("guides/mesotherapy-for-hair/", locale="hi").json()["locale"] == "en"


def test_a_therapy_or_picture_that_readers_are_shown_is_not_deleted(mesotherapy):
    picture = make_image(630)
    prepare(picture)
    image = mesotherapy.process_blocks.stream_block.child_blocks["image"]
    block = {"image": {"image": picture.pk, "decorative": True, "alt_text": ""}, "caption": ""}
    mesotherapy.process_blocks.append(("image", image.to_python(block)))
    signing.publish(mesotherapy)
    for thing in (Therapy.objects.get(name="Topical minoxidil"), picture):
        with pytest.raises(Refused, match="Remove it there first"):
            thing.delete()
