"""How many rates of held-out sentences the writing help reads rightly, and how many wrong words it tells.

usage: python -m tests.scoring.writing [--missed]
"""

import argparse
import re
import sys
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import yaml

from content.desk.writing.frequencies import find_mismatches, find_rates
from tests.support import ROOT

SENTENCES = ROOT / "tests/yardsticks/writing/frequencies.yaml"
WORDS = ("very common", "common", "uncommon", "rare", "very rare")


@dataclass
class Score:
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, is_right: bool, what: str) -> None:
        self.right += is_right
        self.wrong += [] if is_right else [what]

    def __str__(self) -> str:
        return f"{self.right} of {self.right + len(self.wrong)}"


def score() -> dict[str, Score]:
    rates, false_rates, told, false_alarms = Score(), Score(), Score(), Score()
    for row in yaml.safe_load(SENTENCES.read_text()):
        text = row["text"]
        read = [(rate.least, rate.most) for rate in find_rates(text)]
        for wanted in row["rates"]:
            least, most = (Fraction(str(end)) for end in wanted)
            rates.count((least, most) in read, text)
        if not row["rates"]:
            false_rates.count(not any(rate.is_share for rate in find_rates(text)), text)
        is_told = any(find_mismatches(text))
        if row.get("differs"):
            told.count(is_told, text)
        else:
            false_alarms.count(not is_told, text)
        if row.get("word"):
            changed = _change(row)
            told.count(any(find_mismatches(changed)), changed)
    return {"rates": rates, "no rate": false_rates, "differs": told, "matches": false_alarms}


def _change(row: dict[str, Any]) -> str:
    place = WORDS.index(row["word"].lower())
    other = WORDS[place + 2 if place < 3 else place - 2]
    return re.sub(rf"\b{row['word']}\b", other, row["text"], count=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true")
    given = parser.parse_args()
    for name, one in score().items():
        print(f"{name}: {one}", file=sys.stdout)
        if given.missed:
            for text in one.wrong:
                print(f"  {text}", file=sys.stdout)


if __name__ == "__main__":
    main()
