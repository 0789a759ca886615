"""What asking for changes costs when one guide of 100, 1,000 and 10,000 has changed: queries, bytes, time.

usage: python bench/prove_sync.py [--database sqlite,postgresql]     (make prove-sync)

Editions are copied row by row until there are so many live guides: what a reader's query meets is the same as if
each had been written by hand.
"""

import argparse
import gzip
import sys
import time
import uuid

from tests.support import signing
from tests.support.ground import database, run_on

SIZES = (100, 1_000, 10_000)
MOST_QUERIES, MOST_BYTES = 3, 20_000


def fill(until: int) -> None:
    """Copies of one edition, one release each, until so many guides are live."""
    from django.utils import timezone

    from content.edition.models import Current, Edition, Release

    row = Current.objects.select_related("edition").get(slug="superficial-chemical-peel", locale="en")
    number = Release.objects.order_by("number").last().number
    missing = range(until - Current.objects.filter(kind="guide", state="live").count())
    now = timezone.now()
    releases = [Release(number=number + 1 + n, committed_at=now) for n in missing]
    Release.objects.bulk_create(releases, 500)
    editions = []
    for release in releases:
        edition = Edition.objects.get(pk=row.edition_id) if not editions else clone(editions[0])
        edition.pk, edition.subject, edition.release = None, uuid.uuid4(), release
        edition.slug = f"copy-{release.number}"
        editions.append(edition)
    editions = Edition.objects.bulk_create(editions, 100)
    currents = []
    for edition in editions:
        current = clone(row)
        current.pk, current.subject, current.slug = None, edition.subject, edition.slug
        current.edition, current.release = edition, edition.release
        currents.append(current)
    Current.objects.bulk_create(currents, 500)


def clone(instance):
    fields = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    return type(instance)(**fields)


def measure(client, title: str) -> tuple[int, int, float]:
    """Queries, bytes as sent, and the best of many times in seconds, of a delta with one guide in it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from content.model.guides.models import GuidePage

    answer = client.get("/api/v1/sync/", {"locales": "en"}).json()
    while token := answer["next_page_token"]:
        answer = client.get("/api/v1/sync/", {"page_token": token}).json()
    guide = GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")
    guide.title = title
    signing.publish(guide)
    ask = {"sync_token": answer["next_sync_token"]}
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v1/sync/", ask)
    asked = len(queries)  # now: the next request empties the log
    assert [item["document"]["title"] for item in answer.json()["items"] if item["type"] == "guide"][-1] == title
    times = []
    for _round in range(50):
        began = time.perf_counter()
        client.get("/api/v1/sync/", ask)
        times.append(time.perf_counter() - began)
    return asked, len(gzip.compress(answer.content)), min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite,postgresql")
    run_on(parser.parse_args().database.split(","))
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client, figures = Client(), []
    for size in SIZES:
        fill(size)
        figures.append(measure(client, f"Mesotherapy among {size}"))
    for size, (queries, sent, seconds) in zip(SIZES, figures, strict=True):
        ratio = seconds / figures[0][2]
        print(f"{database()}: one of {size:,} guides changed: {queries} queries, {sent:,} bytes, time x{ratio:.2f}")
    return 0 if all(queries <= MOST_QUERIES and sent < MOST_BYTES for queries, sent, _seconds in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
