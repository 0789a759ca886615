"""The editor's screens: nothing covers or hides what is needed, on a wide screen and on a narrow one."""

import re
import time

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.support.chromium import log_in

pytestmark = pytest.mark.browser
TITLE = "Mesotherapy for hair"


@pytest.fixture
def page(browser: Browser, site: str):
    context = browser.new_context(base_url=site, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    log_in(page, "publisher", "sample-publisher")
    yield page
    context.close()


def open_guide(page: Page) -> None:
    page.goto("/admin/guide_listing/?q=mesotherapy&locale=en")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("tab").first).to_be_visible()


def is_on_top(page: Page, locator) -> bool:
    """Whether the middle of it, and its end, are not covered by anything."""
    return locator.evaluate(
        """element => [.5, .95].every(part => {
             const {left, top, width, height} = element.getBoundingClientRect();
             const found = document.elementFromPoint(left + width * part, top + height / 2);
             return element.contains(found) || found?.contains(element);
           })"""
    )


def test_every_tab_is_reached_and_the_preview_follows_it(page: Page):
    open_guide(page)
    for tab in page.get_by_role("tab").all():
        assert is_on_top(page, tab), tab.inner_text()
    page.get_by_role("button", name="Toggle preview").click()
    page.locator("[name=preview_mode], #id_preview_mode").first.select_option("web")
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator("#combinations")).to_be_attached(timeout=20_000)
    page.get_by_role("tab", name="Combining treatments").click()
    expect(frame.locator("#combinations")).to_be_in_viewport()
    # The panel is remembered on a wide screen, and does not cover the form on a narrow one.
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(page.get_by_role("tab").first).to_be_visible()
    assert is_on_top(page, page.locator("[name=combinations_lead]"))


def test_the_buttons_stay_above_the_calendar(page: Page):
    open_guide(page)
    page.get_by_role("tab", name="Review").click()
    page.locator("[name=next_review]").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_be_visible()
    assert is_on_top(page, page.locator("footer .button").first)


def test_the_names_of_guides_stay_while_the_grid_is_scrolled(page: Page):
    page.set_viewport_size({"width": 900, "height": 844})
    page.goto("/admin/offerings/")
    grid = page.locator(".offering-grid")
    grid.evaluate("grid => grid.scrollLeft = 400")
    name = grid.locator("tbody th").first
    expect(name).to_be_in_viewport()
    assert is_on_top(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 900


def test_the_description_of_a_picture_is_offered_as_its_alt_text(page: Page):
    page.goto("/admin/images/")
    page.locator(".w-image-listing, .images, main").get_by_role("link").filter(has=page.locator("img")).first.click()
    page.locator("input[name=description]").fill("A vial beside a comb")
    title = page.locator("[name=title]").input_value()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("updated")
    open_guide(page)
    page.locator("[name=hero_alt]").fill("")
    chooser = page.locator("#id_hero-chooser")
    chooser.get_by_role("button", name="Actions").click()
    choose = page.get_by_role("button", name=re.compile("Choose another image|Change image"))
    choose.locator("visible=true").first.click()
    page.locator(".modal-content").get_by_role("link", name=title).first.click()
    expect(page.locator("[name=hero_alt]")).to_have_value("A vial beside a comb")


def open_preview(page: Page) -> FrameLocator:
    """As the phone shows it, which comes first."""
    open_guide(page)
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.locator("body.phone")).to_be_visible(timeout=20_000)
    return preview


def test_the_preview_that_was_chosen_last_is_shown_though_an_earlier_one_comes_first(page: Page):
    preview = open_preview(page)
    page.route("**/preview/?mode=web*", lambda route: (time.sleep(0.5), route.continue_()))
    page.evaluate(
        """() => {
             const panel = document.querySelector("[data-controller='w-preview']");
             const preview = wagtail.app.getControllerForElementAndIdentifier(panel, "w-preview");
             preview.reloadIframe();
             preview.modeTarget.value = "web";
             preview.reloadIframe();
           }"""
    )
    expect(preview.locator("body:not(.phone) main")).to_be_visible(timeout=20_000)


def test_a_preview_that_is_chosen_while_another_loads_is_shown(page: Page):
    preview = open_preview(page)
    page.route("**/preview/?mode=phone*", lambda route: (time.sleep(1), route.continue_()))
    with page.expect_request("**/preview/?mode=phone*"):
        page.locator("[name=summary]").fill("Said anew.")
    page.locator("[name=preview_mode], #id_preview_mode").first.select_option("web")
    expect(preview.locator("body:not(.phone) main")).to_be_visible(timeout=20_000)
