"""What one publication takes, in a process of its own: of ours, or of stock Wagtail for a page with equal blocks.

usage: python -m bench.speed.publishing ours [--times 10]
       DJANGO_SETTINGS_MODULE=bench.stock.settings python -m bench.speed.publishing stock
"""

import argparse
import json
import os
import time
from statistics import median
from typing import Any

import django

from bench.speed.publisher import SLUG, Publisher


def publish_stock() -> float:
    from bench.stock.models import PlainPage

    page = PlainPage.objects.get(slug="plain-page")
    page.summary = f"Words of {time.monotonic_ns()}"
    began = time.perf_counter()
    page.save_revision().publish()
    return time.perf_counter() - began


def make_plain_page() -> None:
    """A plain page beside the guide, with what the guide has in its columns and blocks."""
    from django.db import connection

    from bench.stock.models import COLUMNS, PlainPage
    from content.model.guides.models import GuidePage

    if PlainPage._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(PlainPage)
    guide = GuidePage.objects.get(slug=SLUG, locale__language_code="en")
    values: dict[str, Any] = {field.attname: field.value_from_object(guide) for field in COLUMNS}
    streams = {field.name for field in COLUMNS if field.get_internal_type() == "JSONField"}
    for name in streams:
        values[name] = json.dumps(list(getattr(guide, name).raw_data))
    guide.get_parent().add_child(
        instance=PlainPage(title="Plain page", slug="plain-page", locale=guide.locale, **values)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("whose", choices=["ours", "stock"])
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    if options.whose == "stock":
        make_plain_page()
    publish = publish_stock if options.whose == "stock" else Publisher().publish
    publish()
    took = [publish() * 1000 for _time in range(options.times)]
    print(json.dumps({"median": median(took), "least": min(took), "most": max(took)}))


if __name__ == "__main__":
    main()
