"""Claims in the admin: editors see what is found, a clinical reviewer may say that a phrase may stand, and why."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageLogEntry

from content.approval.claims.models import Overrule
from content.desk.notifications.models import NotificationChoice
from content.model.conflicts import digest
from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_refusals
from content.model.snippets.models import Clinician
from tests.support.mails import told
from tests.support.tabs import open_form

pytestmark = pytest.mark.django_db
GUARANTEED = f"guarantee-{digest('guaranteed')}"
REASON = "It is about the warranty of the device."
OVERRULED = {"overrule": GUARANTEED, f"{GUARANTEED}-reason": REASON}


@pytest.fixture
def spoilt(peel) -> GuidePage:
    """A guide whose newest draft has two claims."""
    peel.summary = "Results are guaranteed. It is proven to work."
    peel.save_revision()
    return peel


def address(page: GuidePage) -> str:
    return reverse("guide_claims", args=[page.pk])


def test_an_editor_sees_each_claim_with_its_reason_and_what_to_write(as_user, spoilt):
    html = as_user("editor").get(address(spoilt)).content.decode()
    assert "<mark>guaranteed</mark>" in html
    assert "<mark>proven to</mark>" in html
    assert "Say what may happen and for whom" in html
    assert "India" in html, "the countries whose rules were applied"
    assert "Overrule" not in html


def test_the_list_names_guides_with_something_that_stands(as_user, spoilt):
    (row,) = as_user("reviewer").get(reverse("claims")).context["guides"]
    assert (row["page"], row["count"], row["blocked"]) == (spoilt, 2, 1)


def test_a_reviewer_overrules_with_a_reason_that_is_kept(as_user, spoilt):
    reviewer = as_user("reviewer")
    answer = reviewer.post(address(spoilt), OVERRULED)
    assert REASON in answer.content.decode()
    overrule = Overrule.objects.get()
    assert (overrule.made_by.username, overrule.locale, overrule.guide) == ("reviewer", "en", spoilt.translation_key)
    assert PageLogEntry.objects.filter(action="guides.overrule", page=spoilt.pk).count() == 1
    draft = spoilt.get_latest_revision_as_object()
    assert [refusal.code for refusal in find_refusals(draft) if not refusal.waits] == ["claim_proven"]


@pytest.mark.parametrize(
    "given",
    [
        {f"{GUARANTEED}-reason": ""},
        {f"{GUARANTEED}-reason": "ok"},
        {"overrule": "painless-abc"},
        {"overrule": ""},
    ],
)
def test_nothing_is_overruled_without_a_reason_or_that_is_not_in_the_draft(as_user, spoilt, given):
    answer = as_user("reviewer").post(address(spoilt), OVERRULED | given)
    assert "othing was overruled" in answer.content.decode()
    assert not Overrule.objects.exists()


def test_what_was_typed_for_other_claims_stays_when_one_is_overruled(as_user, peel):
    peel.summary = "Results are guaranteed. It is painless."
    peel.save_revision()
    painless = f"painless-{digest('painless')}"
    answer = as_user("reviewer").post(address(peel), OVERRULED | {f"{painless}-reason": "Typed for another."})
    assert Overrule.objects.count() == 1
    assert BeautifulSoup(answer.content, "html.parser").find("textarea").text.strip() == "Typed for another."


def test_a_decision_is_taken_back_and_the_phrase_is_refused_again(as_user, spoilt):
    reviewer = as_user("reviewer")
    reviewer.post(address(spoilt), OVERRULED)
    assert "Take back this decision" not in as_user("editor").get(address(spoilt)).content.decode()
    assert "Take back this decision" in reviewer.get(address(spoilt)).content.decode()
    taken = {"take_back": Overrule.objects.get().pk}
    html = reviewer.post(address(spoilt), taken, follow=True).content.decode()
    assert "It is about the warranty of the device. Taken back by reviewer" in html
    codes = {refusal.code for refusal in find_refusals(spoilt.get_latest_revision_as_object())}
    assert "claim_guarantee" in codes
    assert PageLogEntry.objects.filter(action="guides.take_back_overrule", page=spoilt.pk).count() == 1
    assert "taken back already" in reviewer.post(address(spoilt), taken, follow=True).content.decode()
    reviewer.post(address(spoilt), OVERRULED)
    assert Overrule.valid.count() == 1


def test_a_clinician_is_asked_by_mail_and_sees_the_question(as_user, spoilt):
    get_user_model().objects.filter(username="reviewer").update(email="reviewer@clinic.example")
    editor = as_user("editor")
    assert f"{reverse('wagtailadmin_pages:edit', args=[spoilt.pk])}#" in editor.get(address(spoilt)).content.decode()
    said = editor.post(address(spoilt), {"ask": "Is it only the device?"}, follow=True).content.decode()
    assert "will be asked by e-mail" in said
    NotificationChoice.objects.create(user=get_user_model().objects.get(username="reviewer"), kinds={"claims": "never"})
    assert "Nobody was asked" in editor.post(address(spoilt), {"ask": "And this?"}, follow=True).content.decode()
    (message,) = told()
    assert message.to == ["reviewer@clinic.example"]
    assert "“guaranteed”" in message.body
    assert "Is it only the device?" in message.body
    assert address(spoilt) in message.body
    assert "Is it only the device?" in as_user("reviewer").get(address(spoilt)).content.decode()


def test_what_is_refused_in_a_form_is_listed_with_its_words_and_place(as_user, peel):
    publisher, form = as_user("publisher"), reverse("wagtailadmin_pages:edit", args=[peel.pk])
    data = open_form(publisher, form) | {"summary": "It is painless and guaranteed.", "action-publish": "1"}
    html = publisher.post(form, data).content.decode()
    assert "2 phrases must not be published:" in html
    for words in ("painless", "guaranteed"):
        assert f'data-claim-field="summary" data-claim-words="{words}"' in html
    assert reverse("guide_claims", args=[peel.pk]) in html


@pytest.mark.parametrize(("name", "may_read"), [("editor", True), ("mumbai", False)])
def test_nobody_else_overrules(as_user, spoilt, name, may_read):
    client = as_user(name)
    assert (client.get(address(spoilt)).status_code == 200) == may_read
    client.post(address(spoilt), OVERRULED)
    assert not Overrule.objects.exists()
    if not may_read:
        assert client.get(reverse("claims")).url == "/admin/"


@pytest.mark.parametrize("change", [{"registered_until": date(2020, 1, 1)}, {"account": None}])
def test_who_could_not_sign_overrules_nothing_and_is_told_why(as_user, spoilt, change):
    Clinician.objects.filter(account__username="reviewer").update(**change)
    reviewer = as_user("reviewer")
    assert "Overrule" not in reviewer.get(address(spoilt)).content.decode()
    answer = reviewer.post(address(spoilt), OVERRULED).content.decode()
    assert "Nothing was changed" in answer
    assert ("Your registration ended on" in answer) == ("registered_until" in change)
    assert not Overrule.objects.exists()


def test_a_superuser_who_is_no_clinician_overrules_as_little_as_they_sign(as_user, spoilt):
    as_user("admin").post(address(spoilt), OVERRULED)
    assert not Overrule.objects.exists()


def test_roles_can_be_made_again_and_take_nothing_away(as_user, capsys):
    reviewers = Group.objects.get(name="Clinical reviewers")
    reviewers.permissions.add(*reviewers.permissions.model.objects.filter(codename="redact_edition"))
    before = set(reviewers.permissions.values_list("codename", flat=True))
    call_command("make_roles")
    assert set(reviewers.permissions.values_list("codename", flat=True)) == before
    assert "Branch: Skinpheras London (sample)" in capsys.readouterr().out
    assert get_user_model().objects.get(username="reviewer").has_perm("content.overrule_claim")
