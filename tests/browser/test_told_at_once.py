"""A recall is shown by what is open already: the phone, and embeds on other websites. Nobody loads a page again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import element
from tests.support.serving import free_port, run_script, serving

pytestmark = pytest.mark.browser
MINUTE = 60_000
#: All who are open have asked by then. What remains of the minute passes by itself: until then a recall is shown.
ASKED, REST = 51_100, 8_900
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
    page.clock.fast_forward(ASKED)
    expect(page.get_by_role("alert")).to_contain_text(reason, timeout=REST)
    assert page.evaluate("window.isTheSame"), "nobody has loaded it again"
    assert sum(address.endswith("/release/") for address in asked) in (1, 2)


def test_a_recalled_section_is_told_also_beside_what_somebody_types(open_page, product, recall):
    page, _asked = open_guide(open_page, product, "microneedling-for-acne-scars")
    page.locator("#safety").get_by_text("Report a mistake in this section").click()
    field = page.locator("#safety").get_by_label("What is wrong?")
    field.fill("Half a senten")
    reason = recall("microneedling-for-acne-scars", "process")
    page.clock.fast_forward(ASKED)
    expect(page.get_by_role("alert").first).to_contain_text(reason, timeout=REST)
    assert field.input_value() == "Half a senten"


def open_embeds(open_page, product: str, host, section: str) -> tuple[Page, list[str]]:
    """The element and the frame with a section, on a website."""
    address = f"{product}/embed/frame/guides/mesotherapy-for-hair/{section}/"
    frame = f"<iframe src='{address}' sandbox='allow-scripts' height='900'></iframe>"
    page, asked = open_page(host.show(element(product, section=section, loading="eager") + frame))
    expect(page.locator("treatment-guide .tg-embed")).to_be_visible()
    expect(page.frame_locator("iframe").locator("main")).to_be_visible()
    page.evaluate("window.isTheSame = true")
    return page, asked


def test_embeds_that_are_open_show_a_recall_within_a_minute(open_page, product, host, recall):
    page, asked = open_embeds(open_page, product, host, "combinations")
    page.clock.fast_forward(ASKED)  # what is shown is confirmed
    page.wait_for_timeout(REST)
    reason = recall("mesotherapy-for-hair", "combinations")
    asked.clear()
    page.clock.fast_forward(ASKED)
    expect(page.locator("treatment-guide").get_by_text(reason)).to_be_visible(timeout=REST)
    expect(page.frame_locator("iframe").get_by_text(reason)).to_be_visible()
    assert page.evaluate("window.isTheSame"), "nobody has loaded it again"
    assert 2 <= sum(address.endswith("/release/") for address in asked) <= 4


def test_an_embed_in_which_nothing_has_changed_is_not_drawn_anew(open_page, product, host, recall):
    page, asked = open_embeds(open_page, product, host, "safety")
    page.locator("treatment-guide").evaluate("e => { e.box = e.shadowRoot.firstChild }")
    recall("platelet-rich-plasma-for-hair")
    page.clock.fast_forward(ASKED)
    page.wait_for_timeout(5_000)
    assert any("?_=" in address or "&_=" in address for address in asked), "it has looked"
    assert page.locator("treatment-guide").evaluate("e => e.box === e.shadowRoot.firstChild")


def test_embeds_that_nobody_sees_ask_nothing(open_page, product, host):
    page, asked = open_embeds(open_page, product, host, "process")
    for frame in page.frames:
        frame.evaluate(HIDE, False)
    asked.clear()
    page.clock.run_for(10 * MINUTE)
    page.wait_for_timeout(300)
    assert asked == []
    for frame in page.frames:
        frame.evaluate(HIDE, True)
    page.wait_for_timeout(300)
    assert sum(address.endswith("/release/") for address in asked) == 2


def test_a_failure_is_silent_and_what_is_shown_stays(open_page, product, host):
    page, asked = open_embeds(open_page, product, host, "process")
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.evaluate("addEventListener('tg-error', () => { window.told = true })")
    busy = {"Retry-After": "120", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
    problem = {"status": 503, "headers": busy, "content_type": "application/problem+json", "body": '{"title": "Busy"}'}
    page.route("**/api/v1/release/", lambda route: route.fulfill(**problem))
    asked.clear()
    page.clock.fast_forward(ASKED)
    page.wait_for_timeout(5_000)
    assert {address.rpartition("/api/")[2] for address in asked} == {"v1/release/"}, "nothing is loaded again"
    asked.clear()
    page.clock.fast_forward(MINUTE)
    page.wait_for_timeout(300)
    assert (asked, said, page.evaluate("window.told")) == ([], [], None), "after a failure it waits longer"
    expect(page.locator("treatment-guide .tg-embed")).to_be_visible()


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
