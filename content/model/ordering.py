"""Sorts text by code points on every database, as SQLite and Python do.

PostgreSQL sorts by the rules of the database's language, which may ignore hyphens: “hair-z” then follows “hairline”.
"""

from typing import Any

from django.db import models

#: PostgreSQL's collation by bytes. In UTF-8 that is the order of code points.
_COLLATION = "C"


class OrderedCharField(models.CharField):
    """A text column that is sorted, compared and indexed by code points."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": _COLLATION} if connection.vendor == "postgresql" else parameters


class ByCodePoint(models.Func):
    """Orders by a column that we can't alter, such as a page's title."""

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template=f'%(expressions)s COLLATE "{_COLLATION}"', **context)
