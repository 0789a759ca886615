"""Every screen of the admin, on a phone and a desktop, light and dark, in each language: nothing is broken on it.

usage: python bench/prove_screens.py [--languages en,hi,ar] [--only PATTERN] [--browsers 2]     (make prove-screens)

The addresses come from the URL resolver (bench/screens/addresses.py). Each is opened as whoever may do least of those
who may open it, and looked at in each way in which a fault can differ (bench/screens/looks.py). Looked for are what
scrolls sideways, is covered, cut off or broken, what the console complains of, what axe finds
(tests/support/looking.py), and labels that stand in English. test-output/screens/ has the pictures, and sheets of many.
"""

import argparse
import logging
import os
import re
import shutil
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.ground import run_on
from tests.support.serving import free_port, serving

if TYPE_CHECKING:  # these need Django, which only the inner process has set up
    from bench.screens.addresses import Screen
    from bench.screens.looks import Seen

#: How many screens a fault is told of by name.
NAMED = 4


def look_at(screens: "list[Screen]", languages: list[str], home: str, browsers: int) -> "list[Seen]":
    """What is seen of them in each language. English comes first: what others show of it is in English."""
    from bench.screens.addresses import read_cookies
    from bench.screens.looks import look_at_all

    cookies = {role: read_cookies(role) for role in {screen.role for screen in screens}}
    seen: list[Seen] = []
    for language in languages:
        speak(language)
        some = [screens[first::browsers] for first in range(browsers)]
        with ThreadPoolExecutor(browsers) as pool:
            for found in pool.map(lambda part, of=language: list(look_at_all(part, of, home, cookies)), some):
                seen += found
        print(f"{language}: {len(screens)} screens", file=sys.stderr)
    return seen


def speak(language: str) -> None:
    """Each account in this language."""
    from django.contrib.auth import get_user_model
    from wagtail.users.models import UserProfile

    for user in get_user_model().objects.all():
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def compare_words(seen: "list[Seen]", content: str) -> None:
    from tests.support.labels import find_english

    english = {one.screen: one.words for one in seen if one.language == "en"}
    for one in seen:
        if one.language != "en" and one.screen in english:
            for word in sorted(find_english(one.words, english[one.screen], one.language, content)):
                one.faults.append((f"in English: {word}", one.language))


def tell(seen: "list[Seen]") -> int:
    """Each fault with where it is, those of most screens first. How many there are."""
    faults: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in seen:
        for fault, where in one.faults:
            faults[fault][one.screen.path].append(where)
    for fault, places in sorted(faults.items(), key=lambda found: (-len(found[1]), found[0])):
        print(f"{fault}: {len(places)} screens")
        for path, where in list(places.items())[:NAMED]:
            print(f"    {path} ({', '.join(where)})")
    return sum(map(len, faults.values()))


def prove(languages: list[str], only: str, browsers: int) -> int:
    from bench.screens.addresses import find_screens
    from bench.screens.looks import PICTURES
    from bench.screens.rows import plant
    from bench.screens.sheets import write_sheets
    from tests.support.labels import read_content

    logging.disable(logging.WARNING)  # much is asked for that some may not open, or that isn't there
    plant()
    screens, others = find_screens()
    screens = [screen for screen in screens if re.search(only, screen.path)]
    print(f"{len(screens)} screens", file=sys.stderr)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    data = Path(os.environ["DATA_DIR"])
    content = read_content(data)
    with serving(data, free_port(), "serve") as home:
        seen = look_at(screens, languages, home, browsers)
    compare_words(seen, content)
    for variant in sorted({variant for one in seen for variant in one.pictures}):
        write_sheets([one.pictures[variant] for one in seen if variant in one.pictures], PICTURES, f"sheet-{variant}")
    print("\n".join(f"no screen: {line}" for line in others))
    wrong = tell(seen)
    unfilled = [line for line in others if "no row fills it" in line or re.search(r" (403|5\d\d)\b", line)]
    looks = sum(one.looks for one in seen)
    print(f"{len(screens)} screens, {looks} looks, {wrong} faults; {len(unfilled)} addresses that fail")
    return 1 if wrong or unfilled else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", default="en,hi,ar", help="with English among them, labels are compared with it")
    parser.add_argument("--only", default="", help="of the addresses, those that this regular expression finds")
    parser.add_argument("--browsers", type=int, default=os.cpu_count(), help="how many look at once")
    given = parser.parse_args()
    run_on(["sqlite"])
    return prove(given.languages.split(","), given.only, given.browsers)


if __name__ == "__main__":
    sys.exit(main())
