"""Texts and facts that disagree, and what is missing, are told before publishing; they hold up nothing."""

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from content.desk.readiness import prose
from content.desk.readiness.concerns import check_language, find_concerns
from content.desk.readiness.criteria import judge_criteria
from content.desk.readiness.plainness import find_unchecked
from content.model.guides.models import GuidePage
from tests.support import signing
from tests.support.guide_forms import edit
from tests.support.tabs import open_form

pytestmark = pytest.mark.django_db


def codes(page: GuidePage) -> list[str]:
    return [concern.code for concern in find_concerns(page)]


@pytest.mark.parametrize("slug", ["mesotherapy-for-hair", "platelet-rich-plasma-for-hair", "superficial-chemical-peel"])
def test_the_samples_raise_no_contradiction(slug):
    page = GuidePage.objects.get(slug=slug, locale__language_code="en")
    assert not {code for code in codes(page) if "differ" in code or "contraindicates" in code}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("You need one session.", [(1, 1)]),
        ("Most people need 4 to 6 sessions.", [(4, 6)]),
        ("Three or four sessions, a month or so apart.", [(3, 4)]),
        ("A course of 4–6 treatments.", [(4, 6)]),
        ("After 3 sessions many people notice less.", []),
        ("Every two sessions we take a picture.", []),
        ("Two sessions later it is better.", []),
        ("आमतौर पर 4 से 6 सत्र चाहिए।", [(4, 6)]),
        ("The third session is free of pain.", []),
    ],
)
def test_a_number_of_sessions_is_read_where_it_says_how_many(text, numbers):
    assert [(said.least, said.most) for said in prose.find_sessions(text)] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("A visit takes 30 to 60 minutes.", [(30, 60)]),
        ("The session usually lasts about 45 minutes.", [(45, 45)]),
        ("Allow 20 minutes for each visit.", [(20, 20)]),
        ("The cream stays on for about 30 minutes.", []),
        ("Blood is spun for ten minutes, and placed in one visit.", []),
    ],
)
def test_minutes_are_read_where_it_says_how_long_a_visit_takes(text, numbers):
    assert [(said.least, said.most) for said in prose.find_minutes(text)] == numbers


def test_a_text_that_contradicts_a_fact_is_told(peel):
    before = set(codes(peel))
    peel.sessions_lead = "You need one session."
    peel.process_lead = "A visit takes two hours."
    found = {concern.code: concern for concern in find_concerns(peel)}
    assert set(found) - before == {"sessions_differ", "minutes_differ", "unsigned"}
    assert found["sessions_differ"].message.startswith("The text says “one session”, but the fact is 4–6 sessions.")
    assert found["sessions_differ"].field == "sessions_lead"
    assert not found["sessions_differ"].refuses


def test_what_the_safety_section_lacks_is_told(peel):
    peel.safety_blocks = [("side_effect", {"name": "Stinging", "frequency": "common", "text": RichText("")})]
    assert {"aftercare_missing", "seek_help_missing", "contraindications_missing"} <= set(codes(peel))


def combination(guide) -> dict:
    rich = {"benefit": RichText(""), "caution": RichText("")}
    return {"guide": guide, "therapy": None, "kind": "topical", "citations": [], **rich}


def test_a_partner_that_names_this_treatment_against_itself_is_told(peel, mesotherapy):
    against = {"name": "Mesotherapy in the last week", "kind": "absolute", "text": RichText("")}
    peel.safety_blocks.append(("contraindication", against))
    signing.sign(peel)
    peel.save()
    mesotherapy.combinations_blocks = [("combination", combination(peel))]
    assert "partner_contraindicates" in codes(mesotherapy)
    assert "partner_not_public" not in codes(mesotherapy)


def test_a_partner_that_is_not_public_is_told(peel, mesotherapy):
    peel.unpublish()
    peel.refresh_from_db()
    mesotherapy.combinations_blocks = [("combination", combination(peel))]
    assert "partner_not_public" in codes(mesotherapy)


def test_wording_to_think_about_and_a_picture_without_description_are_told(peel):
    peel.hero_alt, peel.summary = "", "See instant results."
    assert {"alt_missing", "claim_instant"} <= set(codes(peel))


def test_the_list_shows_what_refuses_first_with_a_link_to_each_field(as_user, peel):
    peel.summary, peel.sessions_lead = "Results are guaranteed.", "You need one session."
    peel.save_revision()
    answer = as_user("editor").get(reverse("before_publishing", args=[peel.pk]))
    assert [row["concern"].code for row in answer.context["refusing"]] == ["claim_guarantee", "unsigned"]
    html = answer.content.decode()
    form = reverse("wagtailadmin_pages:edit", args=[peel.pk])
    assert f'<a href="{form}#panel-child-overview-child-summary-wrapper">Overview</a>' in html
    for row in (*answer.context["refusing"], *answer.context["worth_a_look"]):
        screen, _hash, anchor = row["address"].partition("#")
        assert f'id="{anchor}"' in as_user("editor").get(screen).content.decode() or screen != form


