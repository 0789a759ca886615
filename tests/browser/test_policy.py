"""The admin keeps to its Content-Security-Policy: nothing of Wagtail's or ours is refused, and what is injected is."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.support.chromium import log_in_by_form

pytestmark = pytest.mark.browser
REPORT = """
window.addEventListener("securitypolicyviolation", event =>
  console.error(`POLICY ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))
"""
SMUGGLE = """() => {
    const add = (name, attributes) => document.body.append(Object.assign(document.createElement(name), attributes));
    add("script", {textContent: "window.smuggled = 1"});
    add("script", {src: "https://thief.example/x.js"});
    add("div", {innerHTML: "<img src=data:, onerror='window.smuggled = 1'>"});
    return new Promise(done => setTimeout(done, 500));
}"""


def open_page(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page and what its policy has refused, in its frames too."""
    context.add_init_script(REPORT)
    page, refused = context.new_page(), []
    page.on("console", lambda message: "POLICY" in message.text and refused.append(f"{page.url}: {message.text}"))
    return page, refused


@pytest.fixture(scope="module")
def session(browser: Browser, site: str) -> StorageState:
    """The cookies of somebody who has logged in."""
    with browser.new_context(base_url=site) as context:
        page, refused = open_page(context)
        log_in_by_form(page, "admin", "sample-admin")
        assert refused == []
        return context.storage_state()


@pytest.fixture
def admin(browser: Browser, site: str, session: StorageState):
    with browser.new_context(base_url=site, storage_state=session) as context:
        yield open_page(context)


def open_guide(page: Page) -> None:
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Guides", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Mesotherapy for hair")).first.click()
    page.wait_for_url("**/edit/")


def test_writing_runs_with_dates_choosers_dialogs_comments_and_the_preview(admin):
    page, refused = admin
    open_guide(page)
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("iframe[title='Preview']").last.locator("h1").first).to_be_visible()
    for panel in ("Toggle checks", "Toggle comments", "Toggle status"):
        page.get_by_role("button", name=panel).click()
    page.get_by_role("button", name="Toggle status").click()
    page.locator(".image-chooser button[aria-label=Actions]:visible").first.click()
    choose = page.get_by_role("button", name=re.compile("Choose another image|Change image"))
    choose.locator("visible=true").first.click()
    page.locator(".modal-content").get_by_role("tab", name="Upload").click()
    expect(page.locator(".modal-content input[type=file]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".modal-content")).to_have_count(0)
    page.locator(".public-DraftEditor-content:visible").first.press_sequentially("More. ")
    page.get_by_role("tab", name="Review").click()
    page.locator("[name=next_review]").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_be_visible()
    assert refused == []


SCREENS = (
    "images/1/",
    "images/add/",
    "import/",
    "offerings/",
    "snippets/content/launch/add/",
    "snippets/content/consent/add/",
    "users/",
    "reports/site-history/",
    "api/embeds/",
)


def test_the_admin_s_other_screens_run(admin):
    page, refused = admin
    for screen in SCREENS:
        page.goto(f"/admin/{screen}", wait_until="networkidle")
    assert refused == []


def test_a_script_that_somebody_smuggled_in_does_not_run(admin):
    page, refused = admin
    page.goto("/admin/")
    page.evaluate(SMUGGLE)
    assert page.evaluate("window.smuggled") is None
    assert len(refused) == 3
    page.goto("/api/v1/docs/", wait_until="load")
    expect(page.get_by_text("/api/v1/guides/").first).to_be_visible()
    assert len(refused) == 3
