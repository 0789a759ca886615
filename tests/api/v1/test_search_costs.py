"""What a question costs: bounded whatever it is made of, counted as work and not as seconds, and charged for."""

import random
import statistics

import pytest
from django.core.cache import cache

from content.model.search import terms
from content.public import guessing
from tests.api.v1.questions import HELD_OUT, LABELLED, find

pytestmark = pytest.mark.django_db
SCRIPTS = {
    "Latin": "abcdefghijklmnopqrstuvwxyz",
    "Arabic": "".join(map(chr, range(0x627, 0x64B))),
    "Devanagari": "".join(map(chr, range(0x905, 0x93A))) + "\u093e\u093f\u0940\u094d",
    "Cyrillic": "абвгдежзийклмнопрст",
    "Greek": "αβγδεζηθικλμ",
    "Chinese": "治疗头发皮肤",
    "Korean": "가나다라마",
    "Thai": "กขคงจ",
    "emoji": "😀😁👩‍🔬",
    "combining marks": "a\u0301\u0302\u0303\u064b\u0670",
    "ligatures": "ﬃﷺ",
    "joiners": "क\u200c\u200d",
}


@pytest.fixture(autouse=True)
def unspent_budget():
    """What tests before it in the same process have asked for is charged to the same address."""
    cache.clear()


def write(chance: random.Random) -> str:
    """A question of 200 letters that nobody would ask: one word, one letter, many words, or many scripts."""
    letters = SCRIPTS[chance.choice(list(SCRIPTS))]

    def word(least: int, most: int) -> str:
        return "".join(chance.choice(letters) for _ in range(chance.randint(least, most)))

    shapes = (
        lambda: word(200, 200),
        lambda: chance.choice(letters) * 200,
        lambda: " ".join(word(8, 30) for _ in range(25)),
        lambda: " ".join(word(1, 2) for _ in range(90)),
        lambda: " ".join(chance.choice(list(SCRIPTS.values()))[:30] for _ in range(12)),
        lambda: "hair" * 7 + " " + "acne" * 7 + " " + "hairacne" * 4,
    )
    return chance.choice(shapes)()[:200]


@pytest.fixture
def work(api, monkeypatch):
    """What a question has us do: letters that are stemmed, and words of ours that its own are compared with."""
    done = {"letters": 0, "compared": 0}
    real, extract = terms.normalise, guessing.process.extract

    def normalise(word: str) -> str:
        done["letters"] += min(len(word), terms.MAX_WORD)
        return real(word)

    def compare(term, words, **options):
        done["compared"] += len(words)
        return extract(term, words, **options)

    monkeypatch.setattr(guessing, "read_question", lambda text: terms._read_terms(text, normalise))
    monkeypatch.setattr(guessing, "normalise", normalise)
    monkeypatch.setattr(guessing.process, "extract", compare)

    def ask(question: str, locale: str = "en") -> int:
        done.update(letters=0, compared=0)
        find(api, question, locale=locale)
        return done["letters"] * 4 + done["compared"]  # as long as it takes: a letter as four comparisons

    return ask


def test_no_question_costs_much_more_than_an_ordinary_one(work, settings):
    settings.SEARCH_COST_PER_MINUTE = 0
    chance = random.Random(20)
    ordinary = statistics.median(work(question, locale) for locale, question, _label in LABELLED[::2])
    mistyped = max(work(f"{question} mesotharapy", locale) for locale, question, _label in LABELLED[::4])
    worst = max((work(question := write(chance), chance.choice(["en", "hi", "ar"])), question) for _ in range(80))
    assert ordinary > 0
    assert worst[0] <= guessing.MOST_UNKNOWN * mistyped, worst


def test_a_long_word_of_arabic_is_stemmed_once_and_not_at_every_letter(work):
    short, long = work("علاج", "ar"), work((SCRIPTS["Arabic"] * 6)[:200], "ar")
    assert long - short <= 4 * terms.MAX_WORD + 6_000


def test_what_strangers_ask_pushes_no_word_of_ours_out_of_memory(api):
    find(api, "mesotherapy")
    known = terms._normalise_known.cache_info().currsize
    for number in range(20):
        find(api, f"unheard{number} ofword{number}")
    assert terms._normalise_known.cache_info().currsize == known


@pytest.mark.parametrize("locale", ["en", "hi", "ar"])
def test_the_bounds_cost_no_ordinary_word(api, locale):
    asked = [question for code, question, _label in LABELLED + HELD_OUT if code == locale and " " not in question][:8]
    assert asked
    for question in asked:
        assert find(api, question, locale=locale) != [], question


def test_an_address_that_asks_for_too_much_has_to_wait(api, settings):
    cache.clear()
    settings.SEARCH_COST_PER_MINUTE = 10
    answers = [api("search/", q="unheard ofwords everywhere here") for _ in range(5)]
    assert answers[0].status_code == 200
    refused = answers[-1]
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["Cache-Control"] == "no-store"
    assert api("guides/").status_code == 200


def test_ordinary_questions_cost_least(api, settings):
    cache.clear()
    settings.SEARCH_COST_PER_MINUTE = 10
    assert [api("search/", q="mesotherapy").status_code for _ in range(9)] == [200] * 9