def test_who_submits_a_guide_is_told_what_is_worth_checking(as_user, peel):
    client = as_user("editor")
    answer = client.get(edit(client, peel, button="action-submit").headers["Location"])
    assert "things are worth checking." in answer.content.decode()
    assert reverse("before_publishing", args=[peel.pk]) in answer.content.decode()


def test_what_is_hard_to_read_is_told_and_the_criteria_say_so(as_user, peel):
    peel.process_lead = "The clinician cleans your skin, " + "and then waits for a while, " * 4 + "and then stops."
    peel.safety_lead = "Erythema is rare: 1 in 5 people get it."
    peel.safety_blocks[5].value["text"] = RichText("<p>About 1 in 3 people.</p>")
    peel.guide_citations.clear()
    peel.save_revision()
    answer = as_user("editor").get(reverse("before_publishing", args=[peel.pk]))
    told = {(row["concern"].code, row["concern"].field): row["concern"] for row in answer.context["worth_a_look"]}
    assert told["sentences_long", "process_lead"].message.startswith("A sentence is long: “The clinician cleans")
    assert "“Erythema”" in told["jargon", "safety_lead"].message
    assert "“rare” does not match “1 in 5”" in told["frequencies_differ", "safety_lead"].message
    message = "Flaking: The text says “1 in 3”, but “Common (up to 1 in 10)” is chosen. Fix one of them."
    assert told["frequencies_differ", "safety_blocks"].message == message
    refusing = {(row["concern"].code, row["concern"].field) for row in answer.context["refusing"]}
    assert ("claim_outcome-figure", "safety_lead") in refusing
    assert ("claim_outcome-figure", "safety_blocks") not in refusing, "how common a side effect is, is no promise"
    verdicts = {str(verdict.criterion.title): verdict for verdict, _rows in answer.context["criteria"]}
    assert verdicts["Sentences are short"].is_met is False
    assert verdicts["It names its sources, and they can be read"].is_met is False
    assert verdicts["Every section is complete"].is_met
    assert verdicts["Patients need it"].is_met is None
    assert all(rows for verdict, rows in answer.context["criteria"] if verdict.is_met is False)


def test_of_a_language_without_a_rule_the_criteria_say_that_it_is_not_checked(mesotherapy):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    verdicts = {
        str(one.criterion.title): one.is_met for one in judge_criteria(find_concerns(hindi), find_unchecked(hindi))
    }
    assert verdicts["The reading age is 14 or younger"] is None
    assert verdicts["Sentences are short"] is None
    assert verdicts["Medical words are plain or explained"] is not None
    risks = "Risks stand beside benefits: side effects, and who should not have it"
    assert verdicts[risks]
    hindi.safety_blocks = []
    (empty,) = (one for one in judge_criteria(find_concerns(hindi), set()) if one.criterion.title == risks)
    assert empty.is_met is False


def test_the_list_is_for_those_who_may_edit_the_guide(as_user, peel):
    assert as_user("mumbai").get(reverse("before_publishing", args=[peel.pk])).status_code == 302


def test_a_link_to_a_guide_that_is_not_public_is_told(peel, mesotherapy):
    link = f'<p>See <a linktype="page" id="{peel.pk}">peels</a>.</p>'
    mesotherapy.process_blocks = [("paragraph", {"text": RichText(link)})]
    assert "link_not_public" not in codes(mesotherapy)
    peel.unpublish()
    (told,) = [concern for concern in find_concerns(mesotherapy) if concern.code == "link_not_public"]
    assert (peel.title in told.message, told.field) == (True, "process_blocks")
    peel.delete()
    assert "link_not_public" in codes(mesotherapy)


def test_a_copy_that_nobody_has_translated_is_told(mesotherapy, as_user):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    assert "not_translated" not in codes(hindi)
    hindi.summary, hindi.sessions_lead = mesotherapy.summary, "Words that are in English, and in no source."
    found = {concern.field: concern.message for concern in check_language(hindi)}
    assert set(found) == {"summary", "sessions_lead"}
    assert "is not in हिन्दी yet: “Words that are in English" in found["sessions_lead"]
    assert not list(check_language(mesotherapy))


@pytest.mark.parametrize("text", ["PRP", "Botox® 50", "https://example.org", "यह एक जाँच है", "Ask for PRP यहाँ"])
def test_names_and_texts_in_the_script_of_their_language_are_not_told(mesotherapy, text):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    hindi.summary = text
    assert not list(check_language(hindi))


def test_whoever_submits_a_copy_is_warned(mesotherapy, as_user):
    hindi = GuidePage.objects.get(translation_key=mesotherapy.translation_key, locale__language_code="hi")
    form, editor = reverse("wagtailadmin_pages:edit", args=[hindi.pk]), as_user("editor")
    data = open_form(editor, form) | {"summary": mesotherapy.summary, "action-submit": "1"}
    answer = editor.post(form, data, follow=True)
    assert "1 text is not in हिन्दी yet" in answer.content.decode()
