"""Smaller jobs, as people do them: a branch's price, a preview."""

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import log_in

pytestmark = pytest.mark.browser


def read(site: str, path: str) -> dict:
    with urlopen(f"{site}/api/v1/{path}") as answer:
        return json.load(answer)


def test_a_branch_editor_changes_a_price_and_sees_only_one_branch(page: Page, site: str):
    log_in(page, "mumbai", "sample-mumbai")
    page.get_by_role("link", name="Offerings").click()
    expect(page.get_by_role("heading", name="Skinpheras Mumbai (sample)")).to_be_visible()
    expect(page.get_by_text("London")).to_have_count(0)
    page.get_by_label("Superficial chemical peel: Price from").fill("3600")
    page.get_by_role("button", name="Save offerings").click()
    expect(page.get_by_text("1 offering saved")).to_be_visible()
    offering = read(site, "branches/mumbai/guides/superficial-chemical-peel/")["offering"]
    assert offering["price_from"]["amount"] == "3600.00"


def test_a_draft_is_previewed_as_the_web_page_that_it_will_be(page: Page):
    log_in(page, "admin", "sample-admin")
    page.goto("/admin/guide_listing/?q=peel")
    page.get_by_role("link", name="Superficial chemical peel").first.click()
    address = page.url.replace("/edit/", "/edit/preview/")
    page.locator("[name=summary]").fill("A summary that only the draft has.")
    with page.expect_response(lambda response: "/edit/preview/" in response.url and response.request.method == "POST"):
        page.get_by_role("button", name="Toggle preview").click()
    page.goto(f"{address}?in_preview_panel=true&mode=web")
    expect(page.get_by_text("A summary that only the draft has.")).to_be_visible()
    expect(page.get_by_text("Draft: this page is not public.")).to_be_visible()
