"""The main job, as people do it: a clinic's document becomes a guide on a phone."""

import json
import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in

pytestmark = pytest.mark.browser
DOCUMENTS = Path(__file__).parent.parent / "content/importing/documents"


def read(site: str, path: str) -> dict:
    with urlopen(f"{site}/api/v1/{path}") as answer:
        return json.load(answer)


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()


def fill(page: Page, tab: str, name: str, text: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{tab}")).click()
    page.locator(f"[name={name}]").fill(text)


def test_a_document_is_imported_completed_published_and_served(page: Page, site: str):
    log_in(page, "editor", "sample-editor")
    page.get_by_role("link", name="Import a document").click()
    page.locator("[name=document]").set_input_files(DOCUMENTS / "scalp-mesotherapy.txt")
    page.get_by_role("button", name="Import as a draft").click()
    expect(page.get_by_text("A new draft was made.")).to_be_visible()
    expect(page.get_by_text("minutes_min: 30, minutes_max: 60")).to_be_visible()
    page.get_by_role("link", name="Open the draft").click()

    # Publishing too early says what is missing, where, and loses nothing.
    publish(page)
    expect(page.get_by_text("could not be published").or_(page.get_by_text("validation errors")).first).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("Scalp mesotherapy")
    with pytest.raises(HTTPError):
        read(site, "guides/scalp-mesotherapy/")

    page.get_by_role("tab", name=re.compile("^Overview")).click()
    page.get_by_role("button", name="Choose category").click()
    page.get_by_role("link", name="Hair", exact=True).click()
    page.locator("[name=body_area]").select_option("scalp")
    for key in ("mechanism", "process", "sessions", "safety", "combinations"):
        fill(page, key.title(), f"{key}_lead", f"One sentence about {key}.")
    publish(page)
    expect(page.get_by_text("has been published")).to_be_visible()

    guide = read(site, "guides/scalp-mesotherapy/")
    assert [section["key"] for section in guide["sections"]] == [
        *("mechanism", "process", "sessions", "safety", "combinations")
    ]
    assert guide["sections"][1]["facts"]["minutes_per_session"] == {"min": 30, "max": 60}
    assert "at ease" not in json.dumps(guide), "the unplaced note is never public"

    page.goto("/guides/scalp-mesotherapy/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Scalp mesotherapy")
    expect(page.get_by_label("Facts at a glance").get_by_text("30–60 minutes")).to_be_visible()


def test_a_branch_editor_changes_a_price_and_sees_only_one_branch(page: Page, site: str):
    log_in(page, "mumbai", "sample-mumbai")
    page.get_by_role("link", name="Offerings").click()
    expect(page.get_by_role("heading", name="Skinpheras Mumbai (sample)")).to_be_visible()
    expect(page.get_by_text("London")).to_have_count(0)
    page.get_by_label("Superficial chemical peel: Price from").fill("3600")
    page.get_by_role("button", name="Save offerings").click()
    expect(page.get_by_text("1 offerings saved")).to_be_visible()
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
    expect(page.get_by_text("Draft: nobody outside can see this page.")).to_be_visible()
