"""What is translated, each thing once: the row of the language in which it was first written."""

from typing import Any

from django.db.models import Exists, OuterRef


def keep_sources(rows: Any) -> Any:
    """Those rows of a query set that are no translation of an older one."""
    older = rows.model._default_manager.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return rows.filter(~Exists(older))
