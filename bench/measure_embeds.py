"""What embeds weigh, and how well their heights are known before any browser has seen them.

usage: python bench/measure_embeds.py     (make measure-embeds)
"""

import gzip
import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from urllib.request import Request, urlopen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
from playwright.sync_api import sync_playwright

from api.embeds import scripts
from api.embeds.heights import WIDTHS, estimate_height
from tests.support.serving import free_port, serving

SECTIONS = ("mechanism", "process", "sessions", "safety", "combinations")
REQUESTS = 200


def read(address: str) -> dict:
    with urlopen(address) as answer:
        return json.load(answer)


def list_embeds(product: str) -> list[str]:
    found = []
    for locale in ("en", "hi"):
        for card in read(f"{product}/api/v1/guides/?locale={locale}")["results"]:
            if card["locale"] == locale:
                found += [f"guides/{card['id']}/{section}/?locale={locale}&branch=mumbai" for section in SECTIONS]
                found.append(f"guides/{card['id']}/?locale={locale}")
    return [*found, "branches/mumbai/", "branches/london/"]


def measure_heights(product: str) -> None:
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for width in WIDTHS:
            page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
            ratios = []
            for path in list_embeds(product):
                with urlopen(Request(f"{product}/embed/nodes/{path}")) as answer:
                    nodes = json.load(answer)["nodes"]
                page.goto(f"{product}/embed/frame/{path}")
                shown = page.evaluate("document.body.getBoundingClientRect().height")
                ratios.append(estimate_height(nodes, width) / shown)
            middle = statistics.median(ratios)
            print(f"| {width} px | {min(ratios):.2f} | {middle:.2f} | {max(ratios):.2f} | {len(ratios)} |")


def measure_time(product: str, path: str) -> float:
    """Milliseconds for one answer, one after the other."""
    for _warm in range(10):
        urlopen(f"{product}{path}").read()
    started = time.perf_counter()
    for _request in range(REQUESTS):
        urlopen(f"{product}{path}").read()
    return (time.perf_counter() - started) / REQUESTS * 1000


def main() -> None:
    print(f"script: {len(gzip.compress(scripts.read_current(), mtime=0)):,} bytes gzipped")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), free_port()) as product:
        for path in ("guides/mesotherapy-for-hair/safety/?branch=mumbai", "guides/mesotherapy-for-hair/"):
            with urlopen(Request(f"{product}/embed/nodes/{path}", headers={"Accept-Encoding": "gzip"})) as answer:
                print(f"{path}: {len(answer.read()):,} bytes gzipped")
        plain = measure_time(product, "/api/v1/guides/mesotherapy-for-hair/sections/safety/")
        for way in ("nodes", "frame", "fragment"):
            taken = measure_time(product, f"/embed/{way}/guides/mesotherapy-for-hair/safety/")
            print(f"{way}: {taken:.1f} ms, x{taken / plain:.2f} of the section's answer in the API")
        print("\nestimated height / height in Chromium\n")
        print("| width | least | middle | most | embeds |\n|---|---|---|---|---|")
        measure_heights(product)


if __name__ == "__main__":
    main()
