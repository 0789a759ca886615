"""A claim holds or refuses what it stands in, and nothing else."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from content.approval.signoff.models import SignOff
from content.edition import inspecting
from content.edition.models import Current
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall, Withdrawal
from content.model.publishing import Refused, mark, publishing
from content.model.snippets.models import Category, Clinician, Therapy
from content.release.notices import recalling
from tests.support import signing

pytestmark = pytest.mark.django_db


def spoil_past_the_check(monkeypatch, page: GuidePage) -> None:
    """As when rules have become stricter since it was published."""
    with monkeypatch.context() as patched:
        patched.setattr(inspecting, "checks", ())
        patched.setattr("content.release.claims.refusals.check_guide", lambda page, countries=None: [])
        page.summary = "Guaranteed."
        signing.publish(page)


def test_a_claim_in_one_public_guide_holds_it_and_no_other(monkeypatch, peel, api):
    spoil_past_the_check(monkeypatch, peel)
    category = Category.objects.get(pk=peel.category_id)
    category.name = "Skin and face"
    category.save()
    assert api("guides/superficial-chemical-peel/").json()["category"]["name"] == "Skin"
    assert api("guides/microneedling-for-acne-scars/").json()["category"]["name"] == "Skin and face"
    assert Current.objects.get(kind="guide", subject=peel.translation_key).is_held
    peel.summary = "Mended."
    signing.publish(peel)
    mended = api("guides/superficial-chemical-peel/").json()
    assert (mended["summary"], mended["category"]["name"]) == ("Mended.", "Skin and face")


def test_a_recall_is_never_held_up_by_its_words(mesotherapy, api):
    words = "It was said to be painless and guaranteed. It is not safe."
    for section in ("process", ""):
        recalling.recall(
            Recall(guide=mesotherapy.translation_key, title="M", section=section, severity="serious", reason=words)
        )
    assert api("guides/mesotherapy-for-hair/").json()["detail"] == words
    assert api("recalls/").json()["recalls"][0]["reason"] == words


def test_a_withdrawal_is_not_held_up_and_says_nothing_that_may_not_be_said(as_user, peel, api):
    withdrawal = Withdrawal(subject=peel.translation_key, locale="en", reason="Now guaranteed elsewhere.")
    with pytest.raises(ValidationError, match="guaranteed"):
        withdrawal.full_clean()
    withdrawal.save()
    peel.unpublish()
    gone = api("guides/superficial-chemical-peel/")
    assert (gone.status_code, gone.json()["detail"]) == (410, "This content has been withdrawn.")


def test_an_offering_is_asked_whatever_else_happens_in_the_same_publication(peel, mesotherapy, api):
    offering = Offering.objects.get(guide=mesotherapy, branch__slug="mumbai")
    offering.note = "Guaranteed."

    def withdraw_and_offer() -> None:
        with publishing():
            peel.unpublish()
            offering.save()

    with pytest.raises(Refused, match="Guaranteed"):
        withdraw_and_offer()
    assert not Page.objects.get(pk=peel.pk).has_unpublished_changes
    assert api("guides/superficial-chemical-peel/").status_code == 200


def test_a_page_that_is_settled_again_as_it_was_published_is_held(peel, mesotherapy, api):
    Clinician.objects.filter(pk=peel.reviewer.pk).update(role="Painless dermatologist")
    category = Category.objects.get(pk=peel.category_id)
    with publishing():
        mark("guide", peel.translation_key)
        category.name = "Skin and face"
        category.save()
    assert Current.objects.get(kind="guide", subject=peel.translation_key).is_held
    assert api("vocabulary/").json()["categories"]


def test_an_offering_is_refused_or_held_by_the_same_rule():
    offering = Offering.objects.filter(practitioner__isnull=False, available=True).first()
    rows = Clinician.objects.filter(pk=offering.practitioner_id)
    rows.update(role="Painless dermatologist")
    with publishing():
        mark("offering", offering.pk)
    assert Current.objects.get(kind="offering", subject=offering.pk).is_held
    offering.note = "Guaranteed."
    with pytest.raises(Refused, match="uaranteed"):
        offering.save()


def test_forbidden_words_of_a_therapy_are_refused_though_the_guide_waits_to_be_signed():
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.summary = "A miracle."
    with pytest.raises(Refused, match="It is used in the therapy"):
        therapy.save()
    therapy.summary = "Another summary."
    therapy.save()
    citation = GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en").guide_citations.first()
    citation.citation.title = "A miracle"
    with pytest.raises(Refused, match="It is used in the citation"):
        citation.citation.save()


def test_a_role_that_was_mended_is_no_fault_of_what_was_signed_before(peel, api):
    SignOff.objects.update(role="Painless dermatologist")
    peel.next_review = None
    signing.publish(peel)
    review = api("guides/superficial-chemical-peel/").json()["review"]
    signed = review["signed_off"]
    assert review["next_review"] is None
    assert {entry["by"]["role"] for entry in signed} == {Clinician.objects.get(registration_number="SMC-000111").role}
    assert set(SignOff.objects.values_list("role", flat=True)) == {"Painless dermatologist"}, "kept as it was signed"


def test_a_category_is_refused_for_its_own_words_and_not_for_those_of_another(api):
    hair, skin = Category.objects.filter(locale__language_code="en").order_by("slug")[:2]
    Category.objects.filter(pk=hair.pk).update(name="Miracle hair")
    before = {one["code"]: one["label"] for one in api("vocabulary/").json()["categories"]}
    skin.name = "Another name"
    skin.save()
    labels = {one["code"]: one["label"] for one in api("vocabulary/").json()["categories"]}
    assert labels == before | {skin.slug: "Another name"}
    hair.name = "Miracle hair again"
    with pytest.raises(Refused, match="Miracle"):
        hair.save()
