"""Precision and recall of the claims check over labelled sentences, by list and language.

usage: python -m tests.scoring.claims [--missed]     (make claims-report)

A sentence counts as flagged where any rule of any jurisdiction marks it. `--missed` names what is wrong in `seen`; the
sentences of `held_out` are not shown, so that nobody tunes to them.
"""

import argparse
import sys
import time
from dataclasses import dataclass

import yaml

from content.approval.claims.matching import find_claims
from content.approval.claims.rules import find_rules
from tests.support import ROOT

SENTENCES = ROOT / "tests/content/approval/claims/sentences.yaml"
#: English and Hindi.
GUIDE = ROOT / "content/setup/samples/data/mesotherapy-for-hair.yaml"
LEAST = 0.95


@dataclass
class Score:
    right: int = 0
    false_alarms: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false_alarms)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def is_flagged(sentence: str, language: str) -> bool:
    return any(find_claims(sentence, language, find_rules(None)))


def score(name: str, wrong: list[str] | None = None) -> dict[str, Score]:
    """Scores of a list by language, and of all together as "all"."""
    scores = {"all": Score()}
    for language, labelled in yaml.safe_load(SENTENCES.read_text())[name].items():
        own = scores.setdefault(language, Score())
        for label, sentences in labelled.items():
            for sentence in sentences:
                flagged = is_flagged(sentence, language)
                if wrong is not None and flagged != (label == "flag"):
                    wrong.append(f"{label}: {sentence}")
                for each in (own, scores["all"]):
                    each.right += flagged and label == "flag"
                    each.false_alarms += flagged and label == "pass"
                    each.missed += not flagged and label == "flag"
    return scores


def time_guide() -> float:
    """Seconds to check all words of a guide, the best of five."""
    text, times = GUIDE.read_text(), []
    for _round in range(5):
        began = time.perf_counter()
        list(find_claims(text, "hi", find_rules(None)))
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true")
    given = parser.parse_args()
    wrong: list[str] = []
    scores = {"seen": score("seen", wrong), "held_out": score("held_out")}
    for name, languages in scores.items():
        for language, found in languages.items():
            total = found.right + found.missed
            shown = f"precision {found.precision:.3f}, recall {found.recall:.3f} (of {total} to flag)"
            print(f"{name:9} {language:4} {shown}")
    print(f"a guide of {len(GUIDE.read_text()):,} letters, under every rule: {time_guide() * 1000:.0f} ms")
    if given.missed:
        print(*wrong, sep="\n")
    held_out = scores["held_out"]["all"]
    return 0 if min(held_out.precision, held_out.recall) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
