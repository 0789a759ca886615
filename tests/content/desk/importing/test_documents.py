"""Documents of six shapes, written before the rules: every line arrives, and in the right section."""

from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from content.desk.importing.drafting import imports
from content.desk.importing.drafting.imports import import_document
from content.desk.importing.drafting.report import Outcome, Report
from content.desk.importing.outline import LineKind
from content.desk.importing.placing.placer import place
from content.desk.importing.process import Read, read_apart
from content.desk.importing.reading.documents import read_document
from content.model.guides.models import GuidePage

pytestmark = pytest.mark.django_db
DOCUMENTS = Path(__file__).parent / "documents"
NAMES = sorted(path.name for path in DOCUMENTS.iterdir())

#: Document -> section -> words that must stand in it.
EXPECTED = {
    "platelet-rich-plasma.md": {
        "mechanism": ["growth factors", "tell follicle cells to divide", "growing phase for longer"],
        "process": ["15 to 20 ml", "spins for about ten minutes", "numb the scalp", "in rows", "wash your hair"],
        "sessions": ["three sessions, one month apart", "Less hair in the brush", "Fine new hairs"],
        "safety": [
            "platelet disorder",
            "scalp infection",
            "prefer not to take tablets",
            "Tender scalp",
            "pus or a fever",
        ],
        "combinations": ["often continued between visits", "pros and cons"],
        "faqs": ["brief stinging", "there is no sedation"],
        "unplaced": ["free parking"],
    },
    "laser-hair-removal.html": {
        "mechanism": ["melanin", "heats up far faster", "growing phase"],
        "process": ["Shave the area", "out of the sun", "You wear goggles", "SPF 50"],
        "sessions": ["6 to 8 treatments"],
        "safety": ["isotretinoin", "freshly tanned", "gone within 2 days", "Cool the skin"],
        "combinations": ["laser cannot see"],
        "unplaced": ["registered in Exampleshire", "Prices"],
    },
    "chemical-peel.txt": {
        "mechanism": ["loosen the bonds", "renewing itself", "slightly more collagen"],
        "process": ["cleansed and degreased", "brushed on", "neutralised", "half an hour"],
        "sessions": ["series of 4 to 6", "second session", "every three months"],
        "safety": ["mild sun damage", "active cold sores", "Stinging is common", "Darkening", "pick at flakes"],
        "combinations": ["microneedling", "home retinoid"],
    },
    "low-level-laser.txt": {
        "mechanism": ["mitochondria", "small vessels may widen", "less inflammation"],
        "process": ["Dry hair is parted", "20 minutes", "washed out"],
        "sessions": ["Three times a week", "photographed", "benefit fades"],
        "safety": ["mild to moderate thinning", "sensitive to light", "passes within a day", "burn or blister"],
        "combinations": ["after the light", "48 hours"],
    },
    "microneedling.docx": {
        "mechanism": ["wound-healing", "laid down over weeks", "open channels"],
        "process": ["numbing cream", "small circles", "calming mask", "60 to 90 minutes"],
        "sessions": ["three and five sessions", "Smoother texture", "Softer scar edges"],
        "safety": ["rolling or boxcar scars", "pustules", "keloid", "resolves within 3 days", "over bone"],
        "combinations": ["straight after needling", "two weeks apart"],
        "unplaced": ["since 2009"],
    },
    "scalp-mesotherapy.txt": {
        "mechanism": [
            "close to the follicle",
            "fine punctures",
            "dihydrotestosterone",
            "irritated scalp",
            "several ways",
        ],
        "process": ["antiseptic", "fits the person", "placed at many points", "easy to bear", "30 to 60 minutes"],
        "sessions": ["a few weeks apart", "degree of loss", "better texture", "Top-up visits"],
        "safety": ["mild to moderate thinning", "living follicles", "trained hands", "redness, swelling or bruising"],
        "combinations": ["topical minoxidil", "more than one cause"],
        "unplaced": ["healthy and at ease", "Chat with us"],
    },
}
FACTS = {
    "platelet-rich-plasma.md": {
        "minutes_min": 45,
        "minutes_max": 60,
        "downtime_days": 0,
        "anaesthesia": "topical",
        "sessions_min": 3,
        "sessions_max": 3,
        "weeks_between_min": 4,
        "weeks_between_max": 4,
        "maintenance_months": 6,
        "results_after_sessions": 3,
        "suits_moderate": True,
    },
    "laser-hair-removal.html": {
        "minutes_min": 15,
        "minutes_max": 40,
        "sessions_min": 6,
        "sessions_max": 8,
        "weeks_between_min": 4,
        "weeks_between_max": 6,
        "maintenance_months": 12,
    },
    "chemical-peel.txt": {
        "minutes_min": 30,
        "minutes_max": 30,
        "anaesthesia": "none",
        "sessions_min": 4,
        "sessions_max": 6,
        "weeks_between_min": 2,
        "weeks_between_max": 4,
        "results_after_sessions": 2,
        "maintenance_months": 3,
        "suits_mild": True,
    },
    "low-level-laser.txt": {"suits_mild": True, "suits_moderate": True},
    "microneedling.docx": {
        "minutes_min": 60,
        "minutes_max": 90,
        "anaesthesia": "topical",
        "downtime_days": 2,
        "sessions_min": 3,
        "sessions_max": 5,
        "weeks_between_min": 4,
        "weeks_between_max": 6,
    },
    "scalp-mesotherapy.txt": {"minutes_min": 30, "minutes_max": 60, "suits_mild": True, "suits_moderate": True},
}


