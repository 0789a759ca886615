"""How long a search takes among 10, 100, 1,000 and 10,000 guides.

usage: python bench/measure_search.py [--database sqlite,postgresql]     (make measure-search)
"""

import argparse
import sys
import time

from bench.prove_sync import clone, fill
from tests.support.ground import database, run_on

SIZES = (10, 100, 1_000, 10_000)
#: A rare word, a common one, a mistyped one, and a question of many common words.
QUESTIONS = ("isotretinoin", "skin", "microneedeling", "how many sessions of a peel do I need for skin and acne scars")


def index_copies() -> None:
    """Give the copies of a guide the search terms of the original."""
    from content.edition.models import Current, SearchTerm

    original = Current.objects.get(slug="superficial-chemical-peel", locale="en")
    terms = list(original.search_terms.all())
    for current in Current.objects.filter(slug__startswith="copy-", search_terms=None).iterator():
        rows = []
        for term in terms:
            row = clone(term)
            row.pk, row.current = None, current
            rows.append(row)
        SearchTerm.objects.bulk_create(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite,postgresql")
    run_on(parser.parse_args().database.split(","))
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client, first = Client(), {}
    for size in SIZES:
        fill(size)
        index_copies()
        for question in QUESTIONS:
            times = []
            for _round in range(7):
                began = time.perf_counter()
                assert client.get("/api/v1/search/", {"q": question}).status_code == 200
                times.append(time.perf_counter() - began)
            median = sorted(times)[3]
            ratio = median / first.setdefault(question, median)
            print(f"{database()}: {size:,} guides, “{question[:30]}”: {median * 1000:.0f} ms, x{ratio:.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
