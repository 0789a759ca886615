"""Where embeds are shown: counted without knowing who reads, capped, and reported."""

import datetime
import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from content.desk.sightings import limits
from content.desk.sightings.models import Sighting
from content.desk.sightings.places import find_places
from tests.support import signing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_throttle():
    cache.clear()


@pytest.fixture
def note(client) -> dict[str, str]:
    """What the element says."""
    answer = client.get("/embed/nodes/guides/mesotherapy-for-hair/safety/?branch=mumbai").json()
    assert answer["beacon"]["url"].endswith("/embed/seen/")
    return {**answer["shown"], "what": "shown", "way": "element", "host": "mumbai.skinpheras.example"}


def tell(client, note: object, **headers: str):
    body = note if isinstance(note, str | bytes) else json.dumps(note)
    return client.post("/embed/seen/", body, content_type="text/plain;charset=UTF-8", headers=headers)


def test_it_is_counted_by_day(client, note):
    for _time in range(3):
        assert tell(client, note).status_code == 204
    assert tell(client, note | {"what": "booking"}).status_code == 204
    assert {row.what: row.count for row in Sighting.objects.all()} == {"shown": 3, "booking": 1}
    [place] = find_places()
    assert (place.host, place.section, place.shown, place.bookings) == (note["host"], "safety", 3, 1)
    assert place.is_known
    assert place.is_current


def test_a_whole_guide_is_current_until_it_changes(client, note, mesotherapy):
    whole = client.get("/embed/nodes/guides/mesotherapy-for-hair/").json()["shown"]
    tell(client, {**whole, "what": "shown", "way": "element", "host": "x.example"})
    assert find_places()[0].is_current
    mesotherapy.process_lead = "Another lead."
    signing.publish(mesotherapy)
    assert not find_places()[0].is_current


def test_a_list_is_counted_too(client):
    answer = client.get("/embed/nodes/branches/mumbai/").json()
    seen = {**answer["shown"], "what": "shown", "way": "frame", "host": "x.example"}
    assert tell(client, seen).status_code == 204
    assert tell(client, seen).status_code == 204
    assert Sighting.objects.get().count == 2
    assert not find_places()[0].is_known


def test_a_preview_in_the_admin_is_not_counted(client, note):
    assert tell(client, note | {"host": "localhost"}).status_code == 204
    assert not Sighting.objects.exists()


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_asks_not_to_be_counted_is_not(client, note, header):
    assert tell(client, note, **{header: "1"}).status_code == 204
    assert not Sighting.objects.exists()


def test_nothing_about_the_reader_is_kept(client, note):
    client.post(
        "/embed/seen/",
        json.dumps(note),
        content_type="text/plain",
        headers={"Referer": "https://x.example/my-illness", "User-Agent": "Somebody's", "Cookie": "me=1"},
        REMOTE_ADDR="203.0.113.77",
    )
    kept = json.dumps(list(Sighting.objects.values()), default=str)
    assert not any(word in kept for word in ("illness", "Somebody", "203.0.113.77", "me=1"))
    assert "Set-Cookie" not in tell(client, note)


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"host": "<script>"},
        {"host": "x" * 300},
        {"what": "bought"},
        {"way": "magic"},
        {"guide": "00000000-0000-4000-8000-000000000000"},
        {"guide": "1 OR 1=1"},
        {"section": "prices"},
        {"branch": "atlantis"},
        {"locale": "xx"},
        {"digest": "zz"},
    ],
)
def test_what_cannot_be_is_refused(client, note, wrong):
    assert tell(client, note | wrong).status_code == 400
    assert not Sighting.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "7", "{", "[" * 900, b"\xff\xfe"])
def test_what_is_no_note_is_refused(client, body):
    assert tell(client, body).status_code in (400, 413)


def test_a_long_note_is_not_read(client):
    assert tell(client, "x" * 1001).status_code == 413


def test_a_day_cannot_fill_the_database(client, note, monkeypatch):
    monkeypatch.setattr(limits, "MOST_UNKNOWN", 3)
    for number in range(5):
        assert tell(client, note | {"host": f"h{number}.example"}).status_code == 204
    assert tell(client, note | {"host": "h0.example"}).status_code == 204
    assert Sighting.objects.count() == 3
    assert Sighting.objects.get(host="h0.example").count == 2


def test_websites_of_ours_are_counted_when_others_have_used_up_the_day(client, note, monkeypatch):
    monkeypatch.setattr(limits, "MOST_UNKNOWN", 0)
    tell(client, note | {"host": "x.example"})
    tell(client, note)
    assert Sighting.objects.get().host == note["host"]


