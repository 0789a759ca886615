"""Conditional requests, by property; and the same ETags from every process, before and after a restart."""

from urllib.request import Request, urlopen

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.serving import free_port, serving

PATHS = (
    "/api/v1/guides/",
    "/api/v1/guides/mesotherapy-for-hair/",
    "/api/v1/guides/mesotherapy-for-hair/sections/safety/",
    "/api/v1/branches/mumbai/guides/superficial-chemical-peel/",
    "/api/v1/recalls/",
    "/api/v1/release/",
    "/api/v1/vocabulary/?locale=hi",
    "/api/v1/schema/",
)
ENCODINGS = ("br", "gzip", "identity")

other_tags = st.text("abcdef0123456789-", min_size=1, max_size=12).map(lambda text: f'"{text}"')


@pytest.mark.django_db
@given(
    path=st.sampled_from(PATHS),
    had=st.sampled_from(ENCODINGS),
    asked=st.sampled_from(ENCODINGS),
    method=st.sampled_from(["GET", "HEAD"]),
    weak=st.booleans(),
    star=st.booleans(),
    known=st.booleans(),
    others=st.lists(other_tags, max_size=4),
    position=st.integers(0, 4),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_reader_that_has_the_words_in_any_encoding_is_told_so_and_no_other_is(
    path, had, asked, method, weak, star, known, others, position
):
    client = Client()
    etag = client.get(path, headers={"accept-encoding": had})["ETag"]
    assert not etag.startswith("W/"), "strong"
    listed = list(others)
    if known:
        listed.insert(position, f"W/{etag}" if weak else etag)
    if star:
        listed = ["*"]
    headers = {"accept-encoding": asked} | ({"if-none-match": ", ".join(listed)} if listed else {})
    response = client.generic(method, path, headers=headers)
    plain = client.get(path, headers={"accept-encoding": asked})
    if known or star:
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] in (etag, plain["ETag"])
        for header in ("Cache-Control", "Surrogate-Key", "Vary"):
            assert response[header] == plain[header]
    else:
        assert response.status_code == 200
        assert response["ETag"] == plain["ETag"]
        assert response.content == (plain.content if method == "GET" else b"")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_if_match_compares_strongly(client, path):
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-match": etag}).status_code == 200
    assert client.get(path, headers={"if-match": f"W/{etag}"}).status_code == 412
    assert client.get(path, headers={"if-match": '"other"'}).status_code == 412


@pytest.mark.django_db
def test_every_origin_gets_the_same_answer_and_may_ask_conditionally(client):
    answers = [client.get(PATHS[1], headers={"origin": f"https://{name}.example"}) for name in ("pune", "delhi")]
    assert answers[0].headers == answers[1].headers
    assert answers[0]["Vary"] == "Accept-Encoding, Preview-Token, Accept-Language"
    preflight = client.options(
        PATHS[1],
        headers={
            "origin": "https://pune.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )
    assert "if-none-match" in preflight["Access-Control-Allow-Headers"]


@pytest.mark.django_db
def test_a_program_in_a_browser_may_send_what_is_documented(client):
    asked = {"origin": "https://pune.example", "access-control-request-method": "GET"}
    for name in ("preview-token", "if-none-match"):
        preflight = client.options(PATHS[1], headers=asked | {"access-control-request-headers": name})
        assert name in preflight["Access-Control-Allow-Headers"].split(", ")
    exposed = client.get(PATHS[1], headers={"origin": "https://pune.example"})["Access-Control-Expose-Headers"]
    assert {"ETag", "Retry-After", "Content-Language"} <= set(exposed.split(", "))


@pytest.mark.django_db
def test_an_answer_says_by_which_keys_it_is_purged_and_browsers_keep_it_ten_seconds(client, peel, settings):
    answer = client.get("/api/v1/guides/superficial-chemical-peel/")
    assert answer["Surrogate-Key"] == f"group guide-{peel.translation_key}"
    assert answer["Cache-Control"] == "public, max-age=10, stale-if-error=86400"
    assert "CDN-Cache-Control" not in answer
    settings.CDN_MAX_AGE = 3600
    assert "max-age=3600" in client.get("/api/v1/guides/")["CDN-Cache-Control"]
    peel.unpublish()
    gone = client.get("/api/v1/guides/superficial-chemical-peel/")
    assert (gone.status_code, gone["Surrogate-Key"]) == (410, answer["Surrogate-Key"])


def read_etags(address: str) -> list[str]:
    etags = []
    for path in PATHS:
        for encoding in ENCODINGS:
            with urlopen(Request(f"{address}{path}", headers={"Accept-Encoding": encoding})) as response:
                etags.append(response.headers["ETag"])
    return etags


@pytest.mark.served
def test_a_second_process_started_later_gives_the_same_etags(site, site_data):
    etags = read_etags(site)
    with serving(site_data, free_port(), "serve") as other:
        assert read_etags(other) == etags
        assert read_etags(site) == etags
    assert len(set(etags)) >= len(PATHS)
