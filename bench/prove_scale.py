"""What a change costs in a site of 10 guides and in one of 1,000: queries, seconds, and what is compiled again.

usage: python bench/prove_scale.py [--guides 1000] [--database sqlite]     (make prove-scale)
"""

import argparse
import sys
import time

from tests.support import signing
from tests.support.ground import database, run_on

SMALL = 10


def fill(until: int) -> None:
    from content.model.guides.models import GuidePage
    from content.model.publishing import publishing

    original = GuidePage.objects.get(slug="superficial-chemical-peel")
    for number in range(GuidePage.objects.filter(locale__language_code="en").count(), until):
        with publishing(reason="fill"):
            attributes = {"slug": f"copy-{number}", "title": f"Copy {number}"}
            copy = original.copy(update_attrs=attributes, keep_live=False, copy_revisions=False)
            if number % 100:
                copy.reviewer = None  # one guide in a hundred shows the clinician
            signing.publish(copy)
        if sys.stderr.isatty():
            print(f"\r{number + 1}/{until}", end="", file=sys.stderr)


def measure_publishing() -> tuple[int, float]:
    """Queries of one publication, and the best of five times in seconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from content.model.guides.models import GuidePage

    counts, times = set(), []
    for number in range(6):
        page = GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")
        page.summary = f"Words of round {number} among {GuidePage.objects.count()}."
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            signing.publish(page)
        times.append(time.perf_counter() - began)
        if number:
            counts.add(len(queries))
    assert len(counts) == 1, counts
    return counts.pop(), min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=1000)
    parser.add_argument("--database", default="sqlite")
    options = parser.parse_args()
    run_on(options.database.split(","))
    from content.edition.models import Current, Release
    from content.model.guides.models import GuidePage
    from content.model.snippets.models import Clinician

    fill(SMALL)
    few, quickly = measure_publishing()
    fill(options.guides)
    many, later = measure_publishing()
    rao = Clinician.objects.get(name="Dr Asha Rao")
    show_her = {
        (page.translation_key, page.locale.language_code) for page in GuidePage.objects.filter(live=True, reviewer=rao)
    }
    rao.name = "Dr Asha R. Rao"
    began = time.perf_counter()
    rao.save()
    renamed = time.perf_counter() - began
    release = Release.objects.latest("number")
    changed = {(edition.subject, edition.locale) for edition in release.editions.filter(kind="guide")}
    total = Current.objects.filter(kind="guide", state="live").count()
    print(
        f"{database()}: publishing one guide takes {few} queries among {SMALL} guides and {many} among "
        f"{options.guides} (time x{later / quickly:.2f}); renaming a clinician compiled {len(changed)} of {total} live "
        f"editions again, in {renamed:.2f} s; {len(show_her)} show her",
        flush=True,
    )
    return 0 if few == many and changed == show_her else 1


if __name__ == "__main__":
    sys.exit(main())
