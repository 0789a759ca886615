"""A real browser to look at the running product."""

import json
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

from tests.browser.visits import GUIDE, Visit
from tests.browser.websites import Website, website
from tests.support.chromium import launch, log_in

expect.set_options(timeout=30_000)  # three of these run at once on two cores, beside other tests


def is_complaint(message: ConsoleMessage) -> bool:
    """An error but for two that are none: Wagtail's content checks write what they have found to the console, too; and
    it answers 400 to an autosave that the form's own submission has overtaken.
    """
    is_overtaken = "status of 400" in message.text and message.location["url"].endswith("/edit/")
    return message.type == "error" and not message.text.startswith("axe.run results") and not is_overtaken


@pytest.fixture(scope="session")
def browser():
    with launch() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, site: str):
    """A page that fails the test on any script error or refused resource."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def product(site: str) -> str:
    """What websites embed. Tests that change it have one of their own."""
    return site


@pytest.fixture
def host() -> Iterator[Website]:
    with website() as site:
        yield site


@pytest.fixture
def visit(browser: Browser):
    contexts = []

    def open_page(address: str, **options) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1024, "height": 768}, **options})
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.goto(address)
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def snippets(browser: Browser, product: str):
    """What the panel in the admin gives to copy, by way."""
    context = browser.new_context(base_url=product)
    page = context.new_page()
    log_in(page, "editor", "sample-editor")
    ids = json.load(urlopen(f"{product}/api/v1/guides/{GUIDE}/"))["id"]

    def choose(section: str = "sessions", strict: bool = False, **given: str) -> dict[str, str]:
        chosen = {"guide": ids, "section": section, "locale": "en", "branch": "mumbai", **given}
        query = "&".join(f"{name}={value}" for name, value in chosen.items()) + ("&strict=on" if strict else "")
        page.goto(f"/admin/embeds/?{query}")
        ways = {}
        for way in page.locator(".embed-way[aria-labelledby]").all():
            codes = [code.input_value() for code in way.locator("textarea").all()]
            ways[way.get_attribute("aria-labelledby").removeprefix("way-")] = codes
        return ways

    yield choose
    context.close()
