"""Recalled: taken off at once, everywhere, with a reason that readers must see. Lifted as explicitly."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageLogEntry

from content.edition.models import Release
from content.model.guides.models import GuidePage
from content.model.guides.refusals import Refusal
from content.model.notices.models import Recall, Withdrawal
from content.release import candidates
from content.release.notices import recalling
from content.release.settle import settle_all
from tests.support import signing

pytestmark = pytest.mark.django_db
REASON = "A batch of the product was contaminated. Call your clinic."


@pytest.fixture
def recall(mesotherapy):
    def run(section: str = "", **fields) -> Recall:
        values = {"severity": "critical", "reason": REASON, "title": mesotherapy.title, **fields}
        return recalling.recall(Recall(guide=mesotherapy.translation_key, section=section, **values))

    return run


@pytest.fixture
def safety_officer(as_user, django_user_model):
    user = django_user_model.objects.get(username="editor")
    user.user_permissions.add(Permission.objects.get(codename="recall_guide"))
    return as_user("editor")


def recalls(api) -> list[dict]:
    return api("recalls/").json()["recalls"]


def test_a_recalled_guide_answers_410_with_the_reason_in_every_language(recall, api, client):
    recall()
    for locale in ("en", "hi"):
        gone = api("guides/mesotherapy-for-hair/", locale=locale)
        problem = gone.json()
        assert gone.status_code == 410
        assert (problem["state"], problem["severity"], problem["reason"]) == ("recalled", "critical", REASON)
        page = client.get(f"/guides/mesotherapy-for-hair/?locale={locale}")
        assert page.status_code == 410
        assert REASON in page.content.decode()
    assert api("guides/mesotherapy-for-hair/sections/safety/").status_code == 410
    assert "mesotherapy-for-hair" not in [card["slug"] for card in api("guides/").json()["results"]]
    assert api("branches/mumbai/guides/mesotherapy-for-hair/").status_code == 410


def test_no_other_guide_names_a_recalled_one_and_lifting_brings_all_back(recall, api, mesotherapy):
    naming = api("guides/platelet-rich-plasma-for-hair/").content.decode()
    assert str(mesotherapy.translation_key) in naming
    standing = recall()
    assert str(mesotherapy.translation_key) not in api("guides/platelet-rich-plasma-for-hair/").content.decode()
    recalling.lift(standing, "The batch was not ours.")
    guide = api("guides/mesotherapy-for-hair/").json()
    assert guide["version"] == 3
    assert str(mesotherapy.translation_key) in api("guides/platelet-rich-plasma-for-hair/").content.decode()
    assert recalls(api) == []


def test_a_recalled_section_loses_its_words_and_facts_and_the_rest_stays(recall, api, client):
    before = api("guides/mesotherapy-for-hair/").json()
    recall("process")
    guide = api("guides/mesotherapy-for-hair/").json()
    section = guide["sections"][1]
    assert section["recall"] | {"recalled_at": None} == {"severity": "critical", "reason": REASON, "recalled_at": None}
    assert section["lead"] == f"This part has been recalled. {REASON}"
    assert section["blocks"] == []
    assert set(section["facts"].values()) == {None}
    for old, new in zip(before["sections"], guide["sections"], strict=True):
        assert (old == new) == (new["key"] != "process")
    assert api("guides/mesotherapy-for-hair/sections/process/").json()["recall"]["reason"] == REASON
    card = next(card for card in api("guides/").json()["results"] if card["slug"] == "mesotherapy-for-hair")
    assert card["facts"]["minutes_per_session"] is None
    assert "mesotherapy-for-hair" not in [c["slug"] for c in api("guides/", max_minutes=480).json()["results"]]
    assert REASON in client.get("/guides/mesotherapy-for-hair/").content.decode()
    hindi = api("guides/mesotherapy-for-hair/sections/process/", locale="hi").json()
    assert hindi["lead"].startswith("यह भाग वापस ले लिया गया है।")


def test_the_list_of_recalls_is_kept_until_it_changes_and_answers_304(
    recall, client, request, django_assert_num_queries
):
    client.get("/api/v1/recalls/")
    first, second = recall("process"), recall()
    request.getfixturevalue("watched")
    with django_assert_num_queries(0):
        answer = client.get("/api/v1/recalls/")
    listed = answer.json()["recalls"]
    assert [(entry["id"], entry["section"]) for entry in listed] == [(str(first.pk), "process"), (str(second.pk), None)]
    assert client.get("/api/v1/recalls/", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_recall_is_one_release_with_its_audit_rows(recall, mesotherapy):
    before = Release.objects.count()
    recall()
    assert Release.objects.count() == before + 1
    assert Release.objects.latest("number").reason == f"Recall: {REASON}"
    entry = PageLogEntry.objects.get(page=mesotherapy.pk, action="guides.recall")
    assert REASON in entry.message
    assert settle_all() is None


def test_publishing_does_not_undo_a_recall(recall, mesotherapy, api):
    recall()
    mesotherapy.summary = "Mended words."
    signing.publish(mesotherapy)
    assert api("guides/mesotherapy-for-hair/").status_code == 410
    recalling.lift(Recall.objects.get(), "Mended.")
    assert api("guides/mesotherapy-for-hair/").json()["summary"] == "Mended words."


def test_a_recall_outlives_unpublishing_and_deleting_the_page(recall, mesotherapy, api):
    recall()
    mesotherapy.delete()
    assert api("guides/mesotherapy-for-hair/").json()["state"] == "recalled"


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"reason": ""}, "reason"), ({"severity": "dreadful"}, "severity"), ({"section": "safety"}, "section")],
)
def test_a_recall_without_reason_or_of_the_risks_alone_is_refused(recall, fields, said):
    with pytest.raises(ValidationError) as refused:
        recall(**fields)
    assert said in refused.value.message_dict


def test_the_same_part_is_not_recalled_twice(recall):
    recall("process")
    with pytest.raises(ValidationError, match="has already been recalled"):
        recall("process")


def test_in_the_admin_one_button_recalls_and_another_lifts(safety_officer, mesotherapy, api):
    edit = safety_officer.get(reverse("wagtailadmin_pages:edit", args=[mesotherapy.pk])).content.decode()
    address = reverse("recall_guide", args=[mesotherapy.pk])
    assert address in edit
    assert "required" in safety_officer.get(address).content.decode()
    refused = safety_officer.post(address, {"section": "", "severity": "", "reason": ""})
    assert refused.status_code == 200
    assert api("guides/mesotherapy-for-hair/").status_code == 200
    safety_officer.post(address, {"section": "", "severity": "serious", "reason": REASON})
    assert api("guides/mesotherapy-for-hair/").status_code == 410
    standing = Recall.objects.get()
    assert standing.recalled_by.username == "editor"
    assert REASON in safety_officer.get(reverse("recalls")).content.decode()
    lift = reverse("lift_recall", args=[standing.pk])
    assert safety_officer.post(lift, {"lift_reason": ""}).status_code == 200
    safety_officer.post(lift, {"lift_reason": "Checked."})
    assert api("guides/mesotherapy-for-hair/").status_code == 200
    assert "Checked." in safety_officer.get(reverse("recalls")).content.decode()


def test_a_clinician_recalls_and_takes_back_only_what_they_have_recalled_themselves(as_user, recall, mesotherapy, api):
    """To lift a recall makes words public again: that is for publishers, and for whoever recalled by mistake."""
    clinician, publisher = as_user("reviewer"), as_user("publisher")
    recall("process")
    anothers = reverse("lift_recall", args=[Recall.objects.get().pk])
    assert anothers not in clinician.get(reverse("recalls")).content.decode()
    assert clinician.post(anothers, {"lift_reason": "Checked."}).url == "/admin/"
    assert publisher.post(anothers, {"lift_reason": "Checked."}).url == reverse("recalls")
    chosen = clinician.get(reverse("recalls"), {"guide": mesotherapy.pk})
    assert chosen.url == reverse("recall_guide", args=[mesotherapy.pk])
    clinician.post(chosen.url, {"section": "", "severity": "critical", "reason": REASON})
    assert api("guides/mesotherapy-for-hair/").status_code == 410
    own = reverse("lift_recall", args=[Recall.objects.get(lifted_at=None).pk])
    assert own in clinician.get(reverse("recalls")).content.decode()
    clinician.post(own, {"lift_reason": "The wrong guide."})
    assert api("guides/mesotherapy-for-hair/").status_code == 200


def test_each_guide_can_be_chosen_once_and_a_wrong_choice_is_said(as_user, mesotherapy):
    answer = as_user("reviewer").get(reverse("recalls"), {"guide": "0"}).content.decode()
    assert answer.count("Mesotherapy for hair</option>") == 1
    assert "Select a valid choice" in answer


def test_without_the_permission_nobody_recalls(as_user, mesotherapy):
    client = as_user("editor")
    assert (
        reverse("recall_guide", args=[mesotherapy.pk])
        not in client.get(reverse("wagtailadmin_pages:edit", args=[mesotherapy.pk])).content.decode()
    )
    client.post(reverse("recall_guide", args=[mesotherapy.pk]), {"severity": "serious", "reason": REASON})
    assert not Recall.objects.exists()


def test_unpublishing_in_the_admin_tells_readers_why_and_what_to_read_instead(as_user, peel, mesotherapy, api, client):
    address = reverse("wagtailadmin_pages:unpublish", args=[peel.pk])
    editor = as_user("publisher")
    assert "Reason shown to readers" in editor.get(address).content.decode()
    reason = "We no longer offer this peel."
    editor.post(address, {"withdrawal-reason": reason, "withdrawal-successor": mesotherapy.pk})
    problem = api("guides/superficial-chemical-peel/").json()
    assert (problem["state"], problem["detail"], problem["severity"]) == ("withdrawn", reason, None)
    assert problem["successor"]["id"] == str(mesotherapy.translation_key)
    assert mesotherapy.title in client.get("/guides/superficial-chemical-peel/").content.decode()
    # A successor that is gone itself is not named.
    GuidePage.objects.get(pk=mesotherapy.pk).unpublish()
    assert api("guides/superficial-chemical-peel/").json()["successor"] is None


def test_publishing_again_forgets_the_reason(as_user, peel, api):
    as_user("publisher").post(
        reverse("wagtailadmin_pages:unpublish", args=[peel.pk]), {"withdrawal-reason": "For a while."}
    )
    page = GuidePage.objects.get(pk=peel.pk)
    signing.publish(page)
    assert not Withdrawal.objects.exists()
    GuidePage.objects.get(pk=peel.pk).unpublish()
    assert api("guides/superficial-chemical-peel/").json()["reason"] == "This content has been withdrawn."


@pytest.fixture
def spoiled(monkeypatch, mesotherapy):
    """A rule that forbids every guide but the recalled one, as when rules have become stricter."""

    def refuse(page):
        return [] if page.translation_key == mesotherapy.translation_key else [Refusal("x", "A new rule forbids it.")]

    monkeypatch.setattr(candidates, "find_final_refusals", refuse)


def test_a_recall_is_not_held_up_by_what_is_wrong_with_another_guide(recall, spoiled, api, mesotherapy):
    recall()
    assert api("guides/mesotherapy-for-hair/").status_code == 410
    other = api("guides/platelet-rich-plasma-for-hair/")
    assert other.status_code == 200
    assert str(mesotherapy.translation_key) not in other.content.decode()


def test_unpublishing_and_renaming_are_not_held_up_either_and_the_others_stay(spoiled, api, mesotherapy):
    mesotherapy.title = "Renamed"
    signing.publish(mesotherapy)
    assert api("guides/mesotherapy-for-hair/").json()["title"] == "Renamed"
    other = api("guides/platelet-rich-plasma-for-hair/")
    assert "Mesotherapy for hair" in other.content.decode()
    assert "Renamed" not in other.content.decode()
    GuidePage.objects.get(pk=mesotherapy.pk).unpublish()
    assert api("guides/mesotherapy-for-hair/").status_code == 410


def test_a_guide_that_cannot_be_compiled_stays_without_the_recalled_one(recall, api, monkeypatch, mesotherapy):
    def fail(page):
        raise RuntimeError("broken")

    monkeypatch.setattr(candidates.compiler, "compile_guide", fail)
    recall()
    assert api("guides/mesotherapy-for-hair/").status_code == 410
    other = api("guides/platelet-rich-plasma-for-hair/")
    assert other.status_code == 200
    assert str(mesotherapy.translation_key) not in other.content.decode()
