"""How long the phone searches without a network, on a processor four times as slow as this one.

usage: python bench/measure_offline_search.py [--guides 150] [--data FOLDER]     (make measure-offline-search)

In each language the phone keeps a copy of 150 guides, loses the network, and is asked every labelled question: from
the address of the question to the hits on the screen. Chromium slows down a page and not its workers, so the worker's
part is measured once more in the page. "Work" is time of the processor: on a quiet machine, what a reader waits for,
but for a few milliseconds. The exit code is 1 where the 95th percentile of all work is over what is wanted. With
--data the site is made in that folder, and kept for the next time. It needs Chromium.
"""

import argparse
import sys
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page

from bench.measure_waves import COUNT, open_site
from tests.api.v1.questions import HELD_OUT, LABELLED
from tests.support.weighing import PHONE

TIMES_SLOWER = 4
WORK = "work in all"
#: Milliseconds that are wanted.
MOST = 100
WATCH = (
    "window.tasks = []; new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({type: 'longtask'});"
)
#: Until the hits stand on the screen: what stood there is marked, and what comes is not.
SEARCH = """async (question) => {
  const main = document.querySelector('main');
  main.firstElementChild.dataset.old = '';
  const began = performance.now();
  const shown = new Promise((resolve) => {
    const watcher = new MutationObserver(() => {
      if (!main.firstElementChild || 'old' in main.firstElementChild.dataset) return;
      watcher.disconnect();
      resolve();
    });
    watcher.observe(main, {childList: true});
  });
  location.hash = `#/search/${encodeURIComponent(question)}`;
  await shown;
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  return [performance.now() - began, main.querySelectorAll('.hits li').length];
}"""
#: What the worker does, in the page, which is slowed down: the index of the copy, and each search.
MAKE = """async (locales) => {
  const { Index } = await import('/static/phone/treatment-guides-search.js');
  const { Copy, IndexedDBStore } = await import('/static/phone/treatment-guides.js');
  const copy = await Copy.open(new IndexedDBStore());
  const began = performance.now();
  window.index = new Index(copy, locales);
  return performance.now() - began;
}"""
FIND = "question => { const began = performance.now(); index.search(question); return performance.now() - began; }"


def open_phone(browser: Browser, address: str, locale: str) -> Page:
    """With a whole copy, and all that it needs without a network, which is gone then."""
    page = browser.new_context(**PHONE, locale=locale).new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    page.goto(f"{address}/app/")
    page.wait_for_selector(".card-title")
    while not page.evaluate(COUNT)[0]:
        page.wait_for_timeout(200)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector(".card-title")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    return page


class Clock:
    """What the page's thread has worked, in milliseconds: other work on the machine takes nothing of that."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def time(self, script: str, given: Any) -> tuple[float, Any]:
        before = self.read()
        answer = self.page.evaluate(script, given)
        return self.read() - before, answer

    def read(self) -> float:
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return next(1000 * metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def measure(browser: Browser, address: str, locale: str, questions: list[str]) -> dict[str, list[float]]:
    """Name of a figure -> milliseconds of each question, or of all."""
    page = open_phone(browser, address, locale)
    clock = Clock(page)
    first, _hits = page.evaluate(SEARCH, "where the index is made")
    page.evaluate("tasks.length = 0")
    shown = [clock.time(SEARCH, question) for question in questions]
    assert sum(bool(hits) for _work, (_took, hits) in shown) > len(questions) / 2, "most questions have an answer"
    longest = page.evaluate("Math.max(0, ...tasks.map((task) => task.duration))")
    made, _none = clock.time(MAKE, list(dict.fromkeys([locale.partition("-")[0], "en"])))
    found = [clock.time(FIND, question)[0] for question in questions]
    page.context.close()
    return {
        "until the hits are seen": [took for _work, (took, _hits) in shown],
        "work of the page": [work for work, _answer in shown],
        "work of the search": found,
        WORK: [one + other for (one, _answer), other in zip(shown, found, strict=True)],
        "the first search, by which the index is made": [first],
        "work of making the index": [made],
        "the longest that the page stood still": [longest],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=150)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    is_over = False
    with open_site(given.data, given.guides) as (product, browser):
        for locale in ("en-GB", "hi-IN", "ar"):
            asked = [question for code, question, _part in LABELLED + HELD_OUT if locale.startswith(code)]
            print(f"{locale}, {len(asked)} questions", flush=True)
            for name, figures in measure(browser, product, locale, asked).items():
                if len(figures) == 1:
                    print(f"  {name}: {figures[0]:.0f} ms")
                    continue
                late = quantiles(figures, n=20, method="inclusive")[-1]
                spread = (
                    f"median {median(figures):.0f} ms, 95th percentile {late:.0f} ms, at most {max(figures):.0f} ms"
                )
                print(f"  {name}: {spread}", flush=True)
                is_over = is_over or (name == WORK and late > MOST)
    return int(is_over)


if __name__ == "__main__":
    sys.exit(main())
