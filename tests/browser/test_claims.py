"""Claims in the editor: marked as they are typed, listed by Wagtail's content checks, refused, mended, published."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import log_in

pytestmark = pytest.mark.browser


def test_a_claim_is_marked_in_the_previews_and_listed_with_what_to_write(page: Page):
    log_in(page, "editor", "sample-editor")
    page.goto("/admin/guide_listing/?q=peel")
    page.get_by_role("link", name="Superficial chemical peel").first.click()
    page.locator("[name=summary]").fill("A pain\u00adless peel. It is not permanent.")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    for mode, body in (("phone", "body.phone"), ("web", "body:not(.phone)")):
        page.locator("[name=preview_mode], #id_preview_mode").first.select_option(mode)
        expect(preview.locator(f"{body} mark.claim-block")).to_have_text(["pain\u00adless"], timeout=20_000)
        page.get_by_role("button", name="Toggle checks").click()
        expect(page.get_by_text("Say how most people describe it")).to_be_visible(timeout=20_000)
        expect(page.locator("[data-content-checker-row]")).to_have_count(1)
        expect(page.locator("[data-content-checker-selector-text]")).to_have_text("“pain\u00adless”")
        page.locator("[data-content-checker-selector]").click()
        expect(page.locator("[name=summary]")).to_be_focused()
        page.get_by_role("button", name="Toggle preview").click()


def test_a_claim_is_refused_at_its_field_and_nothing_typed_is_lost(page: Page):
    log_in(page, "publisher", "sample-publisher")
    page.goto("/admin/guide_listing/?q=peel")
    page.get_by_role("link", name="Superficial chemical peel").first.click()
    page.locator("[name=summary]").fill("Results are guaranteed.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator(".refused-claims").get_by_role("link", name="Summary").click()
    expect(page.locator("[name=summary]")).to_be_focused()
    expect(page.locator(".error-message", has_text="“guaranteed” must not be published")).to_be_visible()
    expect(page.locator("[name=summary]")).to_have_value("Results are guaranteed.")
