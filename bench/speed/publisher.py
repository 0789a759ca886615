"""A publisher in a process of its own, as the admin's server or a worker is to those that serve readers.

usage: python -m bench.speed.publisher storm --rate 5 --seconds 10       publishes so many times a second
       python -m bench.speed.publisher ask                               does what each line says: publish, recall, lift

Each prints a line of JSON when it is ready, and one for each thing done. `at`: CLOCK_MONOTONIC after the commit.
"""

import argparse
import json
import os
import sys
import time
from typing import Any

import django

SLUG = "mesotherapy-for-hair"


def say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


class Publisher:
    def __init__(self, slug: str = SLUG) -> None:
        from content.model.guides.models import GuidePage

        self.pages = GuidePage.objects.filter(slug=slug, locale__language_code="en")
        self.made = 0
        self.signed = self.sign()

    def sign(self) -> list[str]:
        """Two summaries, which a clinician signs before anything is measured."""
        from tests.support.signing import sign_summaries

        page = self.pages.get()
        said = page.summary.split(" (")[0]
        return sign_summaries(page, *(f"{said} ({which} of {os.getpid()})" for which in (1, 2)))

    def publish(self) -> float:
        """The two in turns. Seconds of saving and publishing."""
        page = self.pages.get()
        self.made += 1
        page.summary = self.signed[self.made % 2]
        began = time.perf_counter()
        page.save_revision().publish()
        return time.perf_counter() - began

    def recall(self) -> float:
        from content.model.notices.models import Recall
        from content.release.notices import recalling

        page = self.pages.get()
        began = time.perf_counter()
        recalling.recall(Recall(guide=page.translation_key, title=page.title, severity="serious", reason="Measured."))
        return time.perf_counter() - began

    def lift(self) -> float:
        from content.model.notices.models import find_standing
        from content.release.notices import recalling

        began = time.perf_counter()
        recalling.lift(find_standing(self.pages.get().translation_key)[0], "Measured.")
        return time.perf_counter() - began


def storm(slug: str, rate: float, seconds: float) -> None:
    """At an even pace, as far as it can, and as politely as a worker."""
    from content.management.commands.worker import NICENESS

    os.nice(NICENESS)
    publisher = Publisher(slug)
    publisher.publish()
    say(ready=True)
    began, took, errors = time.monotonic(), [], []
    while (now := time.monotonic()) < began + seconds:
        due = began + len(took) / rate
        if now < due:
            time.sleep(due - now)
        try:
            took.append(publisher.publish())
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    say(made=len(took), seconds=time.monotonic() - began, took=took, errors=errors)


def obey() -> None:
    publisher = Publisher()
    say(ready=True)
    for line in sys.stdin:
        seconds = getattr(publisher, line.strip())()
        say(at=time.monotonic(), seconds=seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["storm", "ask"])
    parser.add_argument("--rate", type=float, default=5)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--guide", default=SLUG, help="slug of the English guide that a storm publishes")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    storm(options.guide, options.rate, options.seconds) if options.what == "storm" else obey()


if __name__ == "__main__":
    main()
