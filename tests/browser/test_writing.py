"""A guide is written, submitted, imported and translated by somebody who sees the screens for the first time: by what
they say alone.

WALK_IMAGES=docs/images/walks draws each step.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.chromium import fill, log_in, log_in_by_form, press_more
from tests.support.looking import ask_axe
from tests.support.walks import Walk

pytestmark = pytest.mark.browser
DOCUMENT = Path(__file__).parent / "documents/scalp-boosters.txt"
#: Section -> its tab, the block that is added, and the field of it that is filled (none: its text).
BLOCKS = {
    "mechanism": ("How it works", "Point", "name"),
    "process": ("What happens", "Step", "title"),
    "sessions": ("Sessions and results", "Milestone", "when"),
    "safety": ("Is it right for you?", "Side effect", "name"),
    "combinations": ("Combining treatments", "Paragraph", None),
}


#: The panel of the tab that is open.
PANEL = ".tab-content > section:not([hidden])"


def write_text(page: Page, text: str) -> None:
    box = page.locator(f"{PANEL} .public-DraftEditor-content").first
    box.click()
    box.press_sequentially(text)
    expect(box).to_contain_text(text)
    page.wait_for_timeout(400)  # the editor hands its text to the form a quarter of a second later


def add_block(page: Page, section: str) -> None:
    _tab, block, field = BLOCKS[section]
    panel = page.locator(PANEL)
    panel.get_by_role("button", name=re.compile("Insert a block")).first.click()
    page.get_by_role("option", name=block, exact=True).click()
    if field:
        panel.locator(f"input[name$='-{field}']").first.fill(f"{block} in plain words")
    write_text(page, f"A sentence about {section}.")


@pytest.fixture
def page(browser: Browser, site: str):
    """Without a look at the console: Wagtail's autosave is refused while the form is incomplete, and notes it there."""
    context = browser.new_context(base_url=site, viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


def write_a_guide(walk: Walk) -> None:
    page = walk.page
    walk.see("first-page")
    page.get_by_role("link", name="New guide").click()
    expect(page.get_by_role("tab").first).to_be_visible()
    page.locator("[name=title]").fill("Dermaplaning for the face")
    # A summary is pasted with its line breaks, and stays one line.
    page.locator("[name=summary]").fill("A clinician shaves fine hair\nand dull skin from the face.")
    expect(page.locator("[name=slug]")).to_have_value("dermaplaning-for-the-face")
    page.get_by_role("button", name="Choose category").click()
    page.get_by_role("link", name="Skin", exact=True).click()
    expect(page.locator(".modal-backdrop")).to_have_count(0)  # the choice is fetched first
    page.locator("[name=body_area]").select_option("face")
    walk.see("a-new-guide")
    for section in BLOCKS:
        fill(page, BLOCKS[section][0], f"{section}_lead", f"One sentence about {section}.")
        add_block(page, section)
    walk.see("a-section")


def edit_and_submit(walk: Walk) -> None:
    """A fact was left out: the form says which, and where."""
    page = walk.page
    press_more(page, re.compile("^Submit to"))
    expect(page.get_by_text("“What happens” is missing a fact").first).to_be_attached(timeout=15_000)
    expect(page.locator("[name=summary]")).to_have_value(re.compile("shaves fine hair"))
    walk.see("what-is-missing")
    fill(page, "What happens", "minutes_min", "20")
    page.locator("[name=minutes_max]").fill("40")
    press_more(page, re.compile("^Submit to"))
    expect(page.get_by_text(re.compile("has been sent for clinical sign-off"))).to_be_visible(timeout=15_000)
    walk.see("sent-for-sign-off")
    page.locator(".messages").get_by_role("link", name="Edit", exact=True).click()
    expect(page.locator("[name=summary]")).to_have_value("A clinician shaves fine hair and dull skin from the face.")
    fill(page, "Overview", "summary", "A clinician shaves fine hair from the face.")
    press_more(page, re.compile("^Save draft"))
    expect(page.locator(".messages")).to_contain_text("has been")


def import_a_treatment(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Import a document").first.click()
    page.locator("[name=document]").set_input_files(DOCUMENT)
    walk.see("import")
    page.get_by_role("button", name="Import as a draft").click()
    expect(page.get_by_role("link", name="Open the draft")).to_be_visible()
    walk.see("import-report")
    page.get_by_role("link", name="Open the draft").click()
    expect(page.locator("[name=title]")).to_have_value("Scalp boosters")


def translate(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Guides", exact=True).first.click()
    page.locator("main").get_by_role("link", name="Superficial chemical peel", exact=True).click()
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Translate").first.click()
    page.get_by_label("हिन्दी").check()
    walk.see("translate")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("tab").first).to_be_visible()
    walk.see("translated")
    page.locator("[name=title]").fill("त्वचा का हल्का पील")
    press_more(page, re.compile("^Save draft"))
    expect(page.locator(".messages")).to_contain_text("has been")
    walk.see("in-hindi")


def test_an_editor_writes_edits_imports_and_translates(page: Page):
    walk = Walk("editor", page)
    log_in_by_form(page, "editor", "sample-editor")
    write_a_guide(walk)
    edit_and_submit(walk)
    import_a_treatment(walk)
    translate(walk)
    assert walk.clicks <= 60, walk.clicks


def test_a_button_that_is_pressed_while_autosave_is_under_way_waits_for_it(page: Page):
    log_in(page, "editor", "sample-editor")
    page.get_by_role("link", name="Guides", exact=True).first.click()
    page.get_by_role("link", name=re.compile("^Add guide", re.IGNORECASE)).first.click()
    held: list[Route] = []

    def hold(route: Route) -> None:
        is_autosave = "application/json" in route.request.headers.get("accept", "")
        if is_autosave and route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/admin/pages/**", hold)
    page.locator("[name=title]").fill("Microblading for brows")
    page.locator("[name=title]").blur()
    while not held:  # what is typed before Wagtail has looked at the form is no change to it
        page.locator("[name=summary]").press_sequentially("A")
        page.wait_for_timeout(500)
    page.locator("[name=summary]").fill("Typed while the first autosave is under way.")
    press_more(page, re.compile("^Save draft"))
    page.wait_for_timeout(1_000)
    held[0].continue_()
    expect(page.locator(".messages")).to_contain_text("has been")
    expect(page.locator("[name=summary]")).to_have_value("Typed while the first autosave is under way.")
    page.goto("/admin/login/")
    page.get_by_role("link", name="Guides", exact=True).first.click()
    expect(page.locator("main tbody").get_by_role("link", name="Microblading for brows", exact=True)).to_have_count(1)


def test_a_template_prompts_and_advice_marks_what_is_typed(page: Page):
    log_in(page, "editor", "sample-editor")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="New guide").click()
    page.get_by_role("link", name="Chemical peel").click()
    page.locator("[name=title]").fill("Mandelic peel")
    summary = page.locator("[name=summary]")
    expect(summary).to_have_value(re.compile("^⟦"))
    summary.fill("Erythema is rare: 1 in 5 people.")
    notes = page.locator(".writing-notes")
    expect(notes.get_by_role("button")).to_have_text([re.compile("“redness”"), re.compile("does not match")])
    notes.get_by_role("button").first.press("Enter")
    expect(summary).to_be_focused()
    assert summary.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == "Erythema"
    marked = "[...CSS.highlights].flatMap(([, marks]) => [...marks]).map(range => range.toString())"
    assert sorted(page.evaluate(marked)) == ["1 in 5", "Erythema"]
    page.get_by_role("tab", name="Is it right for you?").click()
    box = page.locator(f"{PANEL} .public-DraftEditor-content").first
    box.click()
    box.press("Control+a")  # the prompt
    box.press_sequentially("Oedema fades.")
    expect(page.locator(PANEL).locator(".writing-notes")).to_contain_text("“swelling”")
    page.wait_for_function(f"{marked}.includes('Oedema')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert ask_axe(page, ".guide-templates", ".writing-notes") == []
    page.get_by_role("button", name="Toggle writing help").click()
    panel = page.locator("[data-writing]")
    expect(panel.get_by_role("heading")).to_have_text(["Is it right for you?", "In every part"])
    assert ask_axe(page, "[data-writing]") == []
    page.locator("[data-form-side-close-button]").click()
    press_more(page, re.compile("^Submit to"))
    expect(page.get_by_text(re.compile("A prompt is left: “How many visits")).first).to_be_attached(timeout=15_000)
