"""The admin keeps to its Content-Security-Policy: nothing of Wagtail's or ours is refused, and what is injected is."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import log_in

pytestmark = pytest.mark.browser
REPORT = """
window.addEventListener("securitypolicyviolation", event =>
  console.error(`POLICY ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))
"""


@pytest.fixture
def admin(browser: Browser, site: str):
    """A page and what its policy has refused, in its frames too."""
    context = browser.new_context(base_url=site)
    context.add_init_script(REPORT)
    page, refused = context.new_page(), []
    page.on("console", lambda message: "POLICY" in message.text and refused.append(f"{page.url}: {message.text}"))
    log_in(page, "admin", "sample-admin")
    yield page, refused
    context.close()


def find_screens(page: Page) -> list[str]:
    """Every address that the admin's menus lead to."""
    page.goto("/admin/")
    for button in page.locator(".sidebar button[aria-haspopup]").all():
        button.click()
    page.wait_for_timeout(300)
    links = page.locator("a[href^='/admin/']").evaluate_all("links => links.map(link => link.pathname)")
    return sorted({link for link in links if "logout" not in link})


def test_every_screen_of_the_menus_runs(admin):
    page, refused = admin
    screens = find_screens(page)
    assert len(screens) > 20
    for address in [*screens, "/api/v1/docs/"]:
        page.goto(address, wait_until="load")
    assert refused == []


def test_writing_runs_with_dates_choosers_dialogs_comments_and_the_preview(admin):
    page, refused = admin
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Guides", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Mesotherapy for hair")).first.click()
    page.wait_for_url("**/edit/")
    box = page.locator(".public-DraftEditor-content:visible").first
    box.scroll_into_view_if_needed()
    box.click()
    box.press_sequentially("More. ")
    for tab in page.get_by_role("tab").all():
        tab.click()
    page.get_by_role("tab").first.click()
    page.get_by_role("button", name=re.compile("Change image|Choose another image|Choose an image")).first.click()
    expect(page.locator(".modal-content")).to_be_visible()
    page.get_by_role("tab", name="Upload").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("#w-preview-iframe, iframe[title=Preview]").first.locator("main")).to_be_visible()
    page.get_by_role("button", name="Toggle status").click()
    page.wait_for_timeout(1500)
    assert refused == []


def test_a_script_that_somebody_smuggled_in_does_not_run(admin):
    page, refused = admin
    page.goto("/admin/")
    page.evaluate("""() => {
        const inline = document.createElement("script"); inline.textContent = "window.smuggled = 1"; document.body.append(inline);
        const elsewhere = document.createElement("script"); elsewhere.src = "https://thief.example/x.js"; document.body.append(elsewhere);
        const button = document.createElement("button"); button.setAttribute("onclick", "window.smuggled = 1"); document.body.append(button); button.click();
        return new Promise(done => setTimeout(done, 300));
    }""")
    assert page.evaluate("window.smuggled") is None
    assert len(refused) == 3
