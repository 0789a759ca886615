"""What is kept of guides to cut excerpts from: as long as they are the same, and of so many at most."""

import pytest

from content.public import excerpts, searching
from content.public.words import Words
from tests.support.changes import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies(monkeypatch):
    """The bodies that searches read."""
    read, fetch = [], searching.fetch

    def note(sql, values):
        rows = fetch(sql, values)
        read.extend(row[3] for row in rows if "card_body" in sql and row[3] is not None)
        return rows

    monkeypatch.setattr(searching, "fetch", note)
    return read


def test_a_guide_is_read_once_and_again_when_it_has_changed(api, peel, bodies):
    publish(peel, process_lead="A zygomorphic lead.")
    first = api("search/", q="zygomorphic").json()
    assert len(bodies) == 1
    assert api("search/", q="zygomorphic").json() == first
    assert len(bodies) == 1
    publish(peel, process_lead="Another, still zygomorphic.")
    (hit,) = api("search/", q="zygomorphic").json()["results"]
    assert "".join(piece["text"] for piece in hit["excerpt"]) == "Another, still zygomorphic."
    assert len(bodies) == 2


def test_the_guides_that_were_asked_for_last_are_kept(monkeypatch):
    monkeypatch.setattr(excerpts, "MOST_KEPT", 2)
    body = b'{"title": "", "also_known_as": [], "slug": "", "summary": "", "faqs": [], "locale": "en", "sections": []}'
    for id in (1, 2):
        excerpts.read_shown(id, f"etag {id}", body)
    excerpts.find_kept([1])
    excerpts.read_shown(3, "etag 3", body)
    excerpts.read_shown(4, "", body)
    assert set(excerpts.find_kept([1, 2, 3, 4])) == {"etag 1", "etag 3"}


def test_words_that_begin_so_are_found_in_their_order():
    words = Words(dict.fromkeys(["hair", "ha", "hairline", "hand", "lip", "hairz"], ""))
    assert words.find_begun("hai") == ["hair", "hairline", "hairz"]
    assert words.find_begun("x") == []
