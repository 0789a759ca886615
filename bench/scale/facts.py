"""Prints what the database holds, as JSON: for programs that ask by HTTP alone.

usage: python -m bench.scale.facts
"""

import json
import os
from typing import Any

import django


def read_facts() -> dict[str, Any]:
    from django.db import connection

    from content.edition.models import Current, Edition, SearchTerm
    from content.model.branches.models import Offering
    from content.model.guides.models import GuideIndexPage, GuidePage

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        [size] = cursor.fetchone()
    return {
        "megabytes": size / 1e6,
        "guides": GuidePage.objects.filter(locale__language_code="en").count(),
        "list": GuideIndexPage.objects.get(locale__language_code="en").pk,
        "editions": Edition.objects.count(),
        "current": Current.objects.count(),
        "offerings": Offering.objects.count(),
        "search terms": SearchTerm.objects.count(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    print(json.dumps(read_facts()))
