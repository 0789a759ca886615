"""How much of what the importer concludes is true: its blocks and facts against sentences labelled by hand.

python -m tests.scoring.statements --half open-2     every conclusion that a label forbids, and every fact missed
python -m tests.scoring.statements --half held-2     counts alone: who mends the importer must not see these sentences

Each sentence becomes a small document, which is read and placed as any other. It stands under the heading and lead that
its label gives; where it gives none, under each of the headings that open a section, and once within a heading of such
a section. A conclusion counts wherever it was drawn.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from content.desk.importing.placing.guide import PlacedGuide
from content.desk.importing.placing.placer import place
from content.desk.importing.reading.documents import read_document

YARDSTICK = Path(__file__).parents[1] / "yardsticks/importing"
SECTIONS = ("What happens", "Sessions", "Safety")
#: Those of which the yardstick says that two careful people might differ.
DOUBTFUL = {"s020", "s021", "s129", "s122", "s087", "s045", "s042", "s128", "s019", "s116", "s111", "s130"}
#: Words of an aftercare block by which a reader sees that it says what not to do.
_FORBIDS = re.compile(
    r"(?i)\bnot\b|n['’]t|\bnever\b|\bno\b|avoid|refrain|abstain|away|(?:stay|keep|steer) (?:off|clear)"
    r"|except|without|[✘✗❌]|मत|\bन\b|नहीं| न |बच"
)
#: “Do not forget to change the dressing” forbids nothing.
_REMINDS = re.compile(r"(?i)\b(?:do not|don['’]t|never) (?:forget|skip|miss|omit|fail|neglect)\b")
_WIPES = re.compile(r"<[^>]+>")

Conclusions = dict[str, Any]


@dataclass
class Score:
    """Of one set: what was forbidden or not stated, what is stated and was found, and what each was."""

    judged: int = 0
    wrong: list[str] = field(default_factory=list)
    stated: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)


def read_lines(name: str, half: str) -> Iterator[dict[str, Any]]:
    for line in (YARDSTICK / name).read_text().splitlines():
        label = json.loads(line)
        if label["half"] == half:
            yield label


def import_html(body: str) -> PlacedGuide:
    html = f"<html><body><h1>The treatment</h1><p>It is done here.</p>{body}</body></html>"
    return place(read_document("statement.html", html.encode()))


# -- statements


def build_documents(label: dict[str, Any]) -> Iterator[str]:
    """The bodies of the documents in which a statement is tried."""
    text, lead, heading = (escape(label[name]) for name in ("text", "lead", "heading"))
    above = f"<p>{lead}</p>" if lead else ""
    for shape in (f"<ul><li>{text}</li></ul>", f"<p>{text}</p>"):
        body = above + shape
        if heading:
            yield f"<h2>{heading}</h2>{body}"
        for section in SECTIONS:
            yield f"<h2>{section}</h2>" + (f"<h3>{heading}</h3>{body}" if heading else body)


def name_conclusions(guide: PlacedGuide) -> set[str]:
    """What a guide concludes, in the yardstick's words."""
    return {name for name in (*_name_blocks(guide), *_name_facts(guide)) if name}


def _name_blocks(guide: PlacedGuide) -> Iterator[str]:
    names = {"step": "process_step", "point": "benefit"}
    for blocks in guide.blocks.values():
        for block in blocks:
            if block.type == "aftercare":
                yield "aftercare_avoid" if _forbids(str(block.value["text"])) else "aftercare_do"
            else:
                yield names.get(block.type, block.type)


def _forbids(html: str) -> bool:
    return bool(_FORBIDS.search(_REMINDS.sub(" ", _WIPES.sub(" ", html))))


def _name_facts(guide: PlacedGuide) -> Iterator[str]:
    for column, value in read_columns(guide).items():
        known = {
            "downtime_days": f"downtime_{value}",
            "sessions_max": f"sessions_needed_{value}",
            "results_after_sessions": f"results_after_{value}",
            "anaesthesia": f"{value}_anaesthesia".replace("none_", "no_"),
        }
        yield known.get(column, "")


def read_columns(guide: PlacedGuide) -> Conclusions:
    return {column: value for fact in guide.facts for column, value in fact.columns.items()}


