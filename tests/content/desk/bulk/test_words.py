"""Find and replace over drafts: each hit can be left out, and says what it would do."""

import pytest

from content.approval.signoff.signing import find_open_parts
from content.desk.bulk.models import BulkOperation
from content.model.guides.models import GuidePage
from tests.support.bulk_forms import apply, fill, preview, send
from tests.support.offering_forms import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]


@pytest.fixture
def client(as_user):
    return as_user("editor")


def draft(page: GuidePage) -> GuidePage:
    return GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def hits(answer, page) -> list:
    return [hit for row in answer.context["rows"] if row.key == f"guide-{page.pk}" for hit in row.hits]


def test_what_is_ticked_is_replaced_in_drafts_of_one_language(client, mesotherapy, api):
    choice = {"find": "scalp", "replacement": "head", "language": mesotherapy.locale_id}
    seen = preview(client, "words", **choice)
    shown = [(hit.before, hit.found, hit.after) for hit in hits(seen, mesotherapy)]
    assert ("Leave your hair", "", "") not in shown
    assert ("", "Scalp", " vitamin injections") in shown  # another name, and a sentence of its own
    assert ("The ", "scalp", " is cleaned") in shown  # a step's title
    assert '<label lang="en" dir="auto">' in seen.content.decode()
    before = api("guides/mesotherapy-for-hair/").json()["version"]
    send(client, seen, fill(seen, without=["The"]))
    newest = draft(mesotherapy)
    assert "Head vitamin injections" in newest.also_known_as
    assert newest.process_blocks[0].value["title"] == "The scalp is cleaned"
    assert "The procedure" in str(newest.safety_blocks)
    assert newest.slug == mesotherapy.slug
    assert api("guides/mesotherapy-for-hair/").json()["version"] == before
    hindi = mesotherapy.get_translations().get(locale__language_code="hi")
    assert not hindi.has_unpublished_changes


def test_a_hit_says_which_claim_it_makes_and_whether_it_opens_a_signed_part(client, mesotherapy):
    answer = preview(client, "words", find="shallow", replacement="painless", language=mesotherapy.locale_id)
    found = {hit.found: hit for hit in hits(answer, mesotherapy)}
    assert "painless" in " ".join(found["Shallow"].claims)
    assert found["Shallow"].opens
    apply(client, "words", find="shallow", replacement="painless", language=mesotherapy.locale_id)
    assert {"overview", "process"} <= set(find_open_parts(draft(mesotherapy)))
    again = preview(client, "words", find="painless", replacement="gentle", language=mesotherapy.locale_id)
    assert not any(hit.opens or hit.claims for hit in hits(again, mesotherapy))


def test_a_text_that_would_be_too_long_or_empty_is_not_replaced(client, mesotherapy):
    answer = preview(client, "words", find="Mesotherapy for hair", replacement="", language=mesotherapy.locale_id)
    title = hits(answer, mesotherapy)[0]
    assert "cannot be" in title.problem
    long = preview(client, "words", find="cleaned", replacement="c" * 150, language=mesotherapy.locale_id)
    assert "80" in hits(long, mesotherapy)[0].problem


def test_a_draft_that_was_edited_since_is_named_and_nothing_is_lost(client, mesotherapy):
    seen = preview(client, "words", find="sting", replacement="prick", language=mesotherapy.locale_id)
    edited = draft(mesotherapy)
    edited.faqs = [("faq", {"question": "Does it sting?", "answer": "<p>A bit.</p>"})]
    edited.save_revision()
    answer = send(client, seen, fill(seen))
    assert "“Mesotherapy for hair” has changed since it was shown here." in said(answer)
    assert not BulkOperation.objects.exists()
    assert draft(mesotherapy).faqs[0].value["question"] == "Does it sting?"


def test_undoing_leaves_edited_blocks_and_restores_the_others(client, mesotherapy):
    apply(client, "words", find="sting", replacement="prick", language=mesotherapy.locale_id)
    edited = draft(mesotherapy)
    edited.faqs = [("faq", {"question": "Does it prick?", "answer": "<p>A bit.</p>"})]
    edited.summary = "Written since."
    edited.save_revision()
    made = BulkOperation.objects.get()
    client.post(f"/admin/bulk/operations/{made.pk}/")
    newest = draft(mesotherapy)
    assert "a sting; a numbing cream" in newest.process_blocks[3].value["text"].source
    assert (newest.faqs[0].value["question"], newest.summary) == ("Does it prick?", "Written since.")
    made.refresh_from_db()
    assert made.left == ["Mesotherapy for hair (English): “Overview: Question” has changed since."]
