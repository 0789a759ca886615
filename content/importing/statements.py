"""What single sentences state: names and their explanations, side effects, for whom, and with what."""

import re
from dataclasses import dataclass
from typing import Any

from content.importing.facts import split_sentences
from content.importing.headings import Role, find_role
from content.importing.numbers import SPAN, read_span

NAME = re.compile(r"^(?P<name>[^.:!]{2,60}?[^.:!\s])\s*(?::\s+|\s+[–—-]\s+|\?\s+)(?P<text>\S.*)$")


def split_name(text: str) -> tuple[str, str] | None:
    """“Name: explanation” or “Name – explanation” -> the two; None for an ordinary sentence."""
    match = NAME.match(text)
    if not match or len(match["name"].split()) > 7:
        return None
    name = match["name"].strip()
    return (f"{name}?" if text[match.end("name") :].lstrip().startswith("?") else name), match["text"].strip()


def is_time(name: str) -> bool:
    return bool(re.search(r"(?i)\b(?:week|month|day|year|after|session|first|immediately)", name))


def find_other_names(text: str) -> tuple[list[str], str]:
    """Names after “also known as” and the like, and the text without them where they were all of it."""
    match = re.match(r"(?i)^(?:also (?:called|known as)|other names?)\s*:\s*(?P<names>.+)$", text)
    if match:
        return [name.strip(" .") for name in re.split(r",|;| or ", match["names"]) if name.strip(" .")], ""
    match = re.search(r"(?i)(?:also known as|also called|which some people call)\s+(?P<names>[^,.]+)", text)
    return ([match["names"].strip()] if match else []), text


# -- safety


@dataclass(frozen=True)
class SafetyStatement:
    role: Role | None
    text: str


def classify_safety(text: str, role: Role | None = None) -> list[SafetyStatement] | None:
    """The sentences of a line with the part of the section that each belongs to; None where none says.

    A role given by the heading above holds for the whole line.
    """
    if role is not None:
        return [SafetyStatement(role, text)]
    name = split_name(text)
    if name and (found := find_role(name[0])) and found in (Role.AFTERCARE, Role.SEEK_HELP):
        return [SafetyStatement(found, name[1])]
    if name and (FREQUENCY.search(name[1]) or DURATION.search(name[1])):
        return [SafetyStatement(Role.SIDE_EFFECT, text)]
    statements = [SafetyStatement(_role_of(sentence), sentence) for sentence in split_sentences(text)]
    return statements if any(statement.role for statement in statements) else None


def _role_of(sentence: str) -> Role | None:
    if re.search(r"(?i)side[- ]effects? (?:may |can )?(?:include|are)", sentence) or _EFFECT_SENTENCE.match(sentence):
        return Role.SIDE_EFFECT
    if re.search(r"(?i)\bseek (?:medical )?help|\b(?:call|contact|ring) (?:us|the clinic|your)", sentence):
        return Role.SEEK_HELP
    if re.search(r"(?i)\bnot (?:be )?suit|\bnot for (?:people|anyone|those)|\bshould not have|\bunsuitable", sentence):
        return Role.DOES_NOT_SUIT
    if re.search(r"(?i)\bsuits?\b|\bsuitable for|\bideal for|\bdesigned for (?:people|those)", sentence):
        return Role.SUITS
    return None


_MEMBERS = re.compile(r",\s*(?:(?:and|or)\b\s*)?|\s+(?:and|or)\s+")
FREQUENCIES = (
    ("very_common", r"very common"),
    ("uncommon", r"uncommon"),
    ("common", r"common"),
    ("very_rare", r"very rare"),
    ("rare", r"rare"),
)
FREQUENCY = re.compile(r"(?i)\b(?:very common|uncommon|common|very rare|rare)\b")
DURATION = re.compile(
    rf"(?i)\b(?:within|in|after)\s+(?:an?\s+)?(?:{SPAN}\s+)?(?P<unit>hours?|days?|weeks?|minutes?)\b(?!\s+of\b)"
)
_EFFECT_SENTENCE = re.compile(
    r"(?i)^(?P<name>[a-z][\w\s-]{2,50}?)\s+(?:is|are)\s+(?P<often>very common|common|uncommon|rare|very rare)\b"
)
_LISTED = re.compile(
    r"(?i)(?P<often>\w+\s+)?side[- ]effects?\s+(?:may |can )?(?:include|are)\s+(?P<list>.+?)"
    r"(?:,?\s+(?:which|that|and usually)\b|\.|$)"
)


