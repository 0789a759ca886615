import pytest

from content.model.guides.models import GuidePage
from content.model.vocabulary import Kind
from content.public.reading import read_house
from tests.support import signing

pytestmark = pytest.mark.django_db
KEYS = ["mechanism", "process", "sessions", "safety", "combinations"]


def test_it_serves_exactly_five_sections_in_order(api):
    assert [s["key"] for s in api("guides/mesotherapy-for-hair/").json()["sections"]] == KEYS


def test_it_has_every_field_of_the_contract(api):
    assert list(api("guides/mesotherapy-for-hair/").json()) == [
        *("id", "type", "slug", "locale", "title", "summary", "category", "body_area", "also_known_as", "hero"),
        *("sections", "faqs", "citations", "review", "translation", "links"),
        *("version", "digest", "published_at", "updated_at"),
    ]


def test_it_is_found_by_id_as_by_slug(api):
    by_slug = api("guides/mesotherapy-for-hair/")
    by_id = api(f"guides/{by_slug.json()['id']}/")
    assert by_id.content == by_slug.content


def test_it_serves_facts_as_numbers(api):
    sections = {s["key"]: s for s in api("guides/mesotherapy-for-hair/").json()["sections"]}
    assert sections["process"]["facts"] == {
        "minutes_per_session": {"min": 30, "max": 60},
        "downtime_days": 0,
        "anaesthesia": "topical",
        "discomfort": "mild",
    }
    assert sections["sessions"]["facts"] == {
        "sessions_needed": {"min": 4, "max": 6},
        "weeks_between": {"min": 2, "max": 4},
        "results_after_sessions": 3,
        "maintenance_months": 6,
    }
    assert sections["safety"]["facts"] == {"suits_severity": ["mild", "moderate"]}


def test_a_benefit_never_travels_without_its_risk(api):
    for section in api("guides/mesotherapy-for-hair/").json()["sections"]:
        if section["key"] == "safety":
            assert section["safety_note"] is None
        else:
            assert section["safety_note"]["risks"] == ["Redness", "Swelling", "Bruising"]
            assert section["safety_note"]["web"].endswith("#safety")
            assert api(section["safety_note"]["link"].removeprefix("/api/v1/").split("?")[0]).status_code == 200


def test_a_missing_translation_falls_back_and_says_so(api):
    assert api("guides/superficial-chemical-peel/", locale="hi").json()["locale"] == "en"
    assert api("guides/mesotherapy-for-hair/", locale="hi").json()["locale"] == "hi"


def test_labels_in_a_translation_are_in_its_language(api):
    guide = api("guides/mesotherapy-for-hair/", locale="hi").json()
    assert guide["category"] == {"slug": "hair", "name": "बाल"}
    assert guide["sections"][3]["heading"] == "क्या यह आपके लिए सही है?"


def test_citations_are_those_listed_then_those_only_named(api):
    guide = api("guides/mesotherapy-for-hair/").json()
    ids = {citation["id"] for citation in guide["citations"]}
    named = {id for s in guide["sections"] for b in s["blocks"] for id in b["value"].get("citations", [])}
    assert named
    assert named <= ids


def test_a_picture_has_every_format_and_size(api):
    hero = api("guides/mesotherapy-for-hair/").json()["hero"]
    assert [source["type"] for source in hero["sources"]] == ["image/avif", "image/webp", "image/jpeg"]
    assert [file["width"] for file in hero["sources"][0]["srcset"]] == [480, 960, 1440]
    assert hero["placeholder"]


def test_a_section_alone_says_which_guide_it_is_of(api):
    section = api("guides/mesotherapy-for-hair/sections/sessions/").json()
    whole = api("guides/mesotherapy-for-hair/").json()
    assert {k: v for k, v in section.items() if k != "guide"} == whole["sections"][2]
    assert section["guide"] == {k: whole[k] for k in ("id", "slug", "locale", "title", "version", "review", "links")}


@pytest.mark.parametrize(
    "path", ["guides/nothing/", "guides/mesotherapy-for-hair/sections/price/", "nothing/", "guides/x/y/"]
)
def test_what_never_existed_is_a_404_problem(api, path):
    response = api(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_a_guide_takes_one_query(api, watched, django_assert_num_queries):
    with django_assert_num_queries(1):
        api("guides/mesotherapy-for-hair/", locale="hi")
    with django_assert_num_queries(1):
        api("guides/mesotherapy-for-hair/sections/safety/")


@pytest.mark.parametrize("size", [1, 4])
def test_a_list_takes_one_query_and_one_for_offerings_whatever_its_size(api, watched, django_assert_num_queries, size):
    with django_assert_num_queries(0):
        api("branches/", page_size=size)
    with django_assert_num_queries(1):
        api("guides/", page_size=size)
    with django_assert_num_queries(1):
        api("guides/", branch="mumbai", page_size=size)
    with django_assert_num_queries(2):
        api("branches/mumbai/guides/", page_size=size)


def slugs(response) -> list[str]:
    return [card["slug"] for card in response.json()["results"]]


def test_the_list_is_ordered_and_each_guide_is_in_it_once(api):
    assert slugs(api("guides/")) == [
        "mesotherapy-for-hair",
        "microneedling-for-acne-scars",
        "platelet-rich-plasma-for-hair",
        "superficial-chemical-peel",
    ]
    assert slugs(api("guides/", locale="hi")) == slugs(api("guides/"))
    assert [card["locale"] for card in api("guides/", locale="hi").json()["results"]] == ["hi", "en", "en", "en"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"category": "hair"}, ["mesotherapy-for-hair", "platelet-rich-plasma-for-hair"]),
        ({"category": "nails"}, []),
        ({"body_area": "face"}, ["microneedling-for-acne-scars", "superficial-chemical-peel"]),
        ({"max_minutes": 30}, ["superficial-chemical-peel"]),
        ({"max_sessions": 4}, ["platelet-rich-plasma-for-hair"]),
        ({"branch": "london"}, ["mesotherapy-for-hair", "platelet-rich-plasma-for-hair"]),
        ({"branch": "delhi"}, ["mesotherapy-for-hair", "superficial-chemical-peel"]),
        ({"branch": "london", "max_sessions": 4}, ["platelet-rich-plasma-for-hair"]),
        ({"updated_since": "2126-01-01"}, []),
    ],
)
def test_filters_narrow_the_list(api, parameters, expected):
    assert slugs(api("guides/", **parameters)) == expected


def test_pages_hold_every_guide_once_forwards_and_back(api):
    def follow(link: str):
        return api(link.removeprefix("/api/v1/"))

    first = api("guides/", page_size=3, locale="hi")
    assert first.json()["previous"] is None
    second = follow(first.json()["next"])
    assert slugs(first) + slugs(second) == slugs(api("guides/"))
    assert second.json()["next"] is None
    back = follow(second.json()["previous"])
    assert (slugs(back), back.json()["previous"]) == (slugs(first), None)


def test_a_guide_published_between_two_pages_moves_nothing(api, mesotherapy):
    first = api("guides/", page_size=2).json()
    copy = mesotherapy.copy(update_attrs={"slug": "aaa", "title": "First of all"}, keep_live=False)
    signing.publish(GuidePage.objects.get(pk=copy.pk))
    second = api(first["next"].removeprefix("/api/v1/"))
    assert slugs(second) == ["platelet-rich-plasma-for-hair", "superficial-chemical-peel"]


def test_the_group_is_read_from_its_edition(api):
    group = api("group/").json()
    assert (group["name"], group["contact"]["label"]) == ("Skinpheras", "Need help? Chat with us")
    assert read_house().group.kind == Kind.GROUP
