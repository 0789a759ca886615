"""How soon the phone shows its first card, and has all guides, on slow 3G.

usage: python bench/measure_waves.py [--guides 150] [--rounds 3] [--data FOLDER]    (make measure-waves; needs Chromium)

Slow 3G as Chromium's developer tools have it: 400 kbit/s, 400 ms. Each round opens the phone with nothing kept, in
English, of a site in three languages. Told are medians; the exit code is 1 where one is over what is wanted. With
--data the site is made in that folder, and kept for the next time.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from tests.support import ROOT
from tests.support.chromium import launch
from tests.support.prepared import lay_samples
from tests.support.serving import free_port, serving
from tests.support.weighing import PHONE, Scale

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
#: Seconds that are wanted.
FIRST_CARD, ALL = 2.0, 15.0
COLUMNS = ("first card s", "first picture s", "all guides s", "kB shell", "kB guides", "kB pictures", "guides")
#: From the beginning of the navigation.
WATCH = """
const note = () => {
  const card = document.querySelector('.card-title');
  if (card && !window.firstCard) window.firstCard = performance.now();
};
new MutationObserver(note).observe(document, {childList: true, subtree: true});
document.addEventListener('load', ({target}) => {
  if (target.matches?.('.card img')) window.firstPicture ??= performance.now();
}, true);
"""
#: Of the copy that is shown, once it is whole: how many guides it has. Only asked when the app has made its tables.
COUNT = """async () => {
  const wait = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await wait(indexedDB.open('treatment-guides'));
  const state = await wait(database.transaction('state').objectStore('state').get('state'));
  const isWhole = state?.shown && !state.partial;
  const range = IDBKeyRange.bound([state.shown, 'guide'], [state.shown, 'guide', []]);
  const guides = isWhole ? await wait(database.transaction('items').objectStore('items').count(range)) : 0;
  database.close();
  return [guides, performance.now()];
}"""
Figures = tuple[float, ...]


def fill(folder: Path, guides: int) -> None:
    """The samples, and as many guides like them, each in every language."""
    if not (folder / "guides.sqlite3").exists():
        lay_samples(folder)
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bench.scale.fill", "--guides", str(guides), "--branches", "3"]
    subprocess.run(command, cwd=ROOT, env={**environment, "LOG_LEVEL": "ERROR"}, check=True)


@contextmanager
def open_site(data: Path | None, guides: int) -> Iterator[tuple[str, Browser]]:
    """The address of a site with so many guides, in that folder or one for now, and a browser beside it."""
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        fill(folder, guides)
        if (load := os.getloadavg()[0]) > 1:
            print(f"The machine is busy (load {load:.0f}): figures are higher than on a quiet one.", file=sys.stderr)
        product = stack.enter_context(serving(folder, free_port(), "serve"))
        yield product, stack.enter_context(launch())


def measure(browser: Browser, address: str) -> Figures:
    context = browser.new_context(**PHONE, locale="en-GB")
    scale = Scale(context)
    scale.page.set_default_timeout(120_000)
    scale.page.add_init_script(WATCH)
    scale.devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    scale.page.goto(address, wait_until="commit")
    scale.page.wait_for_selector(".card-title", state="attached")
    guides, ended = scale.page.evaluate(COUNT)
    while not guides:
        scale.page.wait_for_timeout(100)
        guides, ended = scale.page.evaluate(COUNT)
    weight = scale.weight
    shell = weight.bytes_but_for("Image", "Fetch"), weight.bytes_of("Fetch"), weight.bytes_of("Image")
    scale.page.wait_for_function("window.firstPicture")
    first, picture = scale.page.evaluate("[firstCard, firstPicture]")
    context.close()
    return first / 1000, picture / 1000, ended / 1000, *(size / 1000 for size in shell), guides


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    found: list[Figures] = []
    with open_site(given.data, given.guides) as (product, browser):
        for number in range(given.rounds):
            print(f"round {number + 1} of {given.rounds}", file=sys.stderr, flush=True)
            found.append(measure(browser, f"{product}/app/"))
    medians = tuple(median(column) for column in zip(*found, strict=True))
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    print("| " + " | ".join(f"{figure:.1f}" for figure in medians) + " |")
    return int(medians[0] > FIRST_CARD or medians[2] > ALL)


if __name__ == "__main__":
    sys.exit(main())
