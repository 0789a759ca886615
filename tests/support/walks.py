"""A person's walk through the screens: each step is looked at, clicks are counted, and steps are drawn for the docs.

WALK_IMAGES=docs/images/walks python -m pytest tests/browser/test_walks.py     writes the pictures anew
"""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

from tests.support.looking import find_faults

_COUNT = """addEventListener("pointerdown", () => {
    sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true)"""
_IS_FOCUSED = "element => element === document.activeElement"
#: The most presses of the tab key from one control to the next that is wanted.
MOST_TABS = 80


class Walk:
    def __init__(self, name: str, page: Page) -> None:
        self.page = page
        self.folder = Path(os.environ.get("WALK_IMAGES", "")) / name if "WALK_IMAGES" in os.environ else None
        self.steps = 0
        page.add_init_script(_COUNT)

    @property
    def clicks(self) -> int:
        return int(self.page.evaluate("sessionStorage.clicks ?? 0"))

    def see(self, step: str, at: Locator | None = None, within: str = "body") -> None:
        """The screen, or what is open over it, is as it should be. It is drawn as it is, or with `at` at its top."""
        self.steps += 1
        faults = find_faults(self.page, within)
        assert not faults, "\n".join([step, *faults])
        if self.folder is None:
            return
        if at:
            at.evaluate("element => element.scrollIntoView()")
        self.page.wait_for_timeout(1_000)  # messages slide in
        self.folder.mkdir(parents=True, exist_ok=True)
        image = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB").quantize(96)
        image.save(self.folder / f"{self.steps}-{step}.png", optimize=True)

    def tab_to(self, control: Locator) -> None:
        """By the keyboard alone."""
        for _press in range(MOST_TABS):
            if control.evaluate(_IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{control} is not reached by the tab key")
