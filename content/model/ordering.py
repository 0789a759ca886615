"""Text in the order of its code points, on every database: as SQLite and Python have it.

PostgreSQL sorts as the language of its database does, which passes over hyphens: “hair-z” then comes after “hairline”.
"""

from typing import Any

from django.db import models

#: Of PostgreSQL. UTF-8's bytes are in the order of the code points.
_COLLATION = "C"


class OrderedCharField(models.CharField):
    """Sorted and compared by code point, by its indexes too."""

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": _COLLATION} if connection.vendor == "postgresql" else parameters


class ByCodePoint(models.Func):
    """For ordering by a column that is not ours to alter, such as a page's title."""

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template=f'%(expressions)s COLLATE "{_COLLATION}"', **context)
