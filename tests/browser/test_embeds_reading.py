"""Embeds for whoever reads them by ear, by keyboard, on paper or in the dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.visits import GUIDE, element, read_text
from tests.support.chromium import log_in
from tests.support.looking import ask_axe

pytestmark = pytest.mark.browser


def test_dark_follows_the_page_around_and_not_the_device_alone(visit, host, product):
    body = element(product, section="safety")
    ground = "e => getComputedStyle(e).backgroundColor"
    for head, expected in (
        ("", "rgb(255, 255, 255)"),
        ("<style>:root{color-scheme:light dark}</style>", "rgb(24, 36, 37)"),
    ):
        seen = visit(host.show(body, head=head), color_scheme="dark")
        article = seen.page.locator("treatment-guide article")
        expect(article).to_be_visible()
        assert article.evaluate(ground) == expected


@pytest.mark.parametrize("width", [320, 1024])
def test_axe_finds_no_violation_in_light_or_dark(visit, host, product, snippets, width):
    fragment = read_text(f"{product}/embed/fragment/guides/{GUIDE}/?branch=mumbai")
    body = f"<main><h1>A website</h1>{element(product, section='safety', branch='mumbai', loading='eager')}"
    body += f"<script async src='{product}/embed/v1.js'></script><treatment-list branch='delhi' loading='eager'>"
    body += f"</treatment-list>{snippets(section='process')['frame'][0]}{fragment}</main>"
    seen = visit(
        host.show(body, head="<style>:root{color-scheme:light dark}</style>"),
        viewport={"width": width, "height": 800},
    )
    page = seen.page
    expect(page.locator("treatment-guide").get_by_role("heading", name="Is it right for you?")).to_be_visible()
    expect(page.locator("treatment-list h3").first).to_be_visible()
    page.locator("iframe").scroll_into_view_if_needed()
    expect(page.frame_locator("iframe").get_by_role("heading", name="What happens")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert ask_axe(page) == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_screen_reader_is_told_all_of_it_in_the_order_of_reading(visit, host, product):
    seen = visit(host.show(element(product, section="sessions", branch="mumbai")))
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_visible()
    told = seen.page.locator("treatment-guide article").aria_snapshot()
    order = [
        "Mesotherapy for hair",
        'heading "Sessions and results" [level=2]',
        "Most people need a series",
        "term: Sessions needed",
        "definition: 4–6",
        'heading "After a few sessions" [level=3]',
        "Possible side effects:",
        "from ₹6,500",
        'link "Book Mesotherapy for hair"',
        "Checked by Dr Asha Rao",
        'link "Read the whole guide"',
    ]
    places = [told.find(words) for words in order]
    assert -1 not in places, told
    assert places == sorted(places), told


def test_on_paper_it_is_plain(visit, host, product):
    seen = visit(host.show(element(product, section="sessions", branch="mumbai")))
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_visible()
    seen.page.emulate_media(media="print")
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_hidden()
    expect(seen.page.get_by_text("Checked by Dr Asha Rao")).to_be_visible()


def test_the_keyboard_reaches_what_can_be_followed_in_the_order_of_reading(visit, host, product):
    seen = visit(host.show(element(product, section="sessions", branch="mumbai")))
    expect(seen.page.locator("treatment-guide .tg-button")).to_be_visible()
    reached = []
    for _press in range(4):
        seen.page.keyboard.press("Tab")
        reached.append(
            seen.page.evaluate("document.querySelector('treatment-guide').shadowRoot.activeElement?.textContent")
        )
    assert reached == [
        "Is it right for you?",
        "Book Mesotherapy for hair",
        "Read the whole guide",
        "National Medical Commission",
    ]


@pytest.fixture(scope="module")
def editor(browser, product):
    """A page of an editor, who has logged in."""
    context = browser.new_context(base_url=product)
    page = context.new_page()
    log_in(page, "editor", "sample-editor")
    yield page
    context.close()


@pytest.mark.parametrize("width", [400, 1300])
def test_the_panel_and_the_reports_have_no_violation_and_copy(editor, width):
    page = editor
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/admin/embeds/", "/admin/sightings/", "/admin/drift/"):
        page.goto(path)
        assert ask_axe(page) == [], path
    page.goto("/admin/embeds/")
    page.locator("[name=guide]").select_option(label="Superficial chemical peel")
    page.wait_for_url("**guide=**")
    page.get_by_label("Section").select_option("process")
    page.wait_for_url("**section=process**")
    preview = page.frame_locator(".embed-preview")
    expect(preview.get_by_role("heading", name="What happens", level=2)).to_be_visible()
    for label, value in (("How much", "short"), ("Level of its title", "3"), ("When it loads", "click")):
        page.get_by_label(label).select_option(value)
        page.wait_for_url(f"**={value}**")
    expect(preview.get_by_role("heading", name="What happens", level=3)).to_be_visible()
    expect(preview.locator(".tg-step")).to_have_count(0)
    code = page.get_by_role("textbox", name="Any website").input_value()
    assert 'variant="short" heading="3" loading="click">' in code
    assert "<style>" not in code, "nobody knows when somebody will click"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_text("Copied.")).to_be_visible()
