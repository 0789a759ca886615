"""The rule packs: what advertising rules restrict, as dated data with sources. docs/claims.md says how to write one.

packs/*.yaml -> `read_packs` -> rules, whose patterns are compiled once.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf.locale import LANG_INFO
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.model.letters import LETTERS, fold_pattern

FOLDER = Path(__file__).with_name("packs")
EVERYWHERE = "everywhere"
#: Looked for in every text, since it is mixed into all of them.
ENGLISH = "en"

#: What patterns may name: {condition}, {number}.
_NAMED = {
    "condition": r"(?:baldness|hair (?:loss|fall)|thinning|alopecia|acne|scars?|scarring|wrinkles|age?ing"
    r"|गंजापन|गंजेपन|बाल झड़ना|बाल झड़ने|बालों का झड़ना)",
    "number": r"(?:one|two|three|four|five|six|seven|eight|nine|ten)",
}
#: A word begins or ends here. `\b` would end one before each vowel sign of Devanagari; and a digit after a word is
#: a footnote's.
_BEFORE = rf"(?<![{LETTERS}])(?!(?<=\d)\d)"
_AFTER = rf"(?!(?<=[{LETTERS}])[{LETTERS}]|(?<=\d)\d)"
_DENYING = r"(?:not|no|never|neither|nor|cannot|rarely|seldom|hardly|scarcely|unlikely)"
#: Any word of Hindi, up to four that hyphens join. Bounded, since a hyphen also parts words: of a long run of both,
#: there are more ways to part it than there is time to try.
_ANY_WORD = r"[^\s\-]+(?:-+[^\s\-]+){0,3}"


class Severity(TextChoices):
    BLOCK = "block", _("Must not be published")
    EVIDENCE = "evidence", _("Needs a citation on this block")
    WARN = "warn", _("Think again")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One restricted kind of claim. `patterns` are by language; `unless`, of any language, excuses a whole sentence.

    `is_negatable`: “not permanent” is no claim of permanence; but a brand that is not used is named all the same.
    """

    id: str
    jurisdiction: str
    severity: Severity
    source: str
    rationale: str
    suggestion: str
    patterns: dict[str, re.Pattern[str]]
    unless: re.Pattern[str] | None
    is_negatable: bool


@dataclass(frozen=True, kw_only=True)
class Pack:
    jurisdiction: str
    version: date
    about: str
    rules: tuple[Rule, ...]


@cache
def read_packs() -> tuple[Pack, ...]:
    return tuple(_read_pack(path) for path in sorted(FOLDER.glob("*.yaml")))


@cache
def find_languages() -> frozenset[str]:
    """Codes of those that any rule has patterns for."""
    return frozenset(language for pack in read_packs() for rule in pack.rules for language in rule.patterns)


def find_rules(jurisdictions: frozenset[str] | None) -> tuple[Rule, ...]:
    """The rules that hold in any of these countries (ISO 3166-1 codes), and those that hold everywhere. None: all."""
    return tuple(
        rule
        for pack in read_packs()
        if jurisdictions is None or pack.jurisdiction in (EVERYWHERE, *jurisdictions)
        for rule in pack.rules
    )


def _read_pack(path: Path) -> Pack:
    data = yaml.safe_load(path.read_text())
    rules = tuple(_read_rule(rule, data["jurisdiction"]) for rule in data["rules"])
    return Pack(jurisdiction=data["jurisdiction"], version=data["version"], about=data["about"], rules=rules)


def _read_rule(data: dict[str, Any], jurisdiction: str) -> Rule:
    # A list under the code of a language; `id`, which is the code of one, names the rule.
    languages = {name: value for name, value in data.items() if name in LANG_INFO and isinstance(value, list)}
    return Rule(
        id=data["id"],
        jurisdiction=jurisdiction,
        severity=Severity(data["severity"]),
        source=data["source"],
        rationale=data["rationale"],
        suggestion=data["suggestion"],
        patterns={language: compile_pattern(patterns) for language, patterns in languages.items()},
        unless=compile_pattern(data["unless"]) if "unless" in data else None,
        is_negatable=data.get("is_negatable", True),
    )


def compile_pattern(patterns: list[str]) -> re.Pattern[str]:
    """One expression of many, of whole words; a space stands for any space or hyphen, {condition} for its words."""
    spaced = []
    for pattern in patterns:
        for name, words in _NAMED.items():
            pattern = pattern.replace(f"{{{name}}}", words)
        # A word that may stand between must not be the one that denies the claim.
        pattern = pattern.replace(r"\w+ ", rf"(?!{_DENYING}\b)\w+ ").replace(r"\S+ ", rf"(?!नहीं|न ){_ANY_WORD} ")
        spaced.append(fold_pattern(pattern).replace(" ?", r"[\s\-_]*").replace(" ", r"[\s\-_]+"))
    return re.compile(f"{_BEFORE}(?:{'|'.join(spaced)}){_AFTER}")
