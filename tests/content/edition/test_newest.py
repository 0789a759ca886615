"""Which release is the newest: known without a query where the server watches, and never for longer than that holds."""

from time import monotonic
from types import SimpleNamespace

import pytest
from django.db import connection

from cms.hot import MOST_SECONDS
from content.edition import newest
from content.model.branches.models import BranchPage
from content.model.vocabulary import Kind
from content.public import reading
from content.public.reading import read_house
from content.release.overlays import laid_over, take
from content.release.rehearsing import as_if
from tests.support.changes import publish


def stand_in(in_atomic_block: bool) -> SimpleNamespace:
    """For the connection of the tests, which is always in a transaction."""
    return SimpleNamespace(in_atomic_block=in_atomic_block, cursor=connection.cursor, ops=connection.ops)


@pytest.fixture
def watched(db, monkeypatch) -> newest.Stamp:
    """Outside of a transaction, and told by the server's watch."""
    stamp = newest.find_newest()
    monkeypatch.setattr(newest, "connection", stand_in(in_atomic_block=False))
    newest.note_newest(stamp, monotonic())
    yield stamp
    monkeypatch.setattr(newest, "_noted", None)


def test_what_was_noted_needs_no_query(watched, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert newest.find_newest() == watched


def test_a_transaction_asks_for_itself(watched, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(newest, "connection", stand_in(in_atomic_block=True))
    with django_assert_num_queries(1):
        newest.find_newest()


def test_what_was_noted_too_long_ago_is_asked_again(watched, django_assert_num_queries):
    newest.note_newest(watched, monotonic() - MOST_SECONDS - 0.01)
    with django_assert_num_queries(1):
        assert newest.find_newest() == watched


def test_who_makes_a_release_forgets_what_it_was_told_before(
    watched, peel, django_capture_on_commit_callbacks, django_assert_num_queries
):
    asked_at = monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        publish(peel, summary="Another summary.")
    newest.note_newest(watched, asked_at)  # an answer of before, which comes late
    with django_assert_num_queries(1):
        found = newest.find_newest()
    assert found
    assert found[0] == watched[0] + 1


def test_what_is_laid_over_is_not_taken_for_what_is_known(watched):
    before, london = read_house(), BranchPage.objects.get(slug="london")

    def rename() -> None:
        london.title = "London by the river"
        london.save_revision().publish()

    with as_if(rename) as made:
        overlay = take(made)
    with laid_over(overlay):
        names = {branch.document["name"] for branch in read_house().branches}
    assert "London by the river" in names
    assert read_house() is before


def test_only_what_a_release_changed_of_the_house_is_read_again(peel):
    before, london = read_house(), BranchPage.objects.get(slug="london")
    publish(peel, summary="Another summary.")
    assert [id(row) for row in read_house().branches] == [id(row) for row in before.branches]
    london.title = "London by the river"
    london.save_revision().publish()
    after = read_house()
    assert "London by the river" in {branch.document["name"] for branch in after.branches}
    assert len({id(row) for row in after.branches} - {id(row) for row in before.branches}) == 1
    assert after.changed_at[Kind.BRANCH] > before.changed_at[Kind.BRANCH]


def test_a_release_between_two_looks_at_the_house_is_seen(db, monkeypatch):
    """What is current is asked for first, and read then: it may be another edition by that time."""
    london, fetch = BranchPage.objects.get(slug="london"), reading.fetch

    def fetch_and_release(*query):
        rows = fetch(*query)
        monkeypatch.setattr(reading, "fetch", fetch)
        london.title = "London by the river"
        london.save_revision().publish()
        return rows

    monkeypatch.setattr(reading, "fetch", fetch_and_release)
    house = read_house()
    assert "London by the river" in {branch.document["name"] for branch in house.branches}
    assert len(house.branches) == len(reading._read_house.__wrapped__(None).branches)
