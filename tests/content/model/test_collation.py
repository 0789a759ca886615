"""PostgreSQL alone has to be told that code points decide: SQLite compares so by itself. Neither is asked here."""

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from wagtail.models import Page

from content.model.ordering import ByCodePoint, OrderedCharField


@pytest.fixture(params=[(PostgreSQL, "C"), (SQLite, None)], ids=["postgresql", "sqlite"])
def database(request):
    kind, collation = request.param
    return kind({**connections.settings["default"], "NAME": "never opened"}), collation


def test_a_column_has_the_collation_of_code_points(database):
    connection, collation = database
    parameters = OrderedCharField(max_length=9).db_parameters(connection)
    assert parameters["type"] == "varchar(9)"
    assert parameters["collation"] == collation


def test_another_column_is_ordered_by_code_points(database):
    connection, collation = database
    query = Page.objects.order_by(ByCodePoint("title")).values("pk").query
    sql, _params = query.get_compiler(connection=connection).as_sql()
    column = '"wagtailcore_page"."title"'
    assert sql.endswith(f'ORDER BY {column} COLLATE "{collation}" ASC' if collation else f"ORDER BY {column} ASC")
