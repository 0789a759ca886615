"""A connection to PostgreSQL that is kept between requests is looked at without asking, and not used once it ended."""

import psycopg
import pytest
from django.db import connection

from content.edition.models import Release
from content.public.rows import fetch, fetch_slowly

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's are files.")


@pytest.fixture
def kept(transactional_db):
    """As a request finds the connection of the one before."""
    assert fetch("SELECT 1", []) == [(1,)]
    connection.health_check_enabled, connection.health_check_done = True, False
    yield connection
    connection.close()


def test_a_connection_that_holds_is_asked_nothing(kept, monkeypatch):
    monkeypatch.setattr(kept, "is_usable", lambda: pytest.fail("It was asked."))
    kept.close_if_health_check_failed()
    assert kept.health_check_done


def test_a_connection_that_the_server_has_ended_is_made_anew(kept):
    ended = fetch("SELECT pg_backend_pid()", [])[0][0]
    kept.health_check_done = False
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert fetch("SELECT pg_backend_pid()", [])[0][0] != ended


def test_a_connection_that_was_closed_here_is_made_anew(kept):
    kept.connection.close()
    assert fetch("SELECT 1", []) == [(1,)]


def test_what_is_asked_again_and_again_is_planned_once(kept):
    for _time in range(8):
        fetch("SELECT %s::int + 41", [1])
    prepared = fetch("SELECT statement FROM pg_prepared_statements", [])
    assert ("SELECT $1::int + 41",) in prepared


def test_of_what_django_asks_nothing_is_kept(kept):
    for number in range(8):
        fetch("SELECT 1", [])
        Release.objects.filter(number=number).exists()
    prepared = [statement for [statement] in fetch("SELECT statement FROM pg_prepared_statements", [])]
    assert prepared
    assert not [statement for statement in prepared if "release" in statement]
    assert kept.connection.prepare_threshold is None


@pytest.mark.parametrize("is_pooled", [True, False])
def test_behind_a_pooler_nothing_outlives_its_transaction(kept, monkeypatch, is_pooled):
    monkeypatch.setitem(kept.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", is_pooled)
    for _time in range(8):
        assert list(fetch_slowly("SELECT is_holdable FROM pg_cursors WHERE name <> ''", [])) == [(not is_pooled,)]
        fetch("SELECT 2", [])
    prepared = [statement for [statement] in fetch("SELECT statement FROM pg_prepared_statements", [])]
    assert ("SELECT 2" in prepared) is not is_pooled
