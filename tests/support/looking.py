"""What is wrong with a screen that stands in a browser, as far as a program can see it."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_LOOK = Path(__file__).with_suffix(".js").read_text()
#: Messages fade in, and a colour on its way has another contrast. Wagtail's badge blinks on: nobody waits for it.
_SETTLE = """Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations === 1)
    .map(one => one.finished.catch(() => null)))"""
#: A dialog of Wagtail's that is closed leaves its backdrop over the screen until that has faded.
_IS_CLOSED = """() => !document.querySelector(".modal-backdrop") || document.querySelector(".modal.in")"""


#: What of axe's rules depends on colours.
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


#: Parts of Wagtail that only Wagtail can mend: the calendar beside a day that is typed, and rich text, whose box has no
#: name while it has the focus.
CONTEXT = {"exclude": [[".xdsoft_datetimepicker"], [".Draftail-Editor"]]}


#: Wagtail's forms of snippets have no heading of the first rank.
RULES = {"page-has-heading-one": {"enabled": False}}


def find_faults(page: Page, within: str = "body") -> list[str]:
    """Sideways scrolling, controls under others or cut off, cut words, broken pictures and frames, and axe's."""
    page.wait_for_timeout(150)  # a message begins to fade in a tenth of a second later
    page.evaluate(_SETTLE)
    page.wait_for_function(_IS_CLOSED)
    broken = [f"broken frame: {frame.url}" for frame in page.frames if frame.url.startswith("chrome-error:")]
    return [*page.evaluate(_LOOK, within), *broken, *ask_axe(page)]


def ask_axe(page: Page, **options: object) -> list[str]:
    return [
        f"axe {violation['id']}: {', '.join(sorted({str(node['target'][0]) for node in violation['nodes']})[:3])}"
        for violation in Axe()
        .run(page, CONTEXT, {"resultTypes": ["violations"], "rules": RULES, **options})
        .response["violations"]
    ]
