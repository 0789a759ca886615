"""How soon pages show what readers came for, on a slow phone, beside stated budgets.

usage: python bench/measure_pages.py [--rounds 5]     (make measure-pages; needs Chromium)

Slow 4G as Lighthouse has it, and a processor four times as slow as this one. Each round opens each page with nothing
kept. Told are medians; the exit code is 1 where one is over its budget.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from tests.browser.visits import element
from tests.browser.websites import website
from tests.support.chromium import launch
from tests.support.serving import free_port, serving
from tests.support.weighing import PHONE, Scale

#: Lighthouse's "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
TIMES_SLOWER = 4
#: "Good" for three of four visits, says web.dev: the largest picture or text within 2.5 s. Lighthouse's "good" for what
#: blocks the main thread is 200 ms in all.
LARGEST_SECONDS, BLOCKED_SECONDS, SHIFT = 2.5, 0.2, 0.0
WATCH = """
window.largest = 0; window.tasks = [];
const watch = (type, note) =>
  new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
watch('largest-contentful-paint', entry => { largest = entry.startTime });
watch('longtask', entry => tasks.push(entry));
"""
#: What of long tasks is over 50 ms, from the moment at which something is seen.
READ = """() => {
  const seen = performance.getEntriesByName('first-contentful-paint')[0].startTime;
  const over = task => Math.max(0, Math.min(task.duration, task.startTime + task.duration - seen) - 50);
  return [largest, tasks.reduce((sum, task) => sum + over(task), 0)];
}"""
#: Of pages: a selector that is there once they are whole.
PAGES = {
    "/": "footer",
    "/guides/mesotherapy-for-hair/": "footer",
    "/branches/mumbai/": "footer",
    "/app/": ".card img",
    "/app/#/guides/mesotherapy-for-hair": "article h1",
}
COLUMNS = ("largest s", "blocked s", "shift", "kB", "kB pictures", "requests")
Figures = tuple[float, ...]


def measure(browser: Browser, address: str, until: str) -> Figures:
    context = browser.new_context(**PHONE)
    scale = Scale(context)
    scale.page.add_init_script(WATCH)
    scale.devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    scale.devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    scale.devtools.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
    weight = scale.weigh(address, until)
    largest, blocked = scale.page.evaluate(READ)
    context.close()
    pictures = weight.bytes_of("Image")
    size = weight.bytes_but_for("Image")
    return largest / 1000, blocked / 1000, weight.shift, size / 1000, pictures / 1000, len(weight.addresses)


def find_excess(figures: Figures) -> list[str]:
    budgets = zip(COLUMNS, figures, (LARGEST_SECONDS, BLOCKED_SECONDS, SHIFT), strict=False)
    return [f"{name} over {budget}" for name, found, budget in budgets if found > budget]


def measure_all(rounds: int, tell: Callable[[str], None]) -> dict[str, Figures]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        product = stack.enter_context(serving(folder, free_port(), "serve"))
        browser, host = stack.enter_context(launch()), stack.enter_context(website())
        embed = host.show("<h1>A website</h1>" + element(product, section="safety", branch="mumbai"))
        asked = {path: (product + path, until) for path, until in PAGES.items()}
        asked["a website's page with an embed"] = (embed, "treatment-guide h2")
        found: dict[str, list[Figures]] = {name: [] for name in asked}
        for number in range(rounds):
            tell(f"round {number + 1} of {rounds}")
            for name, (address, until) in asked.items():
                found[name].append(measure(browser, address, until))
    return {name: tuple(median(column) for column in zip(*figures, strict=True)) for name, figures in found.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if (load := os.getloadavg()[0]) > 1:
        print(f"The machine is busy (load {load:.0f}): figures are higher than on a quiet one.", file=sys.stderr)
    medians = measure_all(given.rounds, lambda line: print(line, file=sys.stderr, flush=True))
    print(f"| page | {' | '.join(COLUMNS)} | within budget |\n|{'---|' * (len(COLUMNS) + 2)}")
    for name, figures in medians.items():
        largest, blocked, shift, *weights = figures
        cells = [f"{largest:.2f}", f"{blocked:.2f}", f"{shift:.4f}", *(f"{weight:.0f}" for weight in weights)]
        print(f"| {name} | {' | '.join(cells)} | {', '.join(find_excess(figures)) or 'yes'} |")
    return int(any(map(find_excess, medians.values())))


if __name__ == "__main__":
    sys.exit(main())
