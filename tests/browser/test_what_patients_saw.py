"""“What patients saw” in a browser: frames show the page, a narrow screen holds it, a proof is one page of paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import log_in
from tests.support.looking import ask_axe

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_a_version_is_seen_as_it_looked_and_printed_on_one_page(page: Page, width: int, scheme):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    log_in(page, "reviewer", "sample-reviewer")
    guide = page.request.get("/api/v1/guides/mesotherapy-for-hair/").json()
    page.goto(f"/admin/history/guide/{guide['id']}/en/{guide['version']}/")
    for title in ("Web page", "Phone"):
        frame = page.frame_locator(f"iframe[title^='{title}']")
        page.locator(f"iframe[title^='{title}']").scroll_into_view_if_needed()
        expect(frame.get_by_role("heading", name=guide["title"], level=1)).to_be_visible()
        expect(frame.get_by_text(f"Version {guide['version']}. Public since")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert ask_axe(page, "main") == []
    page.goto(page.get_by_role("link", name="Proof for print").get_attribute("href"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert ask_axe(page) == []
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 1
