"""Languages are asked for by tag (BCP 47) or by header, and found by look-up (RFC 4647)."""

import pytest

from api.v1 import views

pytestmark = pytest.mark.django_db
GUIDE = "guides/mesotherapy-for-hair/"


def ask(client, path=GUIDE, line=None, **parameters):
    return client.get(f"/api/v1/{path}", parameters, headers={"accept-language": line} if line else {})


@pytest.mark.parametrize(
    ("tag", "locale"), [("en-GB", "en"), ("hi-IN", "hi"), ("hi_IN", "hi"), ("HI", "hi"), ("hi-Deva-IN-u-nu-deva", "hi")]
)
def test_a_tag_means_the_language_that_we_have(client, tag, locale):
    assert ask(client, locale=tag).content == ask(client, locale=locale).content
    for path in ("guides/", "vocabulary/", "search/"):
        assert ask(client, path, locale=tag).status_code == 200


@pytest.mark.parametrize("tag", ["xx", "english", "en-", "-en", "en--GB", "e", "en GB", "hindi-IN", "en-toolongsubtag"])
def test_what_is_no_tag_or_of_no_language_of_ours_is_refused(client, tag):
    answer = ask(client, locale=tag)
    assert (answer.status_code, answer.json()["allowed"]) == (400, ["en", "hi", "ar"])


def test_pages_and_embeds_take_tags_too(client):
    for path in ("/guides/mesotherapy-for-hair/", "/embed/fragment/guides/mesotherapy-for-hair/"):
        assert client.get(path, {"locale": "hi-IN"}).headers["Content-Language"] == "hi"
    assert client.get("/guides/mesotherapy-for-hair/?locale=english").status_code == 404


@pytest.mark.parametrize(
    ("line", "locale"),
    [
        ("hi-IN,hi;q=0.9,en;q=0.8", "hi"),
        ("fr, ar;q=0.3, hi;q=0.7", "hi"),
        ("hi;q=0, en", "en"),
        ("*, hi;q=0.5", "en"),
        ("fr-CA", "en"),
        (";;;", "en"),
        ("", "en"),
    ],
)
def test_without_the_parameter_the_header_chooses(client, line, locale):
    answer = ask(client, line=line)
    assert answer.content == ask(client, locale=locale).content
    assert set(answer["Vary"].split(", ")) >= {"Accept-Encoding", "Accept-Language"}


def test_the_parameter_comes_before_the_header(client):
    answer = ask(client, line="hi", locale="en")
    assert answer.json()["locale"] == "en"
    assert "Accept-Language" not in answer["Vary"]


@pytest.mark.parametrize("path", [
    GUIDE, "guides/nothing/", "guides/Mesotherapy-for-hair/", "guides/", "branches/mumbai/guides/", "search/?q=hair",
    "vocabulary/", f"{GUIDE}sections/safety/",
])  # fmt: skip
def test_caches_are_told_that_the_header_chooses(client, path):
    plain, chosen = ask(client, path), ask(client, path, "hi")
    assert "Accept-Language" in plain["Vary"]
    assert "Accept-Language" in chosen["Vary"]
    assert chosen["CDN-Cache-Control"] == "no-store", "many a CDN does not obey Vary"
    again = client.get(f"/api/v1/{path}", headers={"accept-language": "hi", "if-none-match": chosen.get("ETag", '"x"')})
    assert (again["Vary"], again["CDN-Cache-Control"]) == (chosen["Vary"], "no-store")


def test_who_prefers_the_language_of_all_others_shares_their_answers(client):
    plain, chosen = ask(client), ask(client, line="en-GB,en;q=0.9")
    assert (chosen.headers, chosen.content) == (plain.headers, plain.content)
    assert "CDN-Cache-Control" not in chosen
    assert ask(client, "guides/", "en", page_size=1).content == ask(client, "guides/", page_size=1).content


def test_where_there_is_one_language_the_header_tells_no_answers_apart(client, monkeypatch):
    monkeypatch.setattr(views, "LOCALE_CODES", ["en"])
    assert "Accept-Language" not in ask(client)["Vary"]


def test_where_no_language_is_chosen_the_header_tells_no_answers_apart(client):
    for path in ("group/", "sync/", "bundles/", ""):
        assert "Accept-Language" not in ask(client, path, "hi")["Vary"]


def test_the_next_page_is_in_the_language_of_the_first(client):
    first = ask(client, "guides/", "hi", page_size=1).json()
    assert "locale=hi" in first["next"]


def test_languages_of_a_copy_may_be_named_one_by_one_and_by_tags(client):
    whole = client.get("/api/v1/sync/?locales=en,hi").json()
    for query in ("locales=en&locales=hi", "locales=en-GB,hi-IN", "locales=en&locales=en-GB,hi"):
        assert client.get(f"/api/v1/sync/?{query}").json() == whole
