"""Search terms, claims and compiled guides from eight threads at once are what one thread makes of the same.

usage: python bench/prove_threads.py [--times 10000] [--threads 8] [--database sqlite]     (make prove-threads)
"""

import argparse
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.support.ground import database, run_on

#: Texts of each guide that are read.
TEXTS = 60


def look_at(page: Any, number: int) -> dict[str, Any]:
    """What is made of a guide, and of one of its texts, without remembering it."""
    import json

    from content.approval.claims.matching import find_claims
    from content.approval.claims.rules import find_rules
    from content.edition import compiler
    from content.edition.wording import read_words
    from content.model.search.terms import read_question

    compiled = compiler.compile_guide(page)
    words = [one.text for one in read_words(compiled)]
    text = f"{words[number % len(words)]} It is pain\u00adless. गारंटी"
    return {
        "document": (compiled.digest, compiled.section_digests, json.dumps(compiled.card, default=str)),
        "terms": [words, list(read_question(text))],
        "claims": [(claim.rule.id, claim.start) for claim in find_claims(text, "en", find_rules(None))],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--database", default="sqlite")
    options = parser.parse_args()
    run_on(options.database.split(","))
    from django.db import connection

    from content.model.guides.models import GuidePage

    pks = list(GuidePage.objects.filter(live=True).values_list("pk", flat=True))
    expected = {(pk, number): look_at(GuidePage.objects.get(pk=pk), number) for pk in pks for number in range(TEXTS)}
    wrong: Counter[str] = Counter()
    order = random.Random(1).choices(list(expected), k=options.times)
    begin = threading.Barrier(options.threads)

    def work(number: int) -> int:
        begin.wait()
        mine = order[number :: options.threads]
        for pk, text in mine:
            try:
                found = look_at(GuidePage.objects.get(pk=pk), text)
            except Exception as error:
                wrong[type(error).__name__] += 1
                continue
            wrong.update(name for name in found if found[name] != expected[pk, text][name])
        connection.close()
        return len(mine)

    sys.setswitchinterval(1e-4)  # as often as threads can take turns
    began = time.perf_counter()
    with ThreadPoolExecutor(options.threads) as threads:
        done = sum(threads.map(work, range(options.threads)))
    print(
        f"{database()}: {len(pks)} guides, {options.threads} threads, {done} times in "
        f"{time.perf_counter() - began:.0f} s: {sum(wrong.values())} unlike one thread's {dict(wrong) or ''}",
        flush=True,
    )
    return 1 if wrong or done != options.times else 0


if __name__ == "__main__":
    sys.exit(main())