def _frequency(text: str) -> str:
    return next((code for code, words in FREQUENCIES if re.search(rf"(?i)\b{words}\b", text)), "unknown")


def _resolves_within(text: str) -> int | None:
    """Days, only where a number is written: “a few days” is none."""
    if not re.search(r"(?i)resolve|gone|settle|pass|fade|disappear|stop|clear", text):
        return None
    match = DURATION.search(text)
    if not match:
        return None
    unit = match["unit"].lower()
    if unit.startswith(("hour", "minute")):
        return 1
    if not match["low"]:
        return 1 if re.search(r"(?i)\b(?:a|one) day\b", match[0]) else None
    span = read_span(match)
    return span.high * (7 if unit.startswith("week") else 1) if span else None


def read_side_effect(text: str) -> dict[str, Any] | None:
    """“Redness: common, gone within 2 days” or “Stinging is common and…” -> the value of a side effect."""
    if name := split_name(text):
        title, rest = name
    elif match := _EFFECT_SENTENCE.match(text):
        title, rest = match["name"].strip().capitalize(), text
    elif len(text) <= 80:
        title, rest = text.rstrip("."), ""
    else:
        return None
    return {
        "name": title,
        "frequency": _frequency(rest),
        "resolves_within_days": _resolves_within(rest),
        "text": _p(rest),
    }


def list_side_effects(text: str) -> list[dict[str, Any]]:
    """“Common side effects may include A, B or C, which…” -> a side effect for each of A, B and C."""
    match = _LISTED.search(text)
    if not match:
        return []
    frequency = _frequency(match["often"] or "")
    names = [_strip_article(name) for name in _MEMBERS.split(match["list"]) if name.strip()]
    return [
        {
            "name": name[:80].capitalize(),
            "frequency": frequency,
            "resolves_within_days": _resolves_within(text),
            "text": "",
        }
        for name in names
        if 2 < len(name) <= 80
    ]


def _strip_article(text: str) -> str:
    return re.sub(r"(?i)^(?:a|an|the|some)\s+", "", text.strip(" ."))


def _p(text: str) -> str:
    return f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>" if text else ""


# -- combinations


@dataclass(frozen=True)
class Therapy:
    """A partner of a combination as the document names it. `aliases` are the names in brackets."""

    name: str

    @property
    def plain(self) -> str:
        return re.sub(r"\s*\([^)]*\)", "", self.name).strip()

    @property
    def kind(self) -> str | None:
        """How it is given, where its name says so; None rather than a guess."""
        kinds = (
            ("surgical", r"transplant|surg"),
            ("device", r"laser|light|led\b|comb\b|cap\b|microneedl|electrolysis|radiofreq"),
            ("injectable", r"inject|plasma|prp|mesotherap|botulin|filler"),
            ("oral", r"\boral\b|tablet|capsule|\bpill"),
            ("topical", r"topical|cream|lotion|foam|serum|peel|retinoid|shampoo"),
        )
        return next((kind for kind, words in kinds if re.search(rf"(?i){words}", self.name)), None)


_LISTS_THERAPIES = re.compile(
    r"(?i)\b(?:.*\b(?:such as|including)|combined with|joined with|together with|combination with)\s+(?P<list>[^.;]+)"
)


def list_therapies(text: str) -> list[Therapy]:
    """“…treatments, such as topical A (B), oral C or D” -> its members, where every one's kind is plain."""
    match = _LISTS_THERAPIES.search(text)
    if not match:
        return []
    names = _MEMBERS.split(match["list"])
    therapies = [Therapy(_strip_article(name)) for name in names if name.strip()]
    return [therapy for therapy in therapies if therapy.kind and len(therapy.name.split()) <= 6]
