"""How a screen is looked at: once in each way in which a fault can differ."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page

from bench.screens.addresses import Screen
from tests.support import ROOT
from tests.support.chromium import launch
from tests.support.looking import OF_COLOURS, ask_axe_of_admin, find_faults, settle

PICTURES = ROOT / "test-output/screens"
WORDS = (ROOT / "tests/support/words.js").read_text()
HEIGHTS = {1366: 768, 390: 844}
TALLEST = 2400
EVERY_RULE: dict[str, Any] = {}


@dataclass(frozen=True)
class Look:
    width: int
    scheme: str
    rules: dict[str, Any]


#: A layout differs by width and language, a colour by scheme and by what a width shows, a name by language. What comes
#: first of a width is loaded anew.
IN_ENGLISH = (
    Look(1366, "light", EVERY_RULE),
    Look(1366, "dark", OF_COLOURS),
    Look(390, "light", EVERY_RULE),
    Look(390, "dark", OF_COLOURS),
)
IN_OTHERS = (Look(1366, "light", EVERY_RULE), Look(390, "dark", OF_COLOURS))


@dataclass
class Seen:
    """Of one screen in one language: what is wrong, each with where it was seen; its words; its pictures by variant."""

    screen: Screen
    language: str
    faults: list[tuple[str, str]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    pictures: dict[str, Path] = field(default_factory=dict)
    looks: int = 0


def look_at_all(
    screens: Iterable[Screen], language: str, home: str, cookies: dict[str, dict[str, str]]
) -> Iterator[Seen]:
    """In a browser of its own."""
    with launch() as browser:
        pages: dict[str, Page] = {}
        for screen in screens:
            if screen.role not in pages:
                pages[screen.role] = _open_page(browser, home, cookies[screen.role], language)
            yield _look_at(pages[screen.role], screen, language)


def _open_page(browser: Browser, home: str, cookies: dict[str, str], language: str) -> Page:
    context = browser.new_context(base_url=home, locale=language, reduced_motion="reduce")
    context.add_cookies([{"name": name, "value": value, "url": home} for name, value in cookies.items()])
    return context.new_page()


def _look_at(page: Page, screen: Screen, language: str) -> Seen:
    seen, said, width = Seen(screen, language), list[str](), 0
    listeners: dict[str, Any] = {
        "pageerror": lambda error: said.append(f"error of a script: {shorten(str(error))}"),
        "console": lambda message: (
            said.append(f"console: {shorten(message.text)}") if message.type == "error" else None
        ),
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    for look in IN_ENGLISH if language == "en" else IN_OTHERS:
        try:
            faults = [] if look.width == width else _load(page, screen, look)
            faults += _judge(page, look, is_new=look.width != width)
            if page.evaluate("document.documentElement.lang") == language:  # not what readers see of a guide
                seen.words |= set(page.evaluate(WORDS))
            seen.pictures[f"{language}-{look.width}-{look.scheme}"] = _draw(page, screen, language, look)
        except Error as error:
            faults = [f"can't be looked at: {error.message.splitlines()[0]}"]
        width, where = look.width, f"{language} {look.width} {look.scheme}"
        seen.faults += [(fault, where) for fault in [*faults, *said]]
        seen.looks += 1
        said.clear()
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    for fault, where in seen.faults:
        print(f"{where} {screen.path}: {fault}", file=sys.stderr)
    return seen


def shorten(text: str) -> str:
    return " ".join(text.split())[:160]


def _load(page: Page, screen: Screen, look: Look) -> list[str]:
    page.set_viewport_size({"width": look.width, "height": HEIGHTS[look.width]})
    page.emulate_media(color_scheme=look.scheme)  # type: ignore[arg-type]
    answer = page.goto(screen.path, wait_until="load")
    return [] if answer and answer.status == 200 else [f"answers {answer and answer.status}"]


def _judge(page: Page, look: Look, *, is_new: bool) -> list[str]:
    if is_new:
        return find_faults(page, **look.rules)
    page.emulate_media(color_scheme=look.scheme)  # type: ignore[arg-type]
    settle(page)
    return ask_axe_of_admin(page, **look.rules)


def _draw(page: Page, screen: Screen, language: str, look: Look) -> Path:
    name = f"{language}-{look.width}-{look.scheme}{re.sub('[^a-z0-9]+', '-', screen.path)}{screen.role}.jpg"
    tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": look.width, "height": tall}
    page.screenshot(path=PICTURES / name, type="jpeg", quality=60, clip=clip, full_page=True)  # type: ignore[arg-type]
    return PICTURES / name