def test_one_address_cannot_use_up_what_others_may_say(client, note, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BY_ADDRESS", 2)
    for number in range(4):
        tell(client, note | {"host": f"h{number}.example"})
    assert Sighting.objects.count() == 2
    other = json.dumps(note | {"host": "other.example"})
    client.post("/embed/seen/", other, content_type="text/plain", REMOTE_ADDR="203.0.113.5")
    assert Sighting.objects.filter(host="other.example").exists()


def test_the_addresses_of_one_ipv6_network_count_as_one(client, note, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BY_ADDRESS", 1)
    for number in range(3):
        body = json.dumps(note | {"host": f"h{number}.example"})
        client.post("/embed/seen/", body, content_type="text/plain", REMOTE_ADDR=f"2001:db8::{number}")
    assert Sighting.objects.count() == 1


def test_one_website_cannot_fill_the_database(client, note, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_HOST", 2)
    for digit in "abcd":
        tell(client, note | {"digest": digit * 64})
    assert Sighting.objects.count() == 2


def test_one_reader_cannot_flood_it(client, note):
    answers = {tell(client, note).status_code for _time in range(70)}
    assert answers == {204, 429}


def test_an_old_version_and_an_unknown_website_stand_out(client, note, mesotherapy, as_user):
    tell(client, note)
    tell(client, note | {"host": "thief.example"})
    mesotherapy.safety_lead = "Another lead."
    signing.publish(mesotherapy)
    places = find_places()
    assert [(place.host, place.is_known, place.is_current) for place in places] == [
        ("thief.example", False, False),
        ("mumbai.skinpheras.example", True, False),
    ]
    html = as_user("editor").get(reverse("sightings")).content.decode()
    assert "thief.example" in html
    assert "not a branch website" in html
    assert ">old<" in html
    html = as_user("editor").get(reverse("impact", args=[mesotherapy.pk])).content.decode()
    assert "thief.example" in html


def test_since_when_a_version_is_shown(client, note, mesotherapy):
    tell(client, note)
    Sighting.objects.update(day=timezone.now().date() - datetime.timedelta(days=3))
    tell(client, note)
    assert find_places()[0].since == timezone.now().date() - datetime.timedelta(days=3)
    Sighting.objects.first().delete()
    Sighting.objects.update(day=timezone.now().date() - datetime.timedelta(days=500))
    tell(client, note)
    assert Sighting.objects.count() == 1, "what is older than 400 days goes"


def test_a_branch_editor_sees_what_is_shown_for_that_branch(client, note, as_user):
    tell(client, note)
    tell(client, note | {"branch": "delhi", "host": "delhi.skinpheras.example"})
    html = as_user("mumbai").get(reverse("sightings")).content.decode()
    assert "mumbai.skinpheras.example" in html
    assert "delhi.skinpheras.example" not in html


def test_day_by_day_also_as_a_spreadsheet(client, note, as_user, settings):
    tell(client, note)
    tell(client, note | {"what": "booking"})
    Sighting.objects.update(day=datetime.date(2026, 11, 2))
    tell(client, note)
    tell(client, note | {"branch": "delhi", "host": "delhi.skinpheras.example"})
    address = reverse("sightings_days")
    html = as_user("editor").get(address).content.decode()
    for words in (note["host"], "delhi.skinpheras.example", "Mesotherapy for hair: Is it right for you?"):
        assert words in html, words
    mumbai = as_user("mumbai")
    opened = mumbai.get(address)
    assert opened["Location"] == f"{address}?branch=mumbai", "their own branch is chosen already"
    html = mumbai.get(opened["Location"]).content.decode()
    assert note["host"] in html
    assert "delhi.skinpheras.example" not in html
    given = mumbai.get(f"{address}?branch=mumbai&export=csv").getvalue().decode("utf-8-sig").splitlines()
    assert given[0] == "Day,Website,What,Branch,Language,Views (estimate),Booking links followed (estimate)"
    row = f"{note['host']},Mesotherapy for hair: Is it right for you?,mumbai,en"
    assert given[1:] == [f"{timezone.now().date()},{row},5,0", f"2026-11-02,{row},5,5"]
    assert mumbai.get(f"{address}?export=xlsx").getvalue().startswith(b"PK")


def test_share_and_embed_begins_with_the_branch_that_somebody_looks_after(as_user):
    chosen = '<option value="mumbai" selected>'
    assert chosen in as_user("mumbai").get(reverse("embeds_panel")).content.decode()
    assert chosen not in as_user("mumbai").get(reverse("embeds_panel"), {"branch": ""}).content.decode()
    assert chosen not in as_user("editor").get(reverse("embeds_panel")).content.decode()
