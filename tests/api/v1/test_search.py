"""Search: sections found by the words that people use, the same on every database."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import CharField, Value
from django.db.models.functions import Concat

from content.edition.models import Current, SearchTerm
from content.model.search.terms import normalise
from content.public import searching, words
from content.release.settle import settle_all
from tests.api.v1.questions import HELD_OUT, LABELLED, QUERIES, find, is_right
from tests.support.changes import publish, recall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unlimited(settings):
    """Whole collections of questions are asked here at once."""
    settings.SEARCH_COST_PER_MINUTE = 0


#: What is found for each labelled query: the same on both databases. WRITE_EXAMPLES=1 writes it anew.
FOUND = Path(__file__).with_name("queries_found.json")


@pytest.mark.parametrize("questions", [LABELLED, HELD_OUT], ids=["labelled", "held out"])
def test_the_right_section_is_among_the_first_three(api, questions):
    missed = [query for locale, query, label in questions if not is_right(label, find(api, query, locale=locale)[:3])]
    assert len(questions) >= 80
    assert len(missed) <= len(questions) * 0.1, missed


def test_the_first_three_are_the_same_on_every_database(api):
    found = {f"{locale} {query}": find(api, query, locale=locale)[:3] for locale, query, _label in LABELLED + HELD_OUT}
    if os.environ.get("WRITE_EXAMPLES"):
        FOUND.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    assert found == json.loads(FOUND.read_text()), "another ranking, or another on this database"


@pytest.mark.parametrize("query", [*QUERIES["hostile"], "word " * 39])
def test_any_question_gets_an_answer(api, query):
    find(api, query)


def test_a_question_beyond_the_limit_is_refused(api):
    assert api("search/", q="x" * 201).status_code == 400
    assert api("search/", q="a\x00b").status_code == 400


def test_title_counts_more_than_lead_and_lead_more_than_body(api, mesotherapy, peel):
    publish(mesotherapy, safety_lead="Ask us about zygomorphism.")
    publish(peel, title="Zygomorphism")
    assert find(api, "zygomorphism")[:2] == [f"{peel.slug} overview", f"{mesotherapy.slug} safety"]


def test_an_excerpt_is_the_text_with_its_matches_marked(api):
    hit = api("search/", q="minoxidil").json()["results"][0]
    assert next(piece["text"].lower() for piece in hit["excerpt"] if piece["match"]) == "minoxidil"
    assert len("".join(piece["text"] for piece in hit["excerpt"])) <= 190
    assert hit["links"]["web"].endswith("#combinations")
    assert "/sections/combinations/?" in hit["links"]["self"]


def test_a_mistyped_word_is_put_right(api):
    answer = api("search/", q="Does mesotharapy hurt?").json()
    assert answer["corrected"] == "Does mesotherapy hurt?"
    assert api("search/", q="mesotherapy").json()["corrected"] is None


def test_a_branch_finds_only_what_it_offers(api):
    offered = {card["slug"] for card in api("guides/", branch="delhi").json()["results"]}
    everywhere = {hit.split()[0] for hit in find(api, "skin hair scalp")}
    assert everywhere - offered, "the samples must have a guide that the branch does not offer"
    assert {hit.split()[0] for hit in find(api, "skin hair scalp", branch="delhi")} <= offered


def test_a_guide_without_a_translation_is_found_in_the_groups_language(api, peel):
    hits = api("search/", q="glycolic", locale="hi").json()["results"]
    assert (hits[0]["guide"]["slug"], hits[0]["guide"]["locale"]) == (peel.slug, "en")


def test_no_word_of_a_withdrawn_guide_is_found_or_guessed(api, peel):
    publish(peel, title="Zygomorphism peel")
    assert find(api, "zygomorphism")
    peel.refresh_from_db()
    peel.unpublish()
    answer = api("search/", q="zygomorphysm").json()
    assert (answer["results"], answer["corrected"]) == ([], None)
    assert not SearchTerm.objects.filter(term=normalise("zygomorphism")).exists()


def test_a_recalled_section_is_not_found(api, mesotherapy):
    assert f"{mesotherapy.slug} sessions" in find(api, "mesotherapy")
    recall(mesotherapy, "sessions")
    assert f"{mesotherapy.slug} sessions" not in find(api, "mesotherapy")


def test_a_search_takes_at_most_four_queries(api, peel, watched, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        find(api, "mesotharapy hair")


def test_settling_everything_indexes_what_was_published_before(api):
    before = find(api, "mesotherapy")
    SearchTerm.objects.all().delete()
    settle_all()
    assert find(api, "mesotherapy") == before


def test_two_words_written_as_one_are_read_as_two(api, mesotherapy):
    assert find(api, "hairtransplant")[0] == f"{mesotherapy.slug} combinations"
    assert find(api, "acnescars") == find(api, "acne scars")


@pytest.mark.parametrize("options", [{"all": True}, {"stale": True}])
def test_the_command_indexes_what_was_read_another_way_before(api, options):
    before = find(api, "mesotherapy")
    SearchTerm.objects.update(term=Concat(Value("old"), "pk", output_field=CharField()))
    Current.objects.update(indexed_by=0)
    assert find(api, "mesotherapy") == []
    words._kept.clear()
    call_command("settle", **options, json=True)
    assert find(api, "mesotherapy") == before


def test_the_command_indexes_what_a_version_wrote_that_knew_no_language_of_a_word(api):
    before = find(api, "mesotherapy")
    SearchTerm.objects.filter(part="safety").update(locale="")
    assert find(api, "mesotherapy") != before
    call_command("settle", stale=True, json=True)
    assert find(api, "mesotherapy") == before


@pytest.mark.parametrize("most", [1000, 1])
def test_equals_are_in_the_order_of_their_slugs_if_they_are_not_too_many(api, mesotherapy, peel, monkeypatch, most):
    monkeypatch.setattr(searching, "MOST_EQUAL", most)
    for page in (peel, mesotherapy):
        publish(page, safety_lead="Ask us about zygomorphism.")
    found = find(api, "zygomorphism")
    assert sorted(found) == sorted(f"{page.slug} safety" for page in (mesotherapy, peel))
    assert most == 1 or found == sorted(found)


#: Words that a guide has -> other ways to write them, in a question.
WRITTEN = {
    "P.R.P.": ["PRP", "p.r.p", "Ｐ.Ｒ.Ｐ."],
    "पीआरपी": ["पी.आर.पी."],
    "what’s-wobble": ["whats wobble", "what's wobble", "what is wobble"],
    "wobbler’s": ["wobblers", "wobbler's"],
    "ज़्यादातर": ["ज\u093cयादातर".replace("जय", "ज्य"), "ज्यादातर", "ज\u093c्यादातर"],
    "हिन्दुस्तानी": ["हिंदुस्तानी", "हिँदुस्तानी"],
    "नयापन गयेगुज़रे": ["गएगुजरे"],
    "مستشفى": ["مستشفي", "مُستشفى", "مســتشفى"],
    "جلسة": ["جلسه", "الجلسة"],
    "إبرة": ["ابره", "أبرة"],
    "glyc\u00adolipid": ["glycolipid", "glyco\u200blipid", "ｇｌｙｃｏｌｉｐｉｄ", "glусоlipid"],
    "CO₂-fractional": ["co2", "CO²".replace("²", "2")],
}


def test_all_ways_to_write_a_word_find_it_and_mark_it(api, peel):
    publish(peel, safety_lead=f"Ask about {', '.join(WRITTEN)}.")
    for written, others in WRITTEN.items():
        first = api("search/", q=written).json()
        assert f"{peel.slug} safety" in find(api, written), written
        for other in others:
            answer = api("search/", q=other).json()
            assert [hit["links"] for hit in answer["results"]] == [hit["links"] for hit in first["results"]], other
            assert answer["corrected"] is None, other
            hit = next(hit for hit in answer["results"] if hit["key"] == "safety" and hit["guide"]["slug"] == peel.slug)
            assert any(piece["match"] for piece in hit["excerpt"]), other


def test_a_word_is_put_right_as_it_is_read(api, peel):
    publish(peel, safety_lead="Ask about glyc\u00adolipid cream.")
    assert api("search/", q="glycolipyd").json()["corrected"] == "glycolipid"
