"""A recall is shown by what is open already: the phone, and embeds on other websites. Nobody loads a page again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import element
from tests.support.serving import free_port, run_script, serving

pytestmark = pytest.mark.browser
#: What was promised: a recall is shown within a minute.
MINUTE = 60_000
RECALL = """
from content.model.guides.models import GuidePage
from content.release.notices import recalling
from content.model.notices.models import Recall
page = GuidePage.objects.get(slug="{slug}", locale__language_code="en")
recalling.recall(Recall(guide=page.translation_key, title=page.title, section="{section}", severity="critical",
                        reason="{reason}"))
"""
HIDE = """
shown => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => !shown });
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => shown ? "visible" : "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("told")


@pytest.fixture(scope="module")
def product(data) -> Iterator[str]:
    with serving(data, free_port(), "serve") as address:
        yield address


@pytest.fixture
def recall(data):
    """Recall a guide, or a section of it, with a reason that is told."""

    def run(slug: str, section: str = "") -> str:
        reason = f"The {section or 'whole'} of {slug} may harm."
        run_script(data, RECALL.format(slug=slug, section=section, reason=reason))
        return reason

    return run


@pytest.fixture
def open_page(browser):
    """A page whose clock the test moves on, and the addresses that it has asked for."""
    contexts = []

    def run(address: str) -> tuple[Page, list[str]]:
        contexts.append(context := browser.new_context())
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.clock.install()
        page.goto(address)
        return page, asked

    yield run
    for context in contexts:
        context.close()


def open_guide(open_page, product: str, slug: str) -> tuple[Page, list[str]]:
    page, asked = open_page(f"{product}/app/#/guides/{slug}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#safety")).to_be_visible()
    page.evaluate("window.isTheSame = true")
    return page, asked


def test_a_guide_that_is_open_in_the_phone_shows_its_recall_within_a_minute(open_page, product, recall):
    page, asked = open_guide(open_page, product, "superficial-chemical-peel")
    reason = recall("superficial-chemical-peel")
    asked.clear()
    page.clock.run_for(MINUTE)
    expect(page.get_by_role("alert")).to_contain_text(reason)
    assert page.evaluate("window.isTheSame"), "nobody has loaded it again"
    assert sum(address.endswith("/release/") for address in asked) in (1, 2)


def test_a_recalled_section_is_told_also_beside_what_somebody_types(open_page, product, recall):
    page, _asked = open_guide(open_page, product, "microneedling-for-acne-scars")
    page.locator("#safety").get_by_text("Report a mistake in this section").click()
    field = page.locator("#safety").get_by_label("What is wrong?")
    field.fill("Half a senten")
    reason = recall("microneedling-for-acne-scars", "process")
    page.clock.run_for(MINUTE)
    expect(page.get_by_role("alert").first).to_contain_text(reason)
    assert field.input_value() == "Half a senten"


def test_a_phone_that_nobody_sees_asks_nothing_and_asks_at_once_when_it_is_seen_again(open_page, product, recall):
    page, asked = open_guide(open_page, product, "mesotherapy-for-hair")
    page.evaluate(HIDE, False)
    asked.clear()
    reason = recall("mesotherapy-for-hair", "sessions")
    page.clock.run_for(10 * MINUTE)
    page.wait_for_timeout(300)
    assert asked == []
    page.evaluate(HIDE, True)
    expect(page.get_by_role("alert").first).to_contain_text(reason)
