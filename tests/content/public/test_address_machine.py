"""However guides are renamed, swapped, translated and withdrawn, a browser with a cache is led to the right one.

PROVE_STEPS says how many steps are made (make prove-addresses); the suite makes a few.
"""

import os
import re

import pytest
from django.conf import settings
from django.test import Client

from tests.support.address_machine import Machine, judge

pytestmark = pytest.mark.django_db
STEPS, SAMPLE = int(os.environ.get("PROVE_STEPS", "12")), 25


class Browser:
    """Asks again only when what it has kept is too old, as Cache-Control says; follows redirects, kept ones too."""

    def __init__(self) -> None:
        self.client, self.now, self.kept = Client(), 0.0, {}

    def ask(self, address: str):
        until, answer = self.kept.get(address, (self.now, None))
        if answer is None or until <= self.now:
            answer = self.client.get(address)
            said = answer.get("Cache-Control", "")
            # With nothing said, a permanent redirect is kept for ever, and so is it here.
            age = re.search(r"max-age=(\d+)", said)
            lasting = float(age[1]) if age else (1e9 if answer.status_code == 301 else 0.0)
            self.kept[address] = (self.now + (0.0 if "no-store" in said else lasting), answer)
        return answer

    def get(self, address: str):
        """The answer, and where it was found in the end."""
        for _hop in range(4):
            answer = self.ask(address)
            if answer.status_code != 301:
                return answer, address
            address = answer["Location"]
        raise AssertionError(f"led round in a circle: {address}")


def test_every_address_that_was_ever_public_leads_to_the_right_guide_or_says_that_it_is_gone():
    machine, browser = Machine(seed=int(os.environ.get("PROVE_SEED", "1"))), Browser()
    ledgers = [(browser.now, machine.ledger.copy())]

    def check(door, key, address):
        answer, end = browser.get(address)
        shown = judge(door, answer.status_code, answer.content.decode())
        since = browser.now - settings.BROWSER_MAX_AGE
        # What is right now, or was when the browser last had to ask.
        held = [ledger for moment, ledger in ledgers[:-1] if moment >= since]
        before = [ledger for moment, ledger in ledgers if moment < since][-1:]
        known = {address: key for _door, key, address in machine.addresses()}
        # Led on to an address that was something else's a moment ago, it may have that still.
        asked = {key, known.get(end, key)}
        possible = (*before, *held, ledgers[-1][1])
        right = {ledger.whose(*key) for key in asked for ledger in possible if key in ledger.ever}
        assert shown in right, (door, address, shown, right)

    for _step in range(STEPS):
        machine.step()
        browser.now += machine.chance.choice((0.5, 4, 11))
        ledgers.append((browser.now, machine.ledger.copy()))
        for place in machine.addresses(SAMPLE):
            check(*place)
    browser.now += settings.BROWSER_MAX_AGE + 1
    ledgers = [(browser.now - 1, machine.ledger)] * 2
    for place in machine.addresses():
        check(*place)
    items = browser.client.get("/api/v1/sync/?types=guide&locales=en,hi,ar").json()["items"]
    synced = {
        ("guide", item["document"]["title"].split()[0], item["locale"]): item["slug"]
        for item in items
        if item["state"] == "live" and item["document"]["title"].startswith("Mark")
    }
    assert synced == {key: slug for key, slug in machine.ledger.slugs.items() if key[0] == "guide"}
