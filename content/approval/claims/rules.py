"""The rule packs: what advertising rules restrict, as dated data with sources. docs/claims.md says how to write one.

packs/*.yaml -> `read_packs` -> rules with compiled patterns, read once
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

from content.model.folding import LETTERS, fold_pattern

FOLDER = Path(__file__).with_name("packs")
EVERYWHERE = "everywhere"
#: Its rules apply to every text: English words are mixed into all languages.
ENGLISH = "en"

#: Word lists that patterns may name: {condition}, {number}.
_NAMED = {
    "condition": r"(?:baldness|hair (?:loss|fall)|thinning|alopecia|acne|scars?|scarring|wrinkles|age?ing"
    r"|गंजापन|गंजेपन|बाल झड़ना|बाल झड़ने|बालों का झड़ना)",
    "number": r"(?:one|two|three|four|five|six|seven|eight|nine|ten)",
}
#: Word boundaries. `\b` would end a word before each vowel sign of Devanagari. A digit right after a word is a
#: footnote mark.
_BEFORE = rf"(?<![{LETTERS}])(?!(?<=\d)\d)"
_AFTER = rf"(?!(?<=[{LETTERS}])[{LETTERS}]|(?<=\d)\d)"
_DENYING = r"(?:not|no|never|neither|nor|cannot|rarely|seldom|hardly|scarcely|unlikely)"
#: Any Hindi word, or up to four joined by hyphens. The bound prevents catastrophic backtracking: a hyphen also
#: separates words, so a long run can be split in very many ways. An underscore only separates, for the same reason.
_ANY_WORD = r"[^\s\-_]+(?:-+[^\s\-_]+){0,3}"
#: Of a word in Latin letters: `\w` without the underscore.
_LETTER = r"[^\W_]"


class Severity(TextChoices):
    BLOCK = "block", _("Must not be published")
    EVIDENCE = "evidence", _("Needs a citation on this block")
    WARN = "warn", _("Consider rewording")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of claim. `patterns`: by language. A sentence that matches `unless`, in any language, is excused.

    `is_of_benefits`: it is not asked of the texts of side effects.

    `is_negatable`: a denied phrase is no claim, as in “not permanent”. Brand names are not: a denial names them too.
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
    is_of_benefits: bool = False


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
    """Codes of the languages in which any rule has patterns."""
    return frozenset(language for pack in read_packs() for rule in pack.rules for language in rule.patterns)


def find_rules(jurisdictions: frozenset[str] | None) -> tuple[Rule, ...]:
    """The rules of these countries (ISO 3166-1 codes) and those that apply everywhere. None: all rules."""
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
    # Patterns are lists under a language code. `id` names the rule, though it is also the code of Indonesian.
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
        is_of_benefits=data.get("is_of_benefits", False),
    )


def compile_pattern(patterns: list[str]) -> re.Pattern[str]:
    """One expression for whole words. A space in a pattern matches any spaces or hyphens, {condition} any of its words.

    Raises ValueError for a space in brackets, which would match nothing.
    """
    spaced = []
    for pattern in patterns:
        if re.search(r"\[[^\]]* ", pattern):
            raise ValueError(f"{pattern!r} has a space in brackets: write the space alone, it stands for hyphens, too.")
        for name, words in _NAMED.items():
            pattern = pattern.replace(f"{{{name}}}", words)
        # A placeholder for any word must not match a denial.
        pattern = pattern.replace(r"\w+ ", rf"(?!{_DENYING}(?!{_LETTER}))\w+ ").replace(r"\w", _LETTER)
        pattern = pattern.replace(r"\S+ ", rf"(?!नहीं|न ){_ANY_WORD} ")
        spaced.append(fold_pattern(pattern).replace(" ?", r"[\s\-_]*").replace(" ", r"[\s\-_]+"))
    return re.compile(f"{_BEFORE}(?:{'|'.join(spaced)}){_AFTER}")
