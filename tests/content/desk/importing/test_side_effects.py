"""A side effect is named with what is said of it alone, and nothing else is one."""

import pytest
from wagtail.rich_text import RichText

from content.model.guides.refusals import find_refusals
from content.model.side_effects import names_side_effect
from tests.content.desk.importing.pages import kinds, run


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Safety", "Side effects are usually mild and temporary."),
        ("Safety", "Side effects are rare."),
        ("Safety", "There are no side effects."),
        ("Safety", "Side effects do not include scarring."),
        ("Safety", "Scarring never occurs."),
        ("Safety", "A common question is whether it hurts."),
        ("Side effects", "Usually mild"),
        ("Side effects", "Temporary and well tolerated"),
        ("Side effects", "None known"),
        ("Side effects", "No scarring"),
        ("Side effects", "Scarring: never seen"),
        ("Side effects", "Use ice"),
        ("Side effects", "Freedom from pain"),
        ("Side effects", "Two days of downtime"),
        ("Safety", "Bruising is unlikely."),
        ("Side effects", "Were an infection to set in, you would be given antibiotics."),
        ("Side effects", "हल्के और अस्थायी"),
    ],
)
def test_what_names_no_side_effect_is_none(heading, text):
    assert "side_effect" not in kinds(run(f"<h2>{heading}</h2><p>Ask us.</p><ul><li>{text}</li></ul>"))


@pytest.mark.parametrize(
    ("text", "name", "frequency", "days"),
    [
        ("Redness: common, resolves within 3 days.", "Redness", "common", 3),
        ("Swelling settles within 3–5 days.", "Swelling", "unknown", 5),
        ("Redness fades over 72 hours.", "Redness", "unknown", 3),
        ("Infection is extremely rare.", "Infection", "very_rare", None),
        ("About 1 person in 20 develops a cold sore.", "Cold sore", "common", None),
        ("Bruising is less common than swelling.", "Bruising", "unknown", None),
        ("Bruising is rare in people over 60 with thin skin.", "Bruising", "unknown", None),
        ("Tram-track marks", "Tram-track marks", "unknown", None),
        ("संक्रमण होना बहुत ही दुर्लभ है।", "संक्रमण", "very_rare", None),
        ("सूजन दो-तीन दिन में उतर जाती है।", "सूजन", "unknown", 3),
    ],
)
def test_a_side_effect_is_named_with_what_is_said_of_it_alone(text, name, frequency, days):
    guide = run(f"<h2>Side effects</h2><p>Ask us.</p><ul><li>{text}</li></ul>")
    (block,) = (block for block in guide.blocks["safety"] if block.type == "side_effect")
    found = block.value["name"], block.value["frequency"], block.value["resolves_within_days"]
    assert found == (name, frequency, days)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Call us if it blisters", "seek_help"),
        ("Contact the clinic – blisters or fever", "seek_help"),
        ("Report any loss of vision at once", "seek_help"),
        ("छाले पड़ें तो हमें बताएँ", "seek_help"),
        ("Use sunscreen: pigmentation is rare", "aftercare"),
        ("Do not pick scabs", "aftercare"),
        ("Leave scabs alone", "aftercare"),
        ("Tell us if you take aspirin", None),
        ("Blisters: call us", "side_effect"),
        ("Use of steroids: skin thins", "side_effect"),
    ],
)
def test_an_instruction_among_side_effects_is_what_it_says(text, kind):
    guide = run(f"<h2>Side effects</h2><ul><li>Redness: common</li><li>{text}</li></ul>")
    found = [block.type for block in guide.blocks["safety"] if text in block.words and block.type != "paragraph"]
    assert found == ([kind] if kind else [])


def test_effects_are_listed_without_what_is_excepted():
    guide = run("<h2>Safety</h2><p>Less common side effects may include redness, swelling, but not scarring.</p>")
    effects = [block.value for block in guide.blocks["safety"] if block.type == "side_effect"]
    assert [effect["name"] for effect in effects] == ["Redness", "Swelling"]
    assert {effect["frequency"] for effect in effects} == {"unknown"}


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Usually mild", False),
        ("Temporary", False),
        ("None known", False),
        ("No scarring", False),
        ("Mild ones", False),
        ("Goes away quickly", False),
        ("Depends on skin type", False),
        ("Standard risks", False),
        ("See leaflet", False),
        ("Ask your doctor", False),
        ("To be confirmed", False),
        ("कुछ नहीं", False),
        ("Redness that goes away", True),
        ("Hair falls out", True),
        ("Metallic taste", True),
        ("हल्के और अस्थायी", False),
        ("Redness", True),
        ("Tender scalp", True),
        ("Temporary hair loss", True),
        ("लालिमा", True),
        ("احمرار", True),
    ],
)
def test_a_name_names_a_side_effect_or_only_what_it_is_like(name, is_one):
    assert names_side_effect(name) is is_one


@pytest.mark.django_db
def test_a_guide_whose_side_effects_name_none_is_refused(peel):
    def told(*names: str) -> list[str]:
        values = [{"name": name, "frequency": "unknown", "text": RichText("")} for name in names]
        peel.safety_blocks = [("side_effect", value) for value in values]
        return [refusal.message for refusal in find_refusals(peel) if refusal.code == "side_effects_missing"]

    assert [message.partition(".")[0] for message in told("Usually mild", "Temporary")] == [
        "“Usually mild” is not a side effect"
    ]
    assert told("Usually mild", "Stinging") == []
