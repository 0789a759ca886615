"""A real browser to look at the running product."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support.chromium import launch

expect.set_options(timeout=15_000)  # two of these run at once on two cores


@pytest.fixture(scope="session")
def browser():
    with launch() as browser:
        yield browser


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
