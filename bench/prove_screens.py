"""Every screen of the admin, on a phone and a desktop, light and dark, in each language: nothing is broken on it.

usage: python bench/prove_screens.py [--languages en,hi,ar] [--only PATTERN]     (make prove-screens)

The addresses come from the URL resolver (bench/screens/addresses.py). Each is opened as whoever may do least of those
who may open it. Looked for are what scrolls sideways, is covered, cut off or broken, what the console complains of,
what axe finds (tests/support/looking.py), and labels that stand in English. test-output/screens/ has the
pictures, and sheets of many.
"""

import argparse
import logging
import os
import re
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.support import ROOT
from tests.support.ground import run_on
from tests.support.serving import free_port, serving

WIDTHS, SCHEMES = {1366: 768, 390: 844}, ("light", "dark")
PICTURES = ROOT / "test-output/screens"
WORDS = (ROOT / "tests/support/words.js").read_text()
TALLEST = 2400


class Looker:
    """Opens screens, and keeps what is wrong with each: address -> fault -> where it was seen."""

    def __init__(self, browser: Any, home: str) -> None:
        self.browser, self.home = browser, home
        self.faults: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.words: dict[tuple[str, str], set[str]] = {}
        self.pictures: dict[str, list[Path]] = defaultdict(list)
        self.looks = 0

    def open_all(self, screens: list[Any], language: str, width: int) -> None:
        from bench.screens.addresses import read_cookie

        for role in sorted({screen.role for screen in screens}):
            size = {"width": width, "height": WIDTHS[width]}
            context = self.browser.new_context(base_url=self.home, viewport=size, reduced_motion="reduce")
            context.add_cookies([{"name": "sessionid", "value": read_cookie(role), "url": self.home}])
            for screen in screens:
                if screen.role == role:
                    page = context.new_page()
                    self._look(page, screen, language, width)
                    page.close()
            context.close()

    def _look(self, page: Any, screen: Any, language: str, width: int) -> None:
        from tests.support.looking import OF_COLOURS, ask_axe, find_faults

        said: list[str] = []
        page.on("pageerror", lambda error: said.append(f"error of a script: {error}"))
        page.on("console", lambda message: said.append(f"console: {message.text}") if message.type == "error" else None)
        answer = page.goto(screen.path, wait_until="load")
        if answer is None or answer.status != 200:
            said.append(f"answers {answer and answer.status}")
        page.wait_for_timeout(300)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            # A layout is the same in both.
            found = ask_axe(page, **OF_COLOURS) if scheme == "dark" else find_faults(page)
            for fault in [*found, *said]:
                self.faults[screen.path][fault].append(f"{language} {width} {scheme}")
                print(f"{language} {width} {scheme} {screen.path}: {fault}", file=sys.stderr)
            said.clear()
            self._draw(page, screen, f"{language}-{width}-{scheme}")
            self.looks += 1
        self.words[language, screen.path] = self.words.get((language, screen.path), set()) | set(page.evaluate(WORDS))

    def _draw(self, page: Any, screen: Any, variant: str) -> None:
        path = PICTURES / f"{variant}{re.sub('[^a-z0-9]+', '-', screen.path)}{screen.role}.png"
        tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": tall}
        page.screenshot(path=path, clip=clip, full_page=True)
        self.pictures[variant].append(path)

    def compare_words(self, content: str) -> None:
        from bench.screens.labels import find_english

        for (language, path), words in self.words.items():
            if language != "en" and ("en", path) in self.words:
                for word in sorted(find_english(words, self.words["en", path], language, content)):
                    self.faults[path][f"in English: {word}"].append(language)


def speak(language: str) -> None:
    """Each account in this language."""
    from django.contrib.auth import get_user_model
    from wagtail.users.models import UserProfile

    for user in get_user_model().objects.all():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def prove(languages: list[str], only: str) -> int:
    from bench.screens.addresses import find_screens
    from bench.screens.labels import read_content
    from bench.screens.rows import plant
    from bench.screens.sheets import write_sheets
    from tests.support.chromium import launch

    logging.disable(logging.WARNING)  # much is asked for that some may not open, or that isn't there
    plant()
    screens, others = find_screens()
    screens = [screen for screen in screens if re.search(only, screen.path)]
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    data = Path(os.environ["DATA_DIR"])
    content = read_content(data)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
    with serving(data, free_port(), "serve") as home, launch() as browser:
        looker = Looker(browser, home)
        for language in languages:
            speak(language)
            for width in WIDTHS:
                looker.open_all(screens, language, width)
                print(f"{language}, {width} px: {len(screens)} screens", file=sys.stderr)
    looker.compare_words(content)
    for variant, pictures in looker.pictures.items():
        write_sheets(pictures, PICTURES, f"sheet-{variant}")
    print("\n".join(f"no screen: {line}" for line in others))
    for path, faults in sorted(looker.faults.items()):
        print(path)
        for fault, places in faults.items():
            print(f"    {fault} ({', '.join(places)})")
    unfilled = [line for line in others if "no row fills it" in line or re.search(r" (403|5\d\d)\b", line)]
    wrong = sum(map(len, looker.faults.values()))
    print(f"{len(screens)} screens, {looker.looks} looks, {wrong} faults; {len(unfilled)} addresses that fail")
    return 1 if wrong or unfilled else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", default="en,hi,ar")
    parser.add_argument("--only", default="", help="of the addresses, those that this regular expression finds")
    given = parser.parse_args()
    run_on(["sqlite"])
    return prove(given.languages.split(","), given.only)


if __name__ == "__main__":
    sys.exit(main())
