"""The whole story: imported, mended, submitted, sent back, signed, scheduled, published, and edited again."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from content.model.vocabulary import SectionKey
from tests.support.chromium import fill, log_in, press_more
from tests.support.serving import free_port, run_script, serving
from tests.support.walks import Walk

pytestmark = pytest.mark.browser
DOCUMENT = Path(__file__).parent / "documents/scalp-boosters.txt"
#: As if its time had come: the schedule is kept by the minute, and a test should not wait for one.
HURRY = """
from django.utils import timezone
from wagtail.models import Revision
(revision,) = Revision.objects.filter(approved_go_live_at__isnull=False)
now = timezone.now()
Revision.objects.filter(pk=revision.pk).update(
    approved_go_live_at=now, content={**revision.content, "go_live_at": now.isoformat()})
"""


@pytest.fixture
def people(browser: Browser, tmp_path: Path) -> Iterator[dict[str, Page]]:
    """A window for each account, on a product of their own."""
    port = free_port()
    contexts: list[BrowserContext] = []
    with ExitStack() as stack:
        address = stack.enter_context(serving(tmp_path, port))
        pages = {}
        for name in ("editor", "reviewer", "publisher", "reader"):
            context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
            contexts.append(context)
            pages[name] = context.new_page()
            if name != "reader":
                log_in(pages[name], name, f"sample-{name}")
        # A clinician reads and signs on a phone.
        pages["reviewer"].set_viewport_size({"width": 390, "height": 844})
        yield pages
        for context in contexts:
            context.close()


def read(page: Page) -> str:
    """The guide as an app gets it; empty while there is none."""
    answer = page.request.get("/api/v1/guides/scalp-boosters/")
    return answer.text() if answer.ok else ""


#: What changes in a form's first seconds, Wagtail takes for how it was loaded. What is typed is noticed all the same
#: (static/admin/typing/watching.js), but `fill` presses no key.
IS_WATCHED = """() => wagtail.app.getControllerForElementAndIdentifier(
    document.querySelector("[data-edit-form]"), "w-unsaved")?.initialFormData"""


def replace_text(page: Page, old: str, new: str) -> None:
    """In a text of a block on the open tab: select the old words, and type."""
    for box in page.locator("input[type=text]:visible, textarea:visible").all():
        if old in box.input_value():
            box.fill(box.input_value().replace(old, new))
            return
    block = page.locator(".public-DraftEditor-content", has_text=old).first
    block.click()
    page.evaluate(
        """(old) => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.textContent.indexOf(old);
                if (at >= 0 && walker.currentNode.parentElement.closest(".public-DraftEditor-content")) {
                    const range = document.createRange();
                    range.setStart(walker.currentNode, at);
                    range.setEnd(walker.currentNode, at + old.length);
                    const selection = getSelection();
                    selection.removeAllRanges();
                    selection.addRange(range);
                    return;
                }
            }
        }""",
        old,
    )
    page.keyboard.type(new)
    # The editor writes into its field a quarter of a second later.
    kept = "words => [...document.querySelectorAll('input, textarea')].some(field => field.value.includes(words))"
    page.wait_for_function(kept, arg=new)


def import_a_document(editor: Page) -> str:
    """The editor imports a document and is told what is wrong with it. Returns the address of its draft."""
    editor.get_by_role("link", name="Import a document").first.click()
    editor.locator("[name=document]").set_input_files(DOCUMENT)
    editor.get_by_role("button", name="Import as a draft").click()
    editor.get_by_role("link", name="Open the draft").click()
    form = editor.url
    editor.get_by_role("tab", name=re.compile("^Overview")).click()
    editor.get_by_role("button", name="Choose category").click()
    editor.get_by_role("link", name="Hair", exact=True).click()
    editor.locator("[name=body_area]").select_option("scalp")
    for key in ("mechanism", "process", "sessions", "safety", "combinations"):
        fill(editor, str(SectionKey(key).label), f"{key}_lead", f"One sentence about {key}.")
    press_more(editor, re.compile("^Submit to"))
    expect(editor.locator("[name=title]")).to_have_value("Scalp boosters")
    expect(editor.get_by_text("“guaranteed” must not be published").first).to_be_attached()
    expect(editor.get_by_text("“painless” must not be published").first).to_be_attached()
    return form


def mend_and_submit(editor: Page) -> None:
    """She mends both, and submits."""
    editor.get_by_role("tab", name=re.compile("^How it works")).click()
    replace_text(editor, "Results are guaranteed", "Results differ from person to person")
    editor.get_by_role("tab", name=re.compile("^What happens")).click()
    replace_text(editor, "painless", "easy to bear for most people")
    press_more(editor, re.compile("^Submit to"))
    expect(editor.get_by_text(re.compile("has been sent for clinical sign-off"))).to_be_visible()


def open_sign_off(walk: Walk) -> None:
    walk.page.goto("/admin/")
    walk.see("first-page")
    walk.page.get_by_role("link", name="1 guide waits for your sign-off").click()
    guide = walk.page.get_by_role("link", name="Scalp boosters", exact=True)
    expect(guide).to_be_visible()
    walk.see("list")
    guide.click()


def sign_all_but_one(walk: Walk) -> None:
    """The reviewer signs all but one section on a phone, and sends that one back."""
    reviewer = walk.page
    open_sign_off(walk)
    expect(reviewer.get_by_text("6 parts of the newest draft wait to be signed")).to_be_visible()
    walk.see("six-parts-wait")
    expect(reviewer.get_by_role("checkbox", name=re.compile("^I have read"))).to_have_count(1)
    for part in SectionKey.labels:
        reviewer.get_by_text(f"Read “{part}”").click()
        expect(reviewer.get_by_label(f"I have read “{part}” and sign it off")).to_be_visible()
    walk.see("a-part-as-readers-will-see-it", reviewer.locator("#safety-heading"))
    reviewer.get_by_label("Tick every part that I have opened").check()
    safety = reviewer.locator("section", has=reviewer.locator("#safety-heading"))
    safety.get_by_text("Something should change").click()
    reviewer.get_by_label("What should change in “Is it right for you?”").fill("Say what to do about the swelling.")
    expect(reviewer.get_by_label("I have read “Is it right for you?” and sign it off")).not_to_be_checked()
    tick_again = """box => ["input", "change"].forEach(name => {
        box.checked = true;
        box.dispatchEvent(new Event(name, { bubbles: true }));
    })"""
    reviewer.get_by_label("Tick every part that I have opened").evaluate(tick_again)
    expect(reviewer.get_by_label("I have read “How it works” and sign it off")).to_be_checked()
    expect(reviewer.get_by_label("I have read “Is it right for you?” and sign it off")).not_to_be_checked()
    walk.see("something-should-change", safety.get_by_text("Something should change"))
    reviewer.get_by_role("button", name="Save my decision").click()
    expect(reviewer.get_by_text("Sent back with your comments: “Is it right for you?”.")).to_be_visible()
    expect(reviewer.get_by_text("Signed off: “Overview”, “How it works”")).to_be_visible()
    walk.see("sent-back")
    assert walk.clicks == 10, "two to the guide, one for each part but the first, two to decide, one to save"


def mend_what_was_sent_back(editor: Page) -> None:
    """The editor is led to the very part, changes it, answers, and submits again."""
    editor.goto("/admin/")
    editor.get_by_role(
        "link", name="“Scalp boosters” was sent back for changes. “Is it right for you?”: Say what to do"
    ).click()
    expect(editor.locator("[name=safety_lead]")).to_be_visible()
    expect(editor.get_by_text("Say what to do about the swelling.").first).to_be_visible()  # the panel opens by itself
    editor.wait_for_function(IS_WATCHED)
    editor.wait_for_timeout(3_000)  # it looks twice
    editor.locator("[name=safety_lead]").fill("Mild swelling settles by itself; a cool cloth helps.")
    # An autosave that ends while a reply is typed draws the comments anew.
    expect(editor.locator(".w-autosave-indicator__state--saved")).to_be_visible()
    editor.get_by_placeholder("Enter your reply...").fill("A cool cloth is what our nurses say.")
    editor.get_by_role("button", name="Reply", exact=True).click()
    expect(editor.locator(".comment-reply", has_text="A cool cloth is what our nurses say.")).to_be_visible()
    editor.get_by_role("button", name="Toggle comments").click()  # Wagtail remembers a panel that is left open
    press_more(editor, re.compile("^Resubmit to"))
    expect(editor.get_by_text(re.compile("has been sent for clinical sign-off"))).to_be_visible()


def sign_the_rest(walk: Walk) -> None:
    """Only that section waits. The reviewer reads comment, answer and change, and signs by the keyboard alone."""
    reviewer = walk.page
    open_sign_off(walk)
    expect(reviewer.get_by_text("You asked for a change")).to_be_visible()
    expect(reviewer.get_by_text("Say what to do about the swelling.")).to_be_visible()
    expect(reviewer.get_by_text("A cool cloth is what our nurses say.")).to_be_visible()
    expect(reviewer.get_by_text("Sent for sign-off again.")).to_be_visible()
    expect(reviewer.locator(".sign-off-round .addition")).to_contain_text("cool cloth")
    walk.see("comment-answer-and-change", reviewer.get_by_text("You asked for a change"))
    walk.tab_to(reviewer.get_by_label("I have read “Is it right for you?” and sign it off"))
    reviewer.keyboard.press("Space")
    walk.tab_to(reviewer.get_by_role("button", name="Save my decision"))
    reviewer.keyboard.press("Enter")
    expect(reviewer.get_by_text("Everything is signed.")).to_be_visible()
    walk.see("everything-is-signed")


def schedule(publisher: Page) -> None:
    """The publisher is told that it is signed, and schedules it."""
    publisher.goto("/admin/")
    publisher.get_by_role("link", name=re.compile("“Scalp boosters” .* is signed off and ready to publish")).click()
    publisher.get_by_role("button", name="Toggle status").click()
    publisher.get_by_role("button", name=re.compile("schedule", re.IGNORECASE)).first.click()
    publisher.locator("#id_go_live_at").fill("2031-01-31 09:30")
    # By the keyboard: Wagtail's calendar opens late, and can lie over the button.
    publisher.get_by_role("dialog").get_by_role("button", name=re.compile("Save")).press("Enter")
    press_more(publisher, re.compile("^(Schedule to publish|Publish)$"))
    expect(publisher.get_by_text(re.compile("has been scheduled"))).to_be_visible()


def wait_for_the_worker(reader: Page, tmp_path: Path) -> None:
    """Its time comes, and the worker publishes it."""
    run_script(tmp_path, HURRY)
    for _attempt in range(100):
        if read(reader):
            break
        reader.wait_for_timeout(300)
    review = reader.request.get("/api/v1/guides/scalp-boosters/").json()["review"]
    assert review["reviewed_by"]["name"] == "Dr Asha Rao", "by signing"
    assert review["last_reviewed"] < review["next_review"]
    signed = review["signed_off"]
    assert {entry["by"]["name"] for entry in signed} == {"Dr Asha Rao"}
    assert len(signed) == 6


def look_everywhere(reader: Page) -> None:
    """Readers see it on the web and on the phone."""
    assert "at ease" not in read(reader), "what was left over from the document is never public"
    reader.goto("/guides/scalp-boosters/")
    expect(reader.get_by_label("Facts at a glance").get_by_text("20–40 minutes")).to_be_visible()
    expect(reader.get_by_text("Mild swelling settles by itself")).to_be_visible()
    expect(reader.get_by_text("Signed off by Dr Asha Rao").first).to_be_visible()
    reader.goto("/app/#/guides/scalp-boosters/safety")
    expect(reader.get_by_text("Mild swelling settles by itself").first).to_be_visible()


def change_one_word(editor: Page, form: str) -> None:
    editor.goto(form)
    fill(editor, "Is it right for you?", "safety_lead", "Mild swelling settles by itself; a cold cloth helps.")
    press_more(editor, re.compile("^Submit to"))
    expect(editor.get_by_text(re.compile("has been sent for clinical sign-off"))).to_be_visible()


def see_what_changed(reviewer: Page, screen: str) -> None:
    reviewer.goto(screen)
    expect(reviewer.locator("span.addition")).to_contain_text("cold")
    expect(reviewer.locator("span.deletion")).to_contain_text("cool")


def test_from_a_document_to_the_phone_and_back(people: dict[str, Page], tmp_path: Path):
    editor, reviewer, publisher, reader = (people[name] for name in ("editor", "reviewer", "publisher", "reader"))
    form = import_a_document(editor)
    mend_and_submit(editor)
    walk = Walk("clinician", reviewer)
    sign_all_but_one(walk)
    assert read(reader) == ""
    mend_what_was_sent_back(editor)
    sign_the_rest(walk)
    screen = reviewer.url
    assert read(reader) == "", "a signature publishes nothing"
    schedule(publisher)
    assert read(reader) == ""
    wait_for_the_worker(reader, tmp_path)
    look_everywhere(reader)
    # One word in one section: that sign-off opens again, and what is public is untouched.
    before = read(reader)
    change_one_word(editor, form)
    see_what_changed(reviewer, screen)
    assert read(reader) == before
