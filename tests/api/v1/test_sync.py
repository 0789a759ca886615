"""Sync: pages, deltas, tokens, and what they cost."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from api.v1.sync import MAX_BYTES, Token
from content.edition.models import Current, Release
from content.model.branches.models import BranchPage
from content.model.snippets.models import Clinician
from content.model.vocabulary import Kind, State
from content.public import changes
from tests.support.changes import publish, recall
from tests.support.copies import Copy, fetch_all

pytestmark = pytest.mark.django_db


def test_a_first_pass_gives_everything_that_is_live(client):
    copy = Copy(client)
    copy.sync()
    assert copy.things == fetch_all()
    assert {kind for kind, _id, _locale in copy.things} == {"group", "vocabulary", "branch", "guide", "offering"}


def test_a_document_is_what_its_own_address_gives(client, peel):
    copy = Copy(client, types="guide", locales="en")
    copy.sync()
    assert copy.things["guide", str(peel.translation_key), "en"] == client.get(f"/api/v1/guides/{peel.slug}/").json()


def test_nothing_changed_is_an_empty_page(client):
    copy = Copy(client)
    copy.sync()
    page = copy.ask(sync_token=copy.token)
    assert (page["items"], page["next_page_token"], page["next_sync_token"]) == ([], None, copy.token)


def test_a_delta_has_only_what_changed_and_names_the_sections(client, peel):
    copy = Copy(client)
    copy.sync()
    publish(peel, process_lead="Another lead.")
    publish(peel, summary="Another summary.")
    items = copy.ask(sync_token=copy.token)["items"]
    assert [(item["type"], item["id"], item["locale"]) for item in items] == [
        ("guide", str(peel.translation_key), "en")
    ]
    assert [section["key"] for section in items[0]["changed_sections"]] == ["process"], "newest only"
    assert items[0]["document"]["summary"] == "Another summary."


def test_what_is_gone_is_told_with_its_reason_and_kept_no_longer(client, peel):
    copy = Copy(client)
    copy.sync()
    recall(peel)
    page = copy.ask(sync_token=copy.token)
    gone = next(item for item in page["items"] if item["type"] == "guide")
    assert (gone["state"], gone["document"], gone["notice"]["reason"]) == ("recalled", None, "It may harm.")
    assert [standing["guide"] for standing in page["recalls"]] == [str(peel.translation_key)]
    copy.sync()
    assert copy.things == fetch_all()


def test_a_first_pass_needs_no_tombstones(client, peel):
    peel.unpublish()
    assert all(item["state"] == "live" for item in Copy(client).ask()["items"])


def test_what_goes_while_a_first_pass_is_under_way_goes_from_the_copy(client, peel):
    copy = Copy(client, page_size=3)
    first = copy.ask(page_size=100)
    for item in first["items"]:
        copy.apply(item)
    page = copy.ask(page_size=3)
    copy.apply_page(page)
    peel.unpublish()
    copy.follow(page["next_page_token"])
    assert copy.things == fetch_all()


def test_a_section_that_changed_and_changed_back_is_named(client, peel):
    """A copy that was interrupted may hold what it was in between."""
    copy = Copy(client)
    copy.sync()
    publish(peel, process_lead="Another lead.")
    publish(peel, process_lead=peel.process_lead)
    (item,) = copy.ask(sync_token=copy.token)["items"]
    assert [section["key"] for section in item["changed_sections"]] == ["process"]


def test_moments_of_releases_never_go_back(client, peel, monkeypatch):
    copy = Copy(client)
    copy.sync()
    earlier = timezone.now() - timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: earlier)
    publish(peel, process_lead="Another lead.")
    (item,) = copy.ask(sync_token=copy.token)["items"]
    assert [section["key"] for section in item["changed_sections"]] == ["process"]


def test_a_page_is_bounded_by_bytes(client, monkeypatch):
    monkeypatch.setattr("api.v1.sync.MAX_BYTES", 30_000)
    copy = Copy(client)
    token, pages = copy.ask()["next_page_token"], 1
    while token:
        page = copy.ask(page_token=token)
        sizes = [len(json.dumps(item["document"], ensure_ascii=False).encode()) for item in page["items"]]
        assert len(sizes) == 1 or sum(sizes) < 40_000
        token, pages = page["next_page_token"], pages + 1
    assert pages > 3
    assert MAX_BYTES == 256 * 1024


def test_a_document_whose_length_is_not_noted_counts_as_much(client, monkeypatch):
    monkeypatch.setattr("api.v1.sync.MAX_BYTES", 30_000)
    noted = Copy(client).ask()
    assert all(row.bytes == len(row.edition.body) for row in Current.objects.select_related("edition"))
    Current.objects.update(bytes=0)
    assert Copy(client).ask() == noted


def test_no_more_is_read_than_a_page_holds(client, monkeypatch):
    monkeypatch.setattr("api.v1.sync.MAX_BYTES", 30_000)
    read, fetch = [], changes.fetch
    monkeypatch.setattr(changes, "fetch", lambda *asked: read.append(fetch(*asked)) or read[-1])
    page = Copy(client, types="guide").ask()
    assert page["next_page_token"]
    assert [len(rows) for rows in read] == [len(page["items"])]


def test_a_page_has_the_same_etag_until_what_it_holds_changes(client, peel):
    def ask(**headers):
        return client.get("/api/v1/sync/", {"types": "guide", "locales": "en"}, headers=headers)

    plain, packed = ask()["ETag"], ask(accept_encoding="gzip")["ETag"]
    assert (ask()["ETag"], packed) == (plain, f'{plain[:-1]}-gzip"')
    assert ask(if_none_match=packed).status_code == 304
    publish(peel, process_lead="Another lead.")
    assert ask(if_none_match=plain).status_code == 200


def test_a_copy_of_one_branch_has_only_its_branch_and_offerings(client):
    copy = Copy(client, branch="london", types="branch,offering,guide", locales="en")
    copy.sync()
    assert len([key for key in copy.things if key[0] == "branch"]) == 1
    assert copy.things == fetch_all(branch="london", types="branch,offering,guide", locales="en")
    assert any(key[0] == "offering" for key in copy.things)


def test_a_delta_costs_two_queries_and_nothing_new_one(client, peel, request, django_assert_num_queries):
    copy = Copy(client)
    copy.sync()
    publish(peel, summary="Another summary.")
    request.getfixturevalue("watched")
    with django_assert_num_queries(2):
        copy.ask(sync_token=copy.token)
    copy.sync()
    with django_assert_num_queries(1):
        copy.ask(sync_token=copy.token)


def test_a_token_of_a_history_that_is_gone_says_start_again(client, peel):
    copy = Copy(client)
    publish(peel, summary="Lost with the disk.")
    copy.sync()
    lost = Release.objects.order_by("-number").first()
    Release.objects.filter(pk=lost.pk).update(committed_at="2020-01-01T00:00:00Z")
    answer = client.get("/api/v1/sync/", {"sync_token": copy.token})
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert "start again without a token" in answer.json()["detail"]


def test_a_token_says_what_the_copy_is_of(client):
    copy = Copy(client, locales="en")
    copy.sync()
    answer = client.get("/api/v1/sync/", {"sync_token": copy.token, "locales": "hi"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "locales"


@pytest.mark.parametrize("token", ["x", "e30", "bnVsbA", "AA==", "W10", "ä", "A" * 900, "WyJzeW5jIiwxXQ"])
@pytest.mark.parametrize("name", ["page_token", "sync_token"])
def test_a_token_that_is_not_ours_says_start_again(client, name, token):
    """A phone whose store is damaged would else ask with it for ever."""
    answer = client.get("/api/v1/sync/", {name: token})
    assert (answer.status_code, answer.json()["title"]) == (410, "Start again")
    assert answer.json()["detail"].endswith("Start again without a token.")


def test_an_empty_token_is_a_mistake(client):
    assert client.get("/api/v1/sync/", {"sync_token": ""}).status_code == 400


def test_a_page_token_is_no_sync_token(client):
    token = Copy(client).ask(page_size=1)["next_page_token"]
    answer = client.get("/api/v1/sync/", {"sync_token": token})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "sync_token")
    assert Token.decode("page", token).is_first


def change_token(text: str, **chosen) -> str:
    token = Token.decode("sync", text)
    return replace(token, selection=replace(token.selection, **chosen)).encode("sync")


@pytest.mark.parametrize("chosen", [
    {"locales": ("en", "fr")}, {"kinds": ("guide", "poem")}, {"branch": "00000000-0000-4000-8000-000000000000"}
])  # fmt: skip
def test_a_token_of_a_language_type_or_branch_that_is_no_more_says_start_again(client, chosen):
    copy = Copy(client)
    copy.sync()
    answer = client.get("/api/v1/sync/", {"sync_token": change_token(copy.token, **chosen)})
    assert (answer.status_code, answer.json()["title"]) == (410, "Start again")


def test_a_copy_of_a_branch_that_is_withdrawn_is_told_and_goes_on(client, peel):
    """Its guides stay in step; the app says why the branch is gone."""
    copy = Copy(client, branch="london")
    copy.sync()
    BranchPage.objects.get(slug="london").unpublish()
    gone = {item["type"] for item in copy.ask(sync_token=copy.token)["items"] if item["state"] != "live"}
    assert gone == {"branch", "offering"}
    copy.sync()
    publish(peel, summary="Another summary.")
    assert [item["type"] for item in copy.ask(sync_token=copy.token)["items"]] == ["guide"]


@pytest.mark.parametrize("lacking", [{"locales": ("en", "ar")}, {"kinds": ("group", "guide")}])
def test_a_copy_of_everything_learns_a_language_or_type_that_comes_later(client, lacking):
    """As if the copy had been made before there was one: what is public of it is older than the token."""
    copy = Copy(client)
    copy.sync()
    whole, copy.token = copy.things, change_token(copy.token, **lacking)
    copy.things = {}
    copy.sync()
    assert copy.things == whole
    assert copy.ask(sync_token=copy.token)["items"] == []


def test_a_language_without_words_sends_nothing_again(client):
    copy = Copy(client)
    copy.sync()
    Current.objects.filter(locale="ar").delete()
    assert copy.ask(sync_token=change_token(copy.token, locales=("en", "hi")))["items"] == []


@pytest.mark.parametrize("chosen", [{"locales": "en,ar"}, {"types": "group,guide"}])
def test_a_copy_of_chosen_languages_or_types_stays_what_it_is(client, chosen):
    copy = Copy(client, **chosen)
    copy.sync()
    assert copy.ask(sync_token=copy.token)["items"] == []


def test_recalls_are_told_on_the_last_page_too(client, peel):
    page = Copy(client).ask(page_size=1)
    assert page["recalls"] == []
    recall(peel)
    told = []
    while page["next_page_token"]:
        page = Copy(client).ask(page_token=page["next_page_token"], page_size=5)
        told.append(page["recalls"])
    assert told[:-1] == [None] * (len(told) - 1)
    assert [standing["guide"] for standing in told[-1]] == [str(peel.translation_key)]


def test_an_unchanged_page_is_not_sent_again(client):
    answer = client.get("/api/v1/sync/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert client.get("/api/v1/sync/", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_snippet_that_many_show_brings_all_of_them(client):
    copy = Copy(client)
    copy.sync()
    clinician = Clinician.objects.get(pk=Clinician.objects.order_by("pk").first().pk)
    clinician.role = "Another role"
    clinician.save()
    copy.sync()
    assert copy.things == fetch_all()


def test_fetching_everything_sees_what_is_live():
    """`fetch_all` is the yardstick of these tests: it must not be the code under test."""
    assert len(fetch_all()) == Current.objects.filter(state=State.LIVE).exclude(kind=Kind.RECALLS).count()


def test_changes_are_read_in_their_order_not_sought_among_all_guides(client, django_assert_max_num_queries):
    """SQLite says which index it uses whatever the table holds; PostgreSQL chooses by what is in the table."""
    copy = Copy(client)
    copy.sync()
    with django_assert_max_num_queries(3) as queries:
        copy.ask(sync_token=copy.token)
    if connection.vendor == "sqlite":
        asked = next(query["sql"] for query in queries if "content_current" in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
            steps = [step for *_numbers, step in cursor.fetchall() if step.split()[1] == "c"]
        assert [step for step in steps if "current_in_order_of_change" in step] == steps[:1], steps
        assert all("USING INTEGER PRIMARY KEY" in step for step in steps[1:]), steps
