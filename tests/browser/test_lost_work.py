"""Ways to lose what was typed: each is gone through, with text typed before and found after."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.support.chromium import log_in_by_form

pytestmark = pytest.mark.browser
NOTICE = ".typing-notice"


@pytest.fixture(scope="module")
def editor(browser: Browser, site: str) -> Iterator[Page]:
    """An editor, who accepts to leave pages. Tests share the page, and leave it in any state."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


@pytest.fixture(scope="module")
def address(editor: Page) -> str:
    """Of the form of a guide."""
    log_in_by_form(editor, "editor", "sample-editor")
    editor.goto("/admin/guide_listing/?q=peel")
    editor.get_by_role("link", name="Superficial chemical peel").first.click()
    editor.wait_for_url("**/edit/")
    return editor.url


@pytest.fixture
def form(editor: Page, address: str) -> Page:
    editor.context.set_offline(False)
    editor.unroute_all()
    editor.goto(address)
    if "/login/" in editor.url:
        log_in_by_form(editor, "editor", "sample-editor")
        editor.goto(address)
    return editor


def summary(page: Page) -> Locator:
    return page.locator("[name=summary]")


def write(page: Page, text: str) -> str:
    """Typed at the end of the summary; the whole summary."""
    summary(page).press("Control+End")
    summary(page).press_sequentially(text)
    return summary(page).input_value()


def wait_until_saved(page: Page) -> None:
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible()
    expect(page.locator("footer").get_by_text("paused")).to_be_hidden()


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def log_in_beside(page: Page, name: str = "editor") -> None:
    """In a second tab."""
    end_session(page)
    tab = page.context.new_page()
    log_in_by_form(tab, name, f"sample-{name}")
    tab.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_a_session_that_ends_while_typing_goes_on_after_a_log_in_in_a_second_tab(form: Page):
    end_session(form)
    typed = write(form, ", session")
    expect(form.locator(NOTICE)).to_contain_text("Your session has ended")
    log_in_beside(form, "reviewer")
    expect(form.locator(NOTICE)).to_contain_text("Somebody else has logged in")
    log_in_beside(form)
    expect(form.locator(NOTICE)).to_have_count(0)
    wait_until_saved(form)
    form.reload()
    expect(summary(form)).to_have_value(typed)
    expect(form.locator(NOTICE)).to_have_count(0)


def test_a_form_that_is_opened_after_a_new_log_in_offers_what_was_typed_to_nobody_else(form: Page, address: str):
    end_session(form)
    typed = write(form, ", log-in")
    expect(form.locator(NOTICE)).to_contain_text("Your session has ended")
    log_in_by_form(form, "admin", "sample-admin")
    form.goto(address)
    expect(summary(form)).not_to_have_value(typed)
    expect(form.locator(NOTICE)).to_have_count(0)
    end_session(form)
    log_in_by_form(form, "editor", "sample-editor")
    form.goto(address)
    form.get_by_role("button", name="Put it back").click()
    expect(form.locator(".messages")).to_contain_text("has been")
    expect(summary(form)).to_have_value(typed)
    form.wait_for_function("!Object.keys(localStorage).some(key => key.startsWith('typed:'))")


def test_a_lost_network(form: Page):
    form.context.set_offline(True)
    typed = write(form, ", network")
    expect(form.locator(NOTICE)).to_contain_text("The server can't be reached")
    form.context.set_offline(False)
    expect(form.locator(NOTICE)).to_have_count(0)
    wait_until_saved(form)
    form.reload()
    expect(summary(form)).to_have_value(typed)


def test_rich_text_that_is_typed_right_before_the_button(form: Page):
    form.get_by_role("tab", name=re.compile("^How it works")).click()
    text = form.locator("#tab-how_it_works .public-DraftEditor-content").first
    text.click()
    form.keyboard.type("Burst ")
    form.locator("button.action-save").dispatch_event("click")  # at once: its menu is not opened
    expect(form.locator(".messages")).to_contain_text("has been")
    expect(form.locator("#tab-how_it_works .public-DraftEditor-content").first).to_contain_text("Burst")


