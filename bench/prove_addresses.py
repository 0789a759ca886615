"""However guides and branches are renamed, a real browser with its cache is led to the right one, by every door.

usage: python bench/prove_addresses.py [--steps 300] [--seed 1] [--database sqlite,postgresql]   (make prove-addresses)

After each step of a random machine (bench/addresses.py) the browser asks for old addresses: at once, when it must not
be led round in a circle, whatever it has kept; and once what it has kept is too old, when each must lead to the right
guide or say that it is gone. At the end it asks for all that was ever public. BROWSER_MAX_AGE is one second.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import ROOT
from tests.support.address_machine import BRANCH, GONE, Machine, judge
from tests.support.ground import database, run_on
from tests.support.serving import free_port, wait_for

AGE, SAMPLE = 1, 30
#: In the page: what `fetch` gives through the browser's cache, redirects followed.
FETCH = """async (address) => {
  const answer = await fetch(address);
  return [answer.status, await answer.text(), answer.redirected];
}"""


@contextmanager
def serving() -> Iterator[str]:
    address = f"http://localhost:{free_port()}"
    environment = {**os.environ, "BASE_URL": address, "BROWSER_MAX_AGE": str(AGE)}
    log = Path(os.environ["DATA_DIR"]) / "server.log"
    command = [sys.executable, "manage.py", "serve", "--port", address.rpartition(":")[2]]
    with log.open("a") as file:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
    try:
        wait_for(f"{address}/healthz/", server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


class Asking:
    """A browser that goes to pages, and fetches from one what is no page."""

    def __init__(self, page, home: str) -> None:
        self.page, self.home = page, home
        self.asked: Counter[str] = Counter()
        self.faults: list[str] = []

    def ask(self, door: str, address: str) -> str:
        address = address.replace("http%3A%2F%2Flocalhost%3A8000", self.home.replace(":", "%3A").replace("/", "%2F"))
        self.asked["asked"] += 1
        try:
            if door.startswith("web") and self.asked["asked"] % 3 == 0:
                answer = self.page.goto(self.home + address)
                self.asked["pages opened"] += 1
                return judge(door, answer.status, self.page.content())
            status, text, is_led_on = self.page.evaluate(FETCH, address)
            self.asked["led on"] += is_led_on
            return judge(door, status, text)
        except Exception as error:  # a circle is an error of the network
            self.page.goto(f"{self.home}/robots.txt")
            return f"{type(error).__name__}: {str(error).splitlines()[0]}"

    def check(self, place, right: set[str]) -> None:
        door, key, address = place
        shown = self.ask(door, address)
        self.asked[shown if shown == "gone" else "shown"] += 1
        if shown not in right:
            self.faults.append(f"{door} {address}: {shown}, not {right} ({key})")


def prove(steps: int, seed: int, home: str, page) -> tuple[Asking, Machine, Counter]:
    page.goto(f"{home}/robots.txt")
    machine, asking, made = Machine(seed), Asking(page, home), Counter()
    somewhere = {GONE, BRANCH, *machine.marks.values()}
    for _step in range(steps):
        made[machine.step()] += 1
        places = list(machine.addresses(SAMPLE))
        for place in places[: SAMPLE // 3]:
            asking.check(place, somewhere)
        time.sleep(AGE + 0.1)
        for place in places:
            asking.check(place, {machine.ledger.whose(*place[1])})
    for place in machine.addresses():
        asking.check(place, {machine.ledger.whose(*place[1])})
    return asking, machine, made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="sqlite,postgresql")
    given = parser.parse_args()
    run_on(given.database.split(","))
    from playwright.sync_api import sync_playwright

    from tests.support.chromium import CHROMIUM_ARGUMENTS, find_chromium

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright's loop runs in this thread, and nothing in it asks Django
    )
    with serving() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        asking, machine, made = prove(given.steps, given.seed, home, browser.new_page())
        browser.close()
    print(
        f"{database()}, seed {given.seed}: {given.steps} steps ({', '.join(f'{n} {name}' for name, n in made.items())})"
    )
    print(f"  {len(machine.ledger.ever)} addresses ever public; {dict(asking.asked)}; {len(asking.faults)} wrong")
    print("\n".join(asking.faults[:20]))
    return 1 if asking.faults else 0


if __name__ == "__main__":
    sys.exit(main())
