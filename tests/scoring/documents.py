"""How much of the yardstick's documents comes through an import: words lost, glued, and struck or hidden ones let in.

    python -m tests.scoring.documents [--half open|held|both]

Nothing is written: each document becomes a draft that is rolled back, on a database of its own. Of held documents only
the counts are told, so that nobody tunes the importer on them.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from tests.support.ground import run_on

DOCUMENTS = Path(__file__).parents[1] / "yardsticks/importing/documents"
HALVES = {"open": ("open",), "held": ("held",), "both": ("open", "held")}
UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufe0e\ufe0f]")
WITHIN_LINES = re.compile(r"</?(?:a|b|i|em|strong|sup|sub)(?:\s[^<>]*)?>")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
#: What the importer writes into the note of its own.
LABELS = re.compile(r"^(?:Headings in the document|Words in the document that were not placed): ", re.M)


@dataclass(frozen=True)
class Score:
    """Of one document. `repeated` are words that stand more often in draft and note than in the document; `saved` are
    those that are in the note only since they were counted."""

    name: str
    half: str
    lost: list[str]
    glued: list[str]
    let_in: list[str]
    repeated: list[str]
    saved: list[str]


def list_tokens(text: str) -> list[str]:
    """As the yardstick's README says."""
    text = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).replace("\u2010", "-").replace("\u2011", "-")
    return [token for raw in text.split() if (token := _strip(raw))]


def _strip(token: str) -> str:
    kept = [place for place, letter in enumerate(token) if unicodedata.category(letter)[0] not in "PSCZ"]
    return token[kept[0] : kept[-1] + 1] if kept else ""


def read_label(path: Path) -> dict[str, Any]:
    return json.loads(path.with_name(path.name + ".json").read_text())


def list_documents(half: str) -> list[Path]:
    labelled = [path.with_suffix("") for path in sorted(DOCUMENTS.glob("*.json"))]
    return [path for path in labelled if read_label(path)["half"] in HALVES[half]]


def import_words(path: Path) -> tuple[str, list[str]]:
    """The words of draft and note, as they would be stored, and those that were lost but for the count of them.

    Needs a transaction that is rolled back.
    """
    from content.desk.importing.drafting.draft import Draft
    from content.desk.importing.placing.placer import place
    from content.desk.importing.placing.tracing import trace_lines
    from content.desk.importing.reading.documents import read_and_see

    outline, seen = read_and_see(path.name, path.read_bytes())
    placed = place(outline)
    draft = Draft((outline, placed, trace_lines(outline, placed), seen), path.name, "en")
    return "\n".join([*_list_texts(draft.values), *draft.partners.names]), draft.lost


def _list_texts(value: Any) -> Iterator[str]:
    """Everything that is text in the values of a draft; codes and keys are none."""
    if isinstance(value, dict):
        codes = ("type", "id", "phase", "frequency", "kind", "guide", "therapy", "citations", "anaesthesia")
        for key, member in value.items():
            if key not in codes:
                yield from _list_texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _list_texts(member)
    elif isinstance(value, str):
        yield unescape(TAG.sub(" ", WITHIN_LINES.sub("", LABELS.sub("", value))))


def score(path: Path) -> Score:
    label = read_label(path)
    words, saved = import_words(path)
    found = Counter(list_tokens(words))
    visible = Counter(label["visible_words"])
    optional = Counter(token for word in label["optional_words"] for token in list_tokens(word))
    lost = visible - found
    for word, forms in label["variants"].items():
        lost[word] -= sum(found[form] for form in forms)
    struck = {token for phrase in label["struck_or_hidden"] for token in list_tokens(phrase)}
    struck -= {*visible, *optional}
    forms = {form for forms in label["variants"].values() for form in forms}
    known = {*visible, *optional, *struck, *forms}
    glued = [token for token in found if token not in known and _is_glued(token, known)]
    return Score(
        path.name,
        label["half"],
        lost=sorted((+lost).elements()),
        glued=sorted(glued),
        let_in=sorted(token for token in struck if found[token]),
        repeated=sorted((found - visible - optional).keys() & visible.keys()),
        saved=[token for phrase in saved for token in list_tokens(phrase)],
    )


def _is_glued(token: str, known: set[str]) -> bool:
    """Whether it is two words of the document, with nothing or only a sign between them."""
    cuts = range(1, len(token))
    return any(_strip(token[:cut]) in known and _strip(token[cut:]) in known for cut in cuts)


def score_documents(half: str) -> list[Score]:
    """Of all documents of a half; the database is as it was before."""
    from django.db import transaction

    with transaction.atomic():
        scores = [score(path) for path in list_documents(half)]
        transaction.set_rollback(True)
    return scores


def print_documents(half: str) -> bool:
    scores = score_documents(half)
    for name in HALVES[half]:
        of_half = [one for one in scores if one.half == name]
        kinds = ("lost", "glued", "let_in", "saved", "repeated")
        counts = [sum(len(getattr(one, kind)) for one in of_half) for kind in kinds]
        print(f"documents, {name}: {len(of_half)}")
        print(
            "  words lost {}, glued {}, struck or hidden ones let in {}; saved by the count {}, repeated {}".format(
                *counts
            )
        )
        for one in of_half if name == "open" else ():
            for kind in kinds[:-1]:
                if words := getattr(one, kind):
                    print(f"  {one.name}: {kind} {' '.join(words)}")
    return not any(one.lost or one.glued or one.let_in for one in scores)


#: What is scored, each by a function that prints its figures for a half and says whether all is as it should be.
SCORES = (print_documents,)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, default="open")
    arguments = parser.parse_args()
    if run_on(["sqlite"]):
        from content.model.publishing import publishing

        with publishing(actor="scoring"):
            passed = [print_score(arguments.half) for print_score in SCORES]
        sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
