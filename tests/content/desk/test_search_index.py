"""The index of the admin's search."""

import pytest
from django.db import connection

from content.desk.search.admin_index import measure_index

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL measures by itself.")
def test_sqlite_is_told_how_many_entries_a_model_has(mesotherapy):
    measure_index()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'wagtailsearch_indexentry'")
        assert cursor.fetchone()[0]
