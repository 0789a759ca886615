"""The phone in a browser: reads online, keeps what it read, reads and searches offline, and catches up."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.support import ROOT
from tests.support.chromium import log_in
from tests.support.looking import ask_axe
from tests.support.serving import free_port, serving
from tests.support.weighing import PHONE, Scale

pytestmark = pytest.mark.browser
SCREENS = ["/app/", "/app/#/guides/mesotherapy-for-hair/safety", "/app/#/search/needles", "/app/#/branches"]
#: Done by an editor while the app had no connection.
CHANGES = """
from tests.support import signing
from content.model.guides.models import GuidePage
from content.release.notices import recalling
from content.model.notices.models import Recall
peel = GuidePage.objects.get(slug="superficial-chemical-peel")
peel.summary = "A summary that was written while nobody had a connection."
peel.slug = "gentle-peel"
signing.publish(peel)
hero = GuidePage.objects.get(slug="microneedling-for-acne-scars").hero
hero.shows_patient = True  # and there is no consent
hero.save()
prp = GuidePage.objects.get(slug="platelet-rich-plasma-for-hair")
recalling.recall(Recall(guide=prp.translation_key, title=prp.title, section="", severity="serious",
                        reason="A batch of tubes was faulty."))
"""


def open_phone(context: BrowserContext, address: str) -> Page:
    """The app, synced and with its worker in charge: from here on it needs no network."""
    page = context.new_page()
    page.goto(f"{address}/app/")
    expect(page.get_by_role("link", name="Mesotherapy for hair")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def kept_pictures(page: Page) -> set[str]:
    """Addresses, without the host."""
    script = "caches.open('pictures').then((cache) => cache.keys()).then((kept) => kept.map((one) => one.url))"
    return {urlsplit(address).path for address in page.evaluate(script)}


def shown_pictures(page: Page) -> set[str]:
    """Addresses of every size of every picture of a card, as the API gives them."""
    return set(re.findall(r'/media/renditions/[^"]+', page.request.get("/api/v1/guides/").text()))


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    for _attempt in range(50):
        if is_so():
            return
        page.wait_for_timeout(200)
    raise AssertionError("waited ten seconds")


def test_it_reads_offline_and_then_shows_what_changed_and_what_was_recalled(browser: Browser, tmp_path: Path):
    port = free_port()
    context = browser.new_context(base_url=f"http://localhost:{port}")
    with serving(tmp_path, port, "serve") as address:
        page = open_phone(context, address)
        wait_until(page, lambda: sum(name.endswith(".webp") for name in kept_pictures(page)) == 4)
        found = page.request.get("/api/v1/search/?locale=en&q=mesotharapy+pain").json()
        page.get_by_role("link", name="Superficial chemical peel").click()
        expect(page.get_by_role("heading", name="Superficial chemical peel")).to_be_visible()

    # What stands in the browser's own cache is fresh for a minute, and nobody is offline for so short a time.
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.reload()
    expect(page.get_by_role("heading", name="Superficial chemical peel")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("You are offline")
    page.get_by_role("link", name="All guides").click()
    page.get_by_role("searchbox").fill("mesotharapy pain")
    page.keyboard.press("Enter")
    expect(page.get_by_text("These results are from the copy saved")).to_be_visible()
    expect(page.get_by_text("Showing results for “mesotherapy pain”.")).to_be_visible()
    titles = [(hit["guide"]["title"], hit["heading"]) for hit in found["results"]]
    expect(page.locator(".hits a")).to_have_text(
        [title if title == heading else f"{title}: {heading}" for title, heading in titles]
    )

    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", CHANGES]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    with serving(tmp_path, port, "serve"):
        page.goto(f"{address}/app/#/")
        page.reload()
        expect(page.get_by_text("written while nobody had a connection")).to_be_visible()
        expect(page.get_by_text("Updated since you read it")).to_be_visible()
        expect(page.get_by_text("A batch of tubes was faulty.")).to_be_visible()
        expect(page.get_by_role("link", name="Platelet-rich plasma for hair")).to_have_count(0)
        wait_until(page, lambda: kept_pictures(page) <= shown_pictures(page))
        assert kept_pictures(page), "what is still shown is still kept"
        page.goto(f"{address}/app/#/guides/platelet-rich-plasma-for-hair")
        expect(page.get_by_role("alert")).to_contain_text("A batch of tubes was faulty.")
        page.goto(f"{address}/app/#/guides/superficial-chemical-peel/process")  # as somebody had noted it
        expect(page.get_by_role("heading", name="Superficial chemical peel")).to_be_visible()
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_no_violation_in_light_or_dark(page: Page, screen: str):
    page.goto(screen)
    page.wait_for_selector("main h1")
    expect(page.get_by_text("Loading the guides")).to_have_count(0)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert ask_axe(page) == [], scheme


@pytest.mark.parametrize("screen", SCREENS)
def test_a_narrow_screen_with_large_text_needs_no_sideways_scrolling(page: Page, screen: str):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(screen)
    expect(page.get_by_text("Loading the guides")).to_have_count(0)
    page.wait_for_selector("main h1")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_shell_keeps_within_its_budget_and_nothing_jumps(browser: Browser, site: str):
    """What is copied of the guides (`Fetch`) grows with them, and so has no bound here."""
    context = browser.new_context(**PHONE, service_workers="block")
    weight = Scale(context).weigh(f"{site}/app/", ".card img")
    context.close()
    assert weight.bytes_but_for("Image", "Fetch") <= 40_000, weight.sizes
    assert weight.bytes_of("Font") == 0
    assert len([one for one in weight.addresses if "/media/" not in one]) <= 13, weight.addresses
    assert weight.hosts == {site.removeprefix("http://")}
    assert weight.shift == 0
    assert weight.find_faults() == []


def hold_guides(page: Page) -> list[Route]:
    """Let cards come, two at first, and then the others. What was asked for of a sync; the guides wait."""
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if "text=html" not in route.request.url:
            route.continue_(url=route.request.url.replace("page_size=8", "page_size=2"))

    page.route("**/api/v1/sync/**", answer)
    return asked


def queries_of(asked: list[Route]) -> list[str]:
    return [route.request.url.partition("?")[2] for route in asked]


#: The documents of the guides that are kept, by id.
KEPT_GUIDES = """async () => {
  const wait = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await wait(indexedDB.open('treatment-guides'));
  const items = await wait(database.transaction('items').objectStore('items').getAll());
  return Object.fromEntries(items.filter((item) => item.type === 'guide').map((item) => [item.id, item.document]));
}"""


def test_cards_are_shown_before_the_guides_and_lead_to_them(page: Page):
    asked = hold_guides(page)
    page.goto("/app/")
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator(".card img").first).to_be_visible()
    expect(page.locator(".chips li").first).to_have_text("45–60 minutes")
    wait_until(page, lambda: len(asked) == 3)
    first, then, last = queries_of(asked)
    assert (first, last) == ("locales=en&types=card%2Cgroup&page_size=2", "locales=en&text=html")
    assert then.startswith("page_token=")
    page.get_by_role("link", name="Mesotherapy for hair").click()
    expect(page.get_by_role("heading", name="Mesotherapy for hair", level=1)).to_be_visible()
    expect(page.locator("#safety")).to_contain_text("Redness")
    page.locator("#process summary").first.click()
    page.evaluate("document.querySelector('article').id = 'marked'")
    asked[-1].continue_()
    wait_until(page, lambda: len(page.evaluate(KEPT_GUIDES)) == 4)
    page.wait_for_function("navigator.serviceWorker.ready")
    expect(page.locator("#marked #process")).to_have_attribute("open", "")  # what is read stays as it is


def test_a_guide_that_has_not_come_and_can_not_come_says_why(browser: Browser, site: str):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    hold_guides(page)
    page.goto("/app/")
    expect(page.locator(".card")).to_have_count(4)
    page.goto("/app/#/guides/never-was")
    expect(page.get_by_role("heading", name="Page not found.")).to_be_visible()
    page.route("**/api/v1/guides/**", lambda route: route.abort())
    page.goto("/app/#/guides/superficial-chemical-peel")
    expect(page.get_by_role("main").get_by_text("You are offline.")).to_be_visible()
    context.close()


def test_a_guide_is_opened_by_its_address_before_the_guides_have_come(page: Page):
    hold_guides(page)
    page.goto("/app/#/guides/mesotherapy-for-hair/process")
    expect(page.get_by_role("heading", name="Mesotherapy for hair", level=1)).to_be_visible()


def test_guides_that_broke_off_come_later_and_are_what_the_server_has(page: Page):
    held = hold_guides(page)
    page.goto("/app/")
    expect(page.locator(".card")).to_have_count(4)
    wait_until(page, lambda: len(held) == 3)
    assert page.evaluate(KEPT_GUIDES) == {}
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/api/v1/sync/**", lambda route: route.continue_())
    page.reload()
    wait_until(page, lambda: len(page.evaluate(KEPT_GUIDES)) == 4)
    expect(page.locator(".card")).to_have_count(4)
    for id, document in page.evaluate(KEPT_GUIDES).items():
        assert document == page.request.get(f"/api/v1/guides/{id}/?locale=en&text=html").json()
    syncs = [address for address in asked if "/sync/" in address and "types=card" not in address]
    assert [address.partition("?")[2] for address in syncs] == ["locales=en&text=html"]


def test_without_a_service_worker_an_open_app_still_searches_what_it_has(browser: Browser, site: str):
    context = browser.new_context(base_url=site, service_workers="block")
    page = context.new_page()
    page.goto("/app/")
    wait_until(page, lambda: len(page.evaluate(KEPT_GUIDES)) == 4)
    context.set_offline(True)
    page.get_by_role("searchbox").fill("mesotharapy")
    page.keyboard.press("Enter")
    expect(page.locator(".hits a").first).to_contain_text("Mesotherapy for hair")
    expect(page.get_by_text("These results are from the copy saved")).to_be_visible()
    context.close()


def test_an_index_that_could_not_be_made_once_is_made_for_the_next_question(browser: Browser, site: str):
    context = browser.new_context(base_url=site, service_workers="block")
    fails_once = """let tries = 0;
    export class Index {
      constructor() { if (!tries++) throw new Error("The database was closed."); }
      search() {
        const guide = { id: "1", slug: "found", locale: "en", title: "Found by the index" };
        return { hits: [{ guide, section: null, excerpt: [] }], corrected: null };
      }
    }"""
    script = {"content_type": "text/javascript", "body": fails_once}
    context.route("**/phone/treatment-guides-search.js", lambda route: route.fulfill(**script))
    context.route("**/api/v1/search/**", lambda route: route.abort())
    page = context.new_page()
    page.goto("/app/")
    wait_until(page, lambda: len(page.evaluate(KEPT_GUIDES)) == 4)
    for question, first in (("mesotherapy", "Mesotherapy for hair"), ("needles", "Found by the index")):
        page.get_by_role("searchbox").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".hits a").first).to_contain_text(first)
    context.close()


def test_what_is_shown_stays_in_its_place_while_more_comes(page: Page):
    """Cards come in the order of publishing, which is not that of names."""
    asked = hold_guides(page)
    page.goto("/app/")
    titles = page.locator(".card-title")
    expect(titles).to_have_count(4)
    shown = titles.all_inner_texts()
    assert shown != sorted(shown)
    page.evaluate("document.querySelector('.card').id = 'marked'")
    page.locator(".card-title a").first.focus()
    wait_until(page, lambda: len(asked) == 3)
    asked[-1].continue_()
    page.wait_for_function("navigator.serviceWorker.ready")
    assert len(page.evaluate(KEPT_GUIDES)) == 4
    assert titles.all_inner_texts() == shown
    expect(page.locator("#marked")).to_have_count(1)  # the same node: its picture is not drawn anew
    expect(page.locator(".card-title a").first).to_be_focused()
    page.get_by_role("link", name="Branches").click()
    page.get_by_role("link", name="Treatment guides").click()
    expect(titles).to_have_text(sorted(shown))


def test_arabic_runs_from_right_to_left(page: Page):
    page.goto("/app/")
    expect(page.get_by_role("link", name="Mesotherapy for hair")).to_be_visible()
    page.get_by_label("Language").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".card").first).to_have_attribute("dir", "ltr")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_the_keyboard_alone_searches_and_opens_a_guide(page: Page):
    page.goto("/app/")
    expect(page.get_by_role("link", name="Mesotherapy for hair")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("hair injections")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search")).to_be_focused()
    expect(page.locator(".hits a").first).to_be_visible()
    for _press in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mesotherapy for hair", level=1)).to_be_focused()


def test_a_branch_brings_its_prices_and_buttons(page: Page):
    page.goto("/app/#/branches")
    page.get_by_label("Skinpheras Mumbai (sample)").check()
    page.goto("/app/#/guides/superficial-chemical-peel")
    expect(page.get_by_text("From ₹3,500")).to_be_visible()
    expect(page.get_by_role("link", name="Call")).to_have_attribute("href", "tel:+912255500101")
    expect(page.get_by_role("link", name="Book")).to_have_attribute(
        "href", "https://book.skinpheras.example/mumbai/superficial-chemical-peel"
    )


def test_a_reported_mistake_lands_in_the_admin(page: Page):
    page.goto("/app/#/guides/mesotherapy-for-hair/process")
    part = page.locator("#process")
    part.get_by_text("Report a mistake in this section").click()
    part.get_by_label("What is wrong?").fill("A visit took me two hours.")
    part.get_by_role("button", name="Send").click()
    expect(part.get_by_role("status")).to_contain_text("Thank you")
    log_in(page, "editor", "sample-editor")
    page.goto("/admin/snippets/content/mistakereport/")
    expect(page.get_by_role("link", name="A visit took me two hours.").first).to_be_visible()
    expect(page.get_by_text("en v1").first).to_be_visible()


def test_the_editor_sees_the_draft_in_the_phone_as_it_is_typed(page: Page):
    log_in(page, "editor", "sample-editor")
    page.goto("/admin/guide_listing/?q=peel")
    page.get_by_role("link", name="Superficial chemical peel").first.click()
    page.locator("[name=summary]").fill("A summary that nobody has published.")
    page.get_by_role("button", name="Toggle preview").click()
    phone = page.frame_locator("#w-preview-iframe")
    expect(phone.locator("body.phone").get_by_text("nobody has published")).to_be_visible(timeout=20_000)
    expect(phone.locator(".draft-bar")).to_be_visible()
    assert page.request.get("/app/").text().find("nobody has published") == -1
