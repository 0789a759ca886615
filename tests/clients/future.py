"""Documents of a later server: today's examples with all that the contract says may come."""

import copy
import json
from typing import Any

from api.openapi import EXAMPLES
from tests.support import ROOT

FIXTURE = ROOT / "clients/conformance/from-the-future.json"
#: Operation -> its answer by a later server, as clients are given it. Another key: a problem.
ANSWERS: dict[str, Any] = json.loads(FIXTURE.read_text())
#: The same names -> the component that describes it.
MODELS = {
    "getGuide": "GuideDocument",
    "getSection": "SectionDetail",
    "search": "SearchDocument",
    "sync": "SyncPageDocument",
    "getVocabulary": "VocabularyDocument",
    "problem": "ProblemDocument",
}
NOON = "2030-06-01T12:00:00Z"
FALLBACK = "<p>The same in words.</p>"
NEW_BLOCK = {"id": "new", "type": "hologram", "value": {"beams": 3, "shape": {"sides": [1, 2]}}, "fallback": FALLBACK}
NEW_NODE = {"_type": "diagram", "_key": "new", "edges": 3}
#: Name of a field -> a code that nobody knows today.
NEW_CODES = {
    "anaesthesia": "cryogenic",
    "body_area": "feet",
    "currency": "JPY",
    "discomfort": "fleeting",
    "evidence_level": "simulation",
    "frequency": "seasonal",
    "kind": "magnetic",
    "listItem": "check",
    "locale": "fr",
    "part": "outlook",
    "phase": "between",
    "source_locale": "fr",
    "style": "h4",
    "tone": "cheer",
}


def build_future() -> dict[str, Any]:
    """Operation -> its answer by a later server."""
    examples = json.loads(EXAMPLES.read_text())
    names = ("getGuide", "getSection", "search", "sync", "getVocabulary")
    answers = {name: _renew(_shorten(copy.deepcopy(examples[name]))) for name in names}
    sections = answers["getGuide"]["sections"]
    sections.append(_new_section(sections[0]))
    answers["getSection"]["key"] = "outlook"
    answers["search"]["results"][0]["key"] = "outlook"
    answers["sync"] = _new_page(answers["sync"], answers["getGuide"])
    answers["getVocabulary"]["locales"].append({"code": "fr", "name": "Français", "direction": "ltr"})
    answers["problem"] = {
        "type": "urn:problem-type:treatment-guides:asleep",
        "code": "asleep",
        "title": "Asleep",
        "status": 503,
        "detail": "Ask again in the morning.",
        "wakes_at": "07:00",
    }
    return answers


def _shorten(value: Any) -> Any:
    """One block of each type, and one size of each picture: all that is needed, and the file stays small."""
    if isinstance(value, list):
        return [_shorten(below) for below in value]
    if not isinstance(value, dict):
        return value
    if "blocks" in value:
        value["blocks"] = list({block["type"]: block for block in reversed(value["blocks"])}.values())[::-1]
    if "srcset" in value:
        value["srcset"] = value["srcset"][:1]
    return {name: _shorten(below) for name, below in value.items()}


def _new_section(section: dict[str, Any]) -> dict[str, Any]:
    return section | {"key": "outlook", "heading": "Outlook", "facts": {"horizon": {"years": 5}}, "blocks": [NEW_BLOCK]}


def _new_page(page: dict[str, Any], guide: dict[str, Any]) -> dict[str, Any]:
    """A whole pass: a thing of a new type, one that is gone in a new way, and the guide."""
    item = page["items"][0]
    first, second = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
    notice = {"state": "paused", "reason": "Back in June.", "severity": None, "successor": None, "since": NOON}
    items = [
        item,
        item | {"id": first, "type": "price_list", "document": {"rows": [1]}},
        item | {"id": second, "type": "guide", "state": "paused", "notice": notice, "document": None},
        _item_of(guide, item),
    ]
    return page | {"items": items, "next_page_token": None, "next_sync_token": "later"}


def _item_of(guide: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    changed = [{"key": section["key"], "digest": section["digest"]} for section in guide["sections"]]
    own = {name: guide[name] for name in ("id", "locale", "slug", "version", "digest")}
    return item | own | {"type": "guide", "changed_sections": changed, "document": guide}


def _renew(value: Any) -> Any:
    """Give new codes, a new field in every object, and a new part in every list of blocks or of rich text."""
    if isinstance(value, list):
        return [_renew(below) for below in value]
    if not isinstance(value, dict):
        return value
    # An object by names of its own, such as `enumerations`, has no fields.
    new: dict[str, Any] = {} if all(isinstance(below, list) for below in value.values()) else {"from_the_future": "yes"}
    for name, below in value.items():
        new[name] = NEW_CODES[name] if isinstance(below, str) and name in NEW_CODES else _renew(below)
    for name, part in (
        ("blocks", NEW_BLOCK),
        ("portable_text", NEW_NODE),
        ("children", NEW_NODE),
        ("markDefs", NEW_NODE),
    ):
        if name in new:
            new[name].append(part)
    if "suits_severity" in new:
        new["suits_severity"].append("glacial")
    if "sources" in new:
        new["sources"].insert(0, {"type": "image/jxl", "srcset": new["sources"][0]["srcset"]})
    if "minutes_per_session" in new:
        new["recovery"] = {"hours": {"min": 2, "max": 4}}
    return new


def write_future() -> None:
    FIXTURE.write_text(json.dumps(build_future(), ensure_ascii=False, indent=1) + "\n")
