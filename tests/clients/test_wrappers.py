"""Guides in React and in Vue, as the package is built: they mount, change and go without a trace.

PROVE_STEPS says how many steps are made (make prove-embeds); the suite makes a few.
"""

import json
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.websites import website
from tests.support.chromium import launch
from tests.support.node import check_types, run

pytestmark = pytest.mark.node
STEPS = int(os.environ.get("PROVE_STEPS", "40"))
PAGES = Path(__file__).parent / "wrappers"
GUIDE = "mesotherapy-for-hair"
#: So many bytes may a page grow by: what the browser compiles and keeps of it, however long it is walked.
MOST_GROWTH = 400_000
MOST_NODES = 100
OPTIONS = ("--bundle", "--minify", "--format=esm", '--define:process.env.NODE_ENV="production"')
TYPED = """
import { createElement, type ReactNode } from "react";
import { h, type VNode } from "vue";
import { define } from "treatment-guides/embeds";
import { TreatmentGuide, TreatmentList } from "treatment-guides/react";
import { TreatmentGuide as Guide } from "treatment-guides/vue";

define("https://guides.example");
export const shown: ReactNode = createElement(TreatmentGuide, {
  guide: "peel", section: "safety", heading: 3, onError: ({ detail }) => console.log(detail.status, detail.message),
});
export const list: ReactNode = createElement(TreatmentList, { branch: "mumbai", category: "hair" });
export const node: VNode = h(Guide, { guide: "peel", variant: "short", onBook: (event) => event.preventDefault() });
addEventListener("tg-book", (event) => { console.log((event as CustomEvent).detail.url); });
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launch() as browser:
        yield browser


def build(folder: Path, name: str) -> str:
    (folder / f"{name}.page.js").write_text((PAGES / f"{name}.js").read_text())
    done = run(folder, "node", "node_modules/esbuild/bin/esbuild", f"{name}.page.js", *OPTIONS)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("</script", "<\\/script")


def measure(page: Page, session: CDPSession, most: float = math.inf) -> dict[str, float]:
    """What the page holds, once it has no more than so many nodes. A browser holds a picture until it has it."""
    for moment in range(60):
        page.wait_for_timeout(300)
        session.send("HeapProfiler.collectGarbage")
        found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        if found["Nodes"] <= most and moment:
            break
    return found


@pytest.mark.parametrize("name", ["react", "vue"])
def test_a_guide_mounts_changes_and_goes_without_a_trace(typescript, site, browser, name):
    sections = json.load(urlopen(f"{site}/api/v1/guides/{GUIDE}/"))["sections"]
    given = {"product": site, "guide": GUIDE, "headings": {one["key"]: one["heading"] for one in sections}}
    walk = (PAGES / "walk.js").read_text().partition("*/")[2].strip().removesuffix(";")
    with website() as host:
        page = browser.new_page()
        page.goto(host.show(f"<main></main><script type='module'>{build(typescript, name)}</script>"))
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.evaluate(walk, given | {"steps": 20})
        before = measure(page, session)
        walked = page.evaluate(walk, given | {"steps": STEPS})
        after = measure(page, session, before["Nodes"] + MOST_NODES)
        page.close()
    grown = {what: after[what] - before[what] for what in ("Nodes", "JSEventListeners", "JSHeapUsedSize")}
    counted = f"{walked['shown']} shown, {walked['asked']} questions"
    sys.stdout.write(f"\n{name}, {STEPS} steps: {counted}, grown by {grown}\n")
    assert walked["wrong"] == []
    assert walked["asked"] == walked["shown"]
    assert grown["Nodes"] <= MOST_NODES
    assert grown["JSEventListeners"] <= 5
    assert grown["JSHeapUsedSize"] <= MOST_GROWTH


def test_an_app_is_told_the_types(typescript):
    (typescript / "wrapped.ts").write_text(TYPED)
    done = check_types(typescript, "wrapped.ts", "esnext", "bundler")
    assert done.returncode == 0, done.stdout
