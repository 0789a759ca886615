"""A real browser to look at the running product."""

import shutil

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

#: As root, Chromium needs to run without its sandbox; it must not ask the network for anything of its own.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]

expect.set_options(timeout=15_000)  # two of these run at once on two cores


def find_chromium() -> str:
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert executable, "Chromium is missing. Install it (Debian: sudo apt install chromium)."
    return executable


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: str):
    """A page that fails the test on any script error or refused resource."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # Wagtail's content checks write what they have found to the console, too.
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not message.text.startswith("axe.run results")
            else None
        ),
    )
    yield page
    context.close()
    assert complaints == []


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
