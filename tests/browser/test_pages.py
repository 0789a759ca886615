"""The web pages in a browser: accessible, in every language and scheme, and with nothing refused by the policy."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.looking import ask_axe
from tests.support.weighing import PHONE, Scale

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/guides/",
    "/guides/mesotherapy-for-hair/",
    "/guides/mesotherapy-for-hair/?locale=hi",
    "/guides/mesotherapy-for-hair/?locale=ar",
    "/?locale=ar",
    "/branches/",
    "/branches/mumbai/",
]
#: Of a page, on a phone: bytes over the wire without pictures, and requests. docs/operating.md gives them, too.
BUDGETS = {
    "/": (15_000, 7),
    "/guides/": (15_000, 7),
    "/guides/mesotherapy-for-hair/": (30_000, 6),
    "/branches/mumbai/": (15_000, 7),
}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_in_light_or_dark(page: Page, path: str):
    page.goto(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert ask_axe(page) == [], scheme


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, path: str):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_arabic_runs_from_right_to_left_and_english_in_it_does_not(page: Page):
    page.goto("/guides/mesotherapy-for-hair/?locale=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("article").get_attribute("dir") == "ltr"
    assert page.locator("article").get_attribute("lang") == "en"


def test_the_keyboard_reaches_the_content_first(page: Page):
    page.goto("/guides/mesotherapy-for-hair/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_guide_needs_no_script_and_few_requests(browser: Browser, site: str):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/guides/mesotherapy-for-hair/")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    page.get_by_text("Does it hurt?").click()
    expect(page.get_by_text("Most people describe a brief sting.")).to_be_visible()
    assert all(request.startswith(site) for request in requests)
    assert len(requests) <= 6
    context.close()


@pytest.mark.parametrize("path", BUDGETS)
def test_a_page_keeps_within_its_budget_and_nothing_jumps(browser: Browser, site: str, path: str):
    context = browser.new_context(**PHONE)
    weight = Scale(context).weigh(site + path, "footer")
    context.close()
    most_bytes, most_requests = BUDGETS[path]
    assert weight.bytes_but_for("Image") <= most_bytes, weight.sizes
    assert weight.bytes_of("Script", "Font") == 0
    assert len(weight.addresses) <= most_requests, weight.addresses
    assert weight.hosts == {site.removeprefix("http://")}
    assert weight.shift == 0
    assert weight.pictures
    assert weight.find_faults() == []
    assert not any(one.is_lazy for one in weight.pictures[:1] if one.is_on_first_screen), "what is seen first waits"


def test_the_api_docs_work_without_any_other_host(page: Page, site: str):
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/api/v1/docs/")
    expect(page.get_by_text("Read a guide as a branch offers it")).to_be_visible()
    assert all(request.startswith((site, "data:")) for request in requests)