def score_statements(half: str) -> tuple[Score, Score]:
    scores = Score(), Score()
    for label in read_lines("statements.jsonl", half):
        score = scores[label["id"] in DOUBTFUL or label.get("doubtful", False)]
        score.judged += 1
        concluded = set().union(*(name_conclusions(import_html(body)) for body in build_documents(label)))
        if forbidden := concluded & set(label["must_not"]):
            score.wrong.append(
                f"{label['id']} {sorted(forbidden)}: {label['heading']} / {label['lead']} / {label['text']}"
            )
        if label["kind"] in (
            "suits",
            "does_not_suit",
            "contraindication",
            "aftercare_do",
            "aftercare_avoid",
            "side_effect",
        ):
            score.stated += 1
            kind = label["kind"].replace("contraindication", "does_not_suit")
            score.found += kind in concluded
            if kind not in concluded:
                score.missed.append(f"{label['id']} {kind}: {label['heading']} / {label['lead']} / {label['text']}")
    return scores


# -- quantities


def read_quantities(text: str) -> Conclusions:
    """What is concluded of a sentence, in the yardstick's names and shapes."""
    guide = import_html("".join(f"<h2>{section}</h2><p>{escape(text)}</p>" for section in SECTIONS))
    columns = read_columns(guide)
    facts: Conclusions = {}
    for name, stem in (
        ("minutes_per_session", "minutes"),
        ("sessions_needed", "sessions"),
        ("weeks_between", "weeks_between"),
    ):
        if f"{stem}_min" in columns:
            facts[name] = [columns.pop(f"{stem}_min"), columns.pop(f"{stem}_max")]
    if "maintenance_months" in columns:
        facts["maintenance_every_months"] = columns.pop("maintenance_months")
    for block in (block for blocks in guide.blocks.values() for block in blocks if block.type == "side_effect"):
        if block.value["frequency"] != "unknown":
            facts["side_effect_frequency"] = block.value["frequency"]
        if block.value["resolves_within_days"] is not None:
            facts["resolves_within_days"] = block.value["resolves_within_days"]
    return facts | columns


def agrees(name: str, concluded: Any, stated: Any) -> bool:
    """Whether a fact is as stated. The page keeps one number for downtime: the longer of a range."""
    if name == "downtime_days" and isinstance(stated, list):
        return None not in stated and concluded == stated[1]
    return bool(concluded == stated)


def score_quantities(half: str) -> tuple[Score, Score]:
    scores = Score(), Score()
    for label in read_lines("quantities.jsonl", half):
        score = scores[label["note"].startswith("DOUBTFUL")]
        concluded, stated = read_quantities(label["text"]), label["facts"]
        score.judged += 1
        score.stated += len(stated)
        for name in concluded | stated:
            if name in concluded and name in stated and agrees(name, concluded[name], stated[name]):
                score.found += 1
            elif name in concluded:
                score.wrong.append(
                    f"{label['id']} {name} {concluded[name]}, stated {stated.get(name)}: {label['text']}"
                )
            else:
                score.missed.append(f"{label['id']} {name} {stated[name]}: {label['text']}")
    return scores


def list_halves() -> list[str]:
    """Those of both files, in their order."""
    files = ("statements.jsonl", "quantities.jsonl")
    lines = (line for name in files for line in (YARDSTICK / name).read_text().splitlines())
    return list(dict.fromkeys(json.loads(line)["half"] for line in lines))


def show(title: str, score: Score, details: bool) -> None:
    print(f"{title}: {score.judged} judged, {len(score.wrong)} wrong, {score.found} of {score.stated} stated found")
    for line in (*(f"  wrong  {line}" for line in score.wrong), *(f"  missed {line}" for line in score.missed)):
        if details:
            print(line)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=list_halves(), required=True)
    half = parser.parse_args().half
    wrong = 0
    for name, (sure, doubtful) in (("statements", score_statements(half)), ("quantities", score_quantities(half))):
        show(name, sure, half.startswith("open"))
        show(f"{name}, doubtful labels", doubtful, half.startswith("open"))
        wrong += len(sure.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
