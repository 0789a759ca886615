"""What tells whether anything has changed: a few bytes, one query, and no older than a second."""

import pytest

from content.edition.models import Release
from content.model.notices.models import Recall
from content.release.notices import recalling
from tests.support.changes import publish, recall

pytestmark = pytest.mark.django_db
PATH = "/api/v1/release/"


def read(client) -> dict:
    return client.get(PATH).json()


def test_it_names_the_newest_release_and_the_recalls_in_a_few_bytes(client):
    newest = Release.objects.latest("number")
    answer = client.get(PATH)
    moment = newest.committed_at.isoformat().replace("+00:00", "Z")
    recalls = client.get("/api/v1/recalls/").json()["digest"]
    assert answer.json() == {"number": newest.number, "committed_at": moment, "recalls_digest": recalls}
    assert len(answer.content) < 200


def test_another_number_says_that_something_changed_and_another_digest_that_a_recall_did(client, peel):
    first = read(client)
    publish(peel, summary="Another summary.")
    second = read(client)
    assert (second["number"], second["recalls_digest"]) == (first["number"] + 1, first["recalls_digest"])
    recall(peel, "process")
    third = read(client)
    assert third["number"] == second["number"] + 1
    assert third["recalls_digest"] not in (first["recalls_digest"], None, "")
    recalling.lift(Recall.objects.get(), "It was a mistake.")
    assert read(client)["recalls_digest"] == first["recalls_digest"]


def test_it_takes_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(PATH)


def test_caches_keep_it_for_a_second_and_never_give_it_when_we_are_away(client, settings):
    answer = client.get(PATH, headers={"origin": "https://branch.example"})
    assert answer["Cache-Control"] == "public, max-age=1"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "CDN-Cache-Control" not in answer
    settings.CDN_MAX_AGE = 3600
    assert client.get(PATH)["CDN-Cache-Control"] == "public, max-age=1"
    again = client.get(PATH, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "public, max-age=1")