@pytest.fixture(autouse=True)
def read_once(monkeypatch):
    """What a document says is the same in every test: the process that reads it is started once for each."""
    monkeypatch.setattr(imports, "read_apart", read_kept)


@cache
def read_kept(name: str, content: bytes) -> Read:
    return read_apart(name, content)


def run(name: str) -> tuple[Report, GuidePage]:
    report = import_document(name=name, content=(DOCUMENTS / name).read_bytes())
    return report, GuidePage.objects.get(pk=report.page_id)


def plain(html: object) -> str:
    return " ".join(BeautifulSoup(str(html), "html.parser").get_text(" ").split())


def text_of(page: GuidePage) -> dict[str, str]:
    """Everything of the page by section, as a reader of the form would see it."""
    texts = {}
    for key in ("mechanism", "process", "sessions", "safety", "combinations"):
        blocks = [str(raw["value"]) for raw in getattr(page, f"{key}_blocks").get_prep_value()]
        texts[key] = plain(" ".join([getattr(page, f"{key}_lead"), *blocks]))
    texts["faqs"] = plain(page.faqs.get_prep_value())
    texts["unplaced"] = page.unplaced
    texts["overview"] = f"{page.title} {page.summary} {page.also_known_as}"
    return texts


@pytest.mark.parametrize("name", NAMES)
def test_every_section_holds_what_belongs_to_it(name):
    _report, page = run(name)
    texts = text_of(page)
    missing = [(key, words) for key, all in EXPECTED[name].items() for words in all if words not in texts[key]]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_lost(name):
    report, page = run(name)
    everything = plain(" ".join([*text_of(page).values(), *(pair[0] for pair in report.headings)])).lower()
    partners = " ".join(row["words"] for row in report.placed if row["block"] == "combination").lower()
    outline = read_document(name, (DOCUMENTS / name).read_bytes())
    for line in outline.lines:
        words = [word.strip(".,:;()?|").lower() for word in plain(line.text).split()]
        lost = [word for word in words if word and word not in everything and word not in partners]
        assert lost == [], f"{line.text!r} lost {lost}"


@pytest.mark.parametrize("name", NAMES)
def test_facts_are_those_that_the_document_states_and_no_others(name):
    report, page = run(name)
    read = {column: value for fact in report.facts for column, value in fact["value"].items()}
    assert read == FACTS[name]
    assert all(getattr(page, column) == value for column, value in read.items())
    assert report.conflicting == []


def test_each_bullet_of_the_clinics_shape_lands_in_its_section():
    name = "scalp-mesotherapy.txt"
    placed = place(read_document(name, (DOCUMENTS / name).read_bytes()))
    bullets = {key: 0 for key in EXPECTED[name] if key != "unplaced"}
    outline = read_document(name, (DOCUMENTS / name).read_bytes())
    items = [line.text for line in outline.lines if line.kind == LineKind.ITEM]
    for item in items:
        start = item.split(".")[0].split(":")[0][:30]
        homes = {key for key, blocks in placed.blocks.items() if any(start in block.words for block in blocks)}
        assert len(homes) == 1, item
        bullets[homes.pop()] += 1
    assert bullets == {"mechanism": 5, "process": 5, "sessions": 4, "safety": 3, "combinations": 2}
    assert sum(bullets.values()) == len(items) == 19


def test_bullets_become_the_blocks_that_they_are():
    _report, page = run("scalp-mesotherapy.txt")

    def kinds(key: str) -> list[str]:
        return [child.block_type for child in getattr(page, f"{key}_blocks")]

    assert kinds("mechanism") == ["paragraph", *["point"] * 4]
    # That the injections are shallow is told of a step, and is none.
    assert kinds("process") == [*["step"] * 3, "paragraph", "paragraph"]
    assert kinds("safety")[:2] == ["suits", "does_not_suit"]
    assert kinds("safety").count("side_effect") == 3
    assert kinds("combinations").count("combination") == 4
    assert [b.value["kind"] for b in page.combinations_blocks if b.block_type == "combination"] == [
        *("topical", "oral", "device", "surgical")
    ]


def test_it_makes_a_draft_and_never_a_live_page(api):
    report, page = run("chemical-peel.txt")
    assert report.outcome == Outcome.CREATED
    assert (page.live, page.has_unpublished_changes) == (False, True)
    assert api(f"guides/{page.slug}/").status_code == 404


def test_nothing_active_comes_in():
    _report, page = run("laser-hair-removal.html")
    stored = str([getattr(page, f"{key}_blocks").get_prep_value() for key in ("mechanism", "process", "safety")])
    for canary in ("TRACKER-CANARY", "javascript:", "onclick", "onerror", "steal", "color:red"):
        assert canary not in stored
        assert canary not in page.unplaced


def test_the_report_says_what_is_missing():
    report, _page = run("low-level-laser.txt")
    assert "“What happens” is missing a fact: Minutes per session. Add it." in report.missing
    assert report.new_therapies == ["Mesotherapy"]
