"""What is wrong with a screen that stands in a browser, as far as a program can see it."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_LOOK = Path(__file__).with_suffix(".js").read_text()
_AXE = Axe().axe_script
#: A message begins to fade in a tenth of a second after its page, or after it was added.
_HAS_MESSAGES = """() => {
    const messages = document.querySelector(".messages:has(li)");
    return !messages || messages.matches(messages.classList.contains("new") ? ".appear" : ".ready *");
}"""
#: A colour on its way has another contrast. Wagtail's badge blinks on: nobody waits for it. Its menu begins to leave a
#: phone's screen only after it has been drawn.
_SETTLE = """async () => {
    await document.fonts.ready;
    for (let quiet = 0; quiet < 2;) {
        await new Promise(done => requestIdleCallback(done, { timeout: 1000 }));
        const moving = document.getAnimations().filter(one =>
            one.playState === "running" && one.effect.getTiming().iterations === 1);
        await Promise.all(moving.map(one => one.finished.catch(() => null)));
        quiet = moving.length ? 0 : quiet + 1;
    }
}"""
#: A dialog of Wagtail's that is closed leaves its backdrop over the screen until that has faded.
_IS_CLOSED = """() => !document.querySelector(".modal-backdrop") || document.querySelector(".modal.in")"""
_ASK = """async ([context, options, spared]) => {
    const isSpared = (rule, [target]) => typeof target === "string" && spared.some(([of, selector]) =>
        of === rule && document.querySelector(target)?.matches(selector));
    const { violations } = await axe.run(context, options);
    return violations.flatMap(({ id, nodes }) => nodes.filter(({ target }) => !isSpared(id, target))
        .map(({ target }) => `axe ${id}: ${target.flat().join(" ")}`));
}"""

#: What of axe's rules depends on colours.
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}

#: Parts of Wagtail that only Wagtail can mend: the calendar beside a day that is typed, and rich text, whose box has no
#: name while it has the focus.
_EXCLUDED = [[".xdsoft_datetimepicker"], [".Draftail-Editor"]]

#: What only Wagtail can mend: a rule of axe's, what it is broken by, and why that is Wagtail's.
SPARED = (
    ("page-has-heading-one", "html:has(.editor-view)", "Wagtail's forms have no heading of the first rank."),
    ("button-name", "button.w-editing-sessions__session", "The picture of whoever has the form open, too."),
    ("aria-required-parent", "a.button[href='#tab-roles']", "In the form of a new account, a button that opens a tab."),
    (
        "landmark-unique",
        ":is(:lang(ar), :lang(hi)) section[data-controller='w-formset']",
        "Lists of a group's permissions, whose headings have an id of no letters but English ones.",
    ),
)


def settle(page: Page) -> None:
    """Waits until nothing moves that comes to an end."""
    page.wait_for_function(_HAS_MESSAGES)
    page.evaluate(_SETTLE)
    page.wait_for_function(_IS_CLOSED)


def find_faults(page: Page, within: str = "body", **of_axe: Any) -> list[str]:
    """Sideways scrolling, controls under others or cut off, cut words, broken pictures and frames, and axe's."""
    settle(page)
    broken = [f"broken frame: {frame.url}" for frame in page.frames if frame.url.startswith("chrome-error:")]
    return [*page.evaluate(_LOOK, within), *broken, *ask_axe_of_admin(page, **of_axe)]


def ask_axe_of_admin(page: Page, **options: Any) -> list[str]:
    """But for what only Wagtail can mend."""
    return _run(page, {"exclude": _EXCLUDED}, options, [spared[:2] for spared in SPARED])


def ask_axe(page: Page, *within: str, **options: Any) -> list[str]:
    """A line for each rule and each element that breaks it."""
    return _run(page, {"include": [[selector] for selector in within or ["html"]]}, options, [])


def _run(page: Page, context: dict[str, Any], options: dict[str, Any], spared: list[Any]) -> list[str]:
    page.evaluate(_AXE)
    # It reads no frame that it was not put in, and would wait for an answer of each.
    found: list[str] = page.evaluate(
        _ASK, [context, {"resultTypes": ["violations"], "iframes": False, **options}, spared]
    )
    return found
