"""Whoever publishes, and whoever manages a branch, does the week's work by what the screens offer: no address is typed.

WALK_IMAGES=docs/images/walks draws each step.
"""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.chromium import log_in_by_form, press_more
from tests.support.walks import Walk

pytestmark = pytest.mark.browser
GUIDE = "Microneedling for acne scars"


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


def menu(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).first


def open_guide(page: Page) -> None:
    menu(page, "Guides").click()
    page.locator("main").get_by_role("link", name=GUIDE, exact=True).click()
    expect(page.get_by_role("tab").first).to_be_visible()


def publish_a_new_review_date(walk: Walk) -> None:
    page = walk.page
    open_guide(page)
    page.get_by_role("tab", name="Review").click()
    page.locator("[name=next_review]").fill("2031-03-01")
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    page.get_by_role("heading", name="Citations").click()
    expect(calendar).to_have_count(0)
    walk.see("review-date")
    press_more(page, re.compile("^Publish$"))
    expect(page.locator(".messages")).to_contain_text("has been published")
    walk.see("published")


def launch(walk: Walk) -> None:
    page = walk.page
    menu(page, "Launches").click()
    page.get_by_role("link", name="Add launch").first.click()
    page.get_by_role("textbox", name="Title").fill("Spring in all branches")
    page.get_by_role("button", name="Add Guide").click()
    page.get_by_role("button", name=re.compile("^Choose a")).first.click()
    page.locator(".modal-content").get_by_placeholder("Search").fill(GUIDE)
    page.locator(".modal-content").get_by_role("link", name=GUIDE).first.click()
    expect(page.locator(".modal-content")).to_have_count(0)
    walk.see("a-launch")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="What changes for readers")).to_be_visible()
    walk.see("what-changes")
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messages")).to_contain_text("has been published")
    walk.see("launched")


def recall(walk: Walk) -> None:
    page = walk.page
    open_guide(page)
    page.locator("header").get_by_role("link", name="Recall").click()
    page.get_by_label("Severity").select_option(index=1)
    page.get_by_label("Reason").fill("One needle of this lot was blunt.")
    walk.see("recall")
    page.get_by_role("button", name="Recall now").click()
    expect(page.get_by_text("Readers can no longer see it.")).to_be_visible()
    walk.see("recalled")
    page.get_by_role("link", name=f"Lift {GUIDE}").click()
    page.get_by_label("Reason for lifting the recall").fill("The lot was exchanged.")
    page.get_by_role("button", name="Lift the recall").click()
    expect(page.get_by_text("is shown again as it is published")).to_be_visible()


def schedule(walk: Walk) -> None:
    page = walk.page
    open_guide(page)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name=re.compile("schedule", re.IGNORECASE)).first.click()
    page.locator("#id_go_live_at").fill("2031-01-31 09:30")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Save")).press("Enter")
    page.get_by_role("button", name="Toggle status").click()  # Wagtail remembers a panel that is left open
    press_more(page, re.compile("^(Schedule to publish|Publish)$"))
    expect(page.get_by_text(re.compile("has been scheduled"))).to_be_visible()
    walk.see("scheduled")


def test_a_publisher_publishes_launches_recalls_and_schedules(page: Page):
    walk = Walk("publisher", page)
    log_in_by_form(page, "publisher", "sample-publisher")
    walk.see("first-page")
    publish_a_new_review_date(walk)
    launch(walk)
    recall(walk)
    schedule(walk)
    assert walk.clicks <= 30, walk.clicks


@pytest.fixture
def manager(browser: Browser, site: str, site_data: Path) -> Iterator[Page]:
    """The branch's manager on a phone, who speaks English again at the end."""
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
    with sqlite3.connect(site_data / "guides.sqlite3") as rows:
        rows.execute("UPDATE wagtailusers_userprofile SET preferred_language = ''")
        rows.execute("UPDATE auth_user SET first_name = '', last_name = '' WHERE username = 'mumbai'")


def toggle_menu(page: Page) -> None:
    page.get_by_role("button", name=gettext("Toggle sidebar")).click()


def close_menu(page: Page) -> None:
    """It closes by itself, and slides away."""
    covers = "[.2, .5, .8].some(x => document.elementFromPoint(innerWidth * x, innerHeight * .6)?.closest('.sidebar'))"
    page.wait_for_function(f"!{covers}")
    expect(page.locator(".sidebar-main-menu")).not_to_be_in_viewport()


def speak(page: Page, language: str) -> None:
    """By what the account's screen offers."""
    toggle_menu(page)
    page.locator(".sidebar-footer__account").click()
    menu(page, gettext("Account")).click()
    page.locator("[name$=first_name]").fill("Meera")
    page.locator("[name$=last_name]").fill("Shah")
    page.locator("[name$=preferred_language]").select_option(language)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def change_a_price(walk: Walk) -> None:
    page = walk.page
    toggle_menu(page)
    walk.see("menu", within=".sidebar-main-menu")
    menu(page, gettext("Offerings")).click()
    close_menu(page)
    page.get_by_label("Superficial chemical peel: " + gettext("Price from")).fill("3700")
    walk.see("prices")
    page.get_by_role("button", name=gettext("Save offerings")).click()
    expect(page.locator(".messages")).to_contain_text("1")
    walk.see("prices-saved")


def change_the_hours(walk: Walk) -> None:
    page = walk.page
    toggle_menu(page)
    menu(page, gettext("Branches")).click()
    close_menu(page)
    walk.see("branches")
    page.locator("main").get_by_role("link", name="Skinpheras Mumbai (sample)", exact=True).click()
    page.get_by_role("tab", name=gettext("Opening hours")).click()
    page.locator("[name='opening_hours-0-closes']").fill("20:30")
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.get_by_role("tab", name=gettext("Opening hours")).click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    walk.see("hours")
    press_more(page, re.compile(f"^{gettext('Publish')}$"))
    expect(page.locator(".messages")).to_contain_text("Skinpheras Mumbai")
    walk.see("hours-published")


def test_a_branch_manager_changes_prices_and_hours_in_hindi_on_a_phone(manager: Page):
    walk = Walk("branch-manager", manager)
    log_in_by_form(manager, "mumbai", "sample-mumbai")
    with override("en"):
        speak(manager, "hi")
    with override("hi"):
        change_a_price(walk)
        change_the_hours(walk)
        assert walk.clicks <= 18, walk.clicks
        speak(manager, "ar")
    expect(manager.locator("html")).to_have_attribute("dir", "rtl")
    with override("ar"):
        toggle_menu(manager)
        menu(manager, gettext("Offerings")).click()
        close_menu(manager)
        walk.see("prices-in-arabic")
        toggle_menu(manager)
        menu(manager, gettext("Branches")).click()
        close_menu(manager)
        walk.see("branches-in-arabic")