def test_what_is_typed_while_an_autosave_is_under_way(form: Page):
    held: list[Route] = []
    form.route("**/edit/", lambda route: route.continue_() if held else held.append(route))
    write(form, ", first")
    expect(form.locator(".w-autosave-indicator__state--saving")).to_be_visible()
    while not held:
        form.wait_for_timeout(50)
    typed = write(form, ", then")
    with form.expect_response(
        lambda answer: answer.url.endswith("/edit/") and typed in (answer.request.post_data or "")
    ):
        held[0].continue_()
    wait_until_saved(form)
    form.reload()
    expect(summary(form)).to_have_value(typed)


def test_a_second_tab(form: Page):
    tab = form.context.new_page()
    tab.goto(form.url)
    theirs = write(tab, ", second tab")
    wait_until_saved(tab)
    tab.close()
    names = form.locator("[name=also_known_as]")
    names.fill("first tab")
    form.locator("[data-edit-form]").evaluate("form => form.requestSubmit()")
    expect(form.get_by_text("This was changed after you opened the form").first).to_be_attached()
    expect(names).to_have_value("first tab")
    form.locator("[data-edit-form]").evaluate("form => form.requestSubmit()")
    expect(form.locator(".messages")).to_contain_text("has been")
    form.reload()
    expect(names).to_have_value("first tab")
    expect(summary(form)).to_have_value(theirs)


def test_the_back_button(form: Page, address: str):
    form.goto("/admin/")
    form.goto(address)
    typed = write(form, ", back")
    form.go_back()
    form.goto(address)
    form.get_by_role("button", name="Put it back").click()
    expect(summary(form)).to_have_value(typed)


def test_a_double_click_sends_once(form: Page):
    sent: list[str] = []
    form.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    typed = write(form, ", double")
    form.get_by_role("button", name="More actions").last.click()
    form.get_by_role("button", name=re.compile("^Save draft")).dblclick()
    expect(form.locator(".messages")).to_contain_text("has been")
    expect(summary(form)).to_have_value(typed)
    assert len(sent) == 2, "the form, and what it leads to"


@pytest.mark.parametrize(
    ("name", "screen", "label", "button", "answer"),
    [
        ("mumbai", "/admin/offerings/", "Superficial chemical peel: Note", "Save offerings", "saved"),
        ("reviewer", "/admin/sign-off/{}/", "What should change in “Overview”", "Save my decision", "Sent back"),
    ],
)
def test_a_screen_of_ours_warns_before_it_is_left_and_outlives_the_session(
    browser: Browser, form: Page, name: str, screen: str, label: str, button: str, answer: str
):
    write(form, ".")  # something to be signed
    wait_until_saved(form)
    context = browser.new_context(base_url=form.url)
    page = context.new_page()
    log_in_by_form(page, name, f"sample-{name}")
    page.goto(screen.format(re.findall(r"\d+", form.url)[-1]))
    field = page.get_by_label(label)
    field.evaluate("field => { for (let up = field; up; up = up.parentElement) up.open = true; }")
    field.press_sequentially("Ask first")
    with page.expect_event("dialog") as warned:
        page.evaluate("setTimeout(() => document.querySelector('a[href=\"/admin/\"]').click())")
    assert warned.value.type == "beforeunload"
    warned.value.dismiss()
    end_session(page)
    page.get_by_role("button", name=button).click()
    expect(page.locator(NOTICE)).to_contain_text("Your session has ended")
    log_in_beside(page, name)
    expect(page.locator(NOTICE)).to_have_count(0)
    expect(field).to_have_value(re.compile("Ask first"))
    page.get_by_role("button", name=button).click()
    expect(page.locator(".messages")).to_contain_text(answer)
    context.close()
