"""A clinician who sees danger recalls a guide: on a phone-sized screen, by the keyboard alone, and takes it back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.chromium import log_in_by_form
from tests.support.walks import Walk

pytestmark = pytest.mark.browser
GUIDE = "/api/v1/guides/superficial-chemical-peel/"
REASON = "Some bottles are too strong. If your skin burns, rinse it and call us."


def press(where: Locator) -> None:
    where.focus()
    where.press("Enter")


def choose(where: Locator, words: str) -> None:
    """In a list, as the keyboard does: by typing how it begins."""
    where.focus()
    where.press_sequentially(words)


def test_a_clinician_recalls_a_guide_on_a_phone_by_the_keyboard_and_takes_it_back(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    walk = Walk("recall", page)
    log_in_by_form(page, "reviewer", "sample-reviewer")
    press(page.get_by_role("button", name="Toggle sidebar"))
    recalls = page.get_by_role("link", name="Recalls")
    expect(recalls).to_be_in_viewport()
    walk.see("menu", within=".sidebar-main-menu")
    press(recalls)
    choose(page.get_by_label("Which guide is dangerous?"), "Superficial")
    walk.see("which-guide")
    press(page.get_by_role("button", name="Go on"))
    expect(page.get_by_role("heading", name="Recall “Superficial chemical peel”")).to_be_visible()
    choose(page.get_by_label("Severity"), "May seriously")
    page.get_by_label("Reason").focus()
    page.keyboard.type(REASON)
    walk.see("why")
    assert page.request.get(GUIDE).status == 200
    press(page.get_by_role("button", name="Recall now"))
    expect(page.get_by_text("Readers can no longer see it.")).to_be_visible()
    walk.see("recalled")
    assert page.request.get(GUIDE).status == 410
    press(page.get_by_role("link", name="Lift Superficial chemical peel"))
    page.get_by_label("Reason for lifting the recall").focus()
    page.keyboard.type("The bottles were exchanged.")
    press(page.get_by_role("button", name="Lift the recall"))
    expect(page.get_by_text("is shown again as it is published")).to_be_visible()
    assert page.request.get(GUIDE).status == 200
    assert walk.clicks == 1, "to log in: the rest is done by the keyboard"


def test_recall_is_in_sight_on_the_screens_of_a_guide(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in_by_form(page, "publisher", "sample-publisher")
    page.goto("/admin/guide_listing/?q=peel")
    page.get_by_role("link", name="Superficial chemical peel").first.click()
    button = page.locator("header").get_by_role("link", name="Recall")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.get_by_role("heading", name="Recall “Superficial chemical peel”")).to_be_visible()
