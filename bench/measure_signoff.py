"""What sign-off costs: reading what a clinician judges, beside compiling and publishing the same guide.

usage: python bench/measure_signoff.py [--times N]     (make measure-signoff)
"""

import argparse
import sys
import time
from collections.abc import Callable

from tests.support import signing
from tests.support.ground import database, run_on


def best(times: int, act: Callable[[], object]) -> float:
    """Milliseconds of the fastest of so many."""
    found = []
    for _attempt in range(times):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return min(found) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    run_on(["sqlite", "postgresql"])
    from content.approval.signoff.parts import find_digests
    from content.edition.compiler import compile_guide
    from content.model.guides.models import GuidePage

    def guide() -> GuidePage:
        return GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")

    number = iter(range(10_000))

    def publish() -> None:
        page = guide()
        page.summary = f"Summary {next(number)}."
        revision = page.save_revision()
        signing.sign(page)
        start = time.perf_counter()
        revision.publish()
        published.append((time.perf_counter() - start) * 1000)

    published: list[float] = []
    judged = best(options.times, lambda: find_digests(guide()))
    compiled = best(options.times, lambda: compile_guide(guide()))
    for _attempt in range(options.times):
        publish()
    print(
        f"{database()}: digests of a guide {judged:.0f} ms, compiling it {compiled:.0f} ms "
        f"(x{compiled / judged:.1f}), publishing it {min(published):.0f} ms (x{min(published) / judged:.1f})",
        flush=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
