"""A real browser, and what people do in it."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext
from playwright.sync_api import Browser, Page, sync_playwright

#: As root, Chromium needs to run without its sandbox; it must not ask the network for anything of its own.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]


#: The same engine without windows comes first: it takes half of the processor time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    executable = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert executable, "Chromium is missing. Install it (Debian: sudo apt install chromium)."
    return executable


def log_in(page: Page, name: str, password: str) -> None:
    """The form is sent, but not drawn: what tests look at comes after it."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.request.get("/admin/login/").text())
    assert token
    form = {"username": name, "password": password, "csrfmiddlewaretoken": token[1]}
    page.request.post("/admin/login/", form=form, max_redirects=0)
    page.goto("/admin/")
    assert page.url.endswith("/admin/"), page.url


def log_in_by_form(page: Page, name: str, password: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


@contextmanager
def launch() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def fill(page: Page, tab: str, name: str, text: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{re.escape(tab)}")).click()
    page.locator(f"[name={name}]").fill(text)


def press_more(page: Page, name: str | re.Pattern) -> None:
    """A button of the menu below the form; some stand outside of it."""
    button = page.get_by_role("button", name=name)
    if not button.first.is_visible():
        page.get_by_role("button", name=gettext("More actions")).last.click()  # each comment has one, too
    button.first.click()
