"""Words are replaced in every draft on a phone-sized screen: seen first, one left out, applied, and undone."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import log_in
from tests.support.looking import find_faults

pytestmark = pytest.mark.browser


def look(page: Page) -> None:
    """The screen is fit to be used."""
    assert find_faults(page) == []


def test_words_are_replaced_in_every_draft_and_come_back(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, "editor", "sample-editor")
    page.goto("/admin/bulk/")
    look(page)
    page.get_by_role("link", name="Find and replace").click()
    page.get_by_label("Find").fill("scalp")
    page.get_by_label("Replace with").fill("head")
    page.get_by_label("Language").select_option(label="English")
    page.get_by_role("button", name="Preview").click()
    every = page.get_by_label("All", exact=True)
    expect(every).to_be_checked()
    ticked = page.locator("[name=hit]:checked").count()
    page.get_by_label("The scalphead is cleaned").uncheck()
    expect(page.locator("[name=hit]:checked")).to_have_count(ticked - 1)
    expect(page.get_by_text("Must be signed again").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Apply what is ticked").press("Enter")
    expect(page.get_by_role("heading", name="Replaced “scalp” by “head”")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Undo all of it").press("Enter")
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible()
    page.goto("/admin/bulk/")
    expect(page.get_by_text("undone by editor")).to_be_visible()
    look(page)
