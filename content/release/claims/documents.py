"""Checks every word of a compiled document for claims before it becomes public.

Forms check their own fields earlier; this check also covers words that came in another way.
"""

import re
from collections.abc import Iterator
from typing import Any

from content.approval.claims.checking import find_jurisdictions, find_known_claims, find_overruled
from content.approval.claims.matching import Claim
from content.approval.claims.passages import name_thing
from content.approval.claims.rules import Severity
from content.edition.compiler import Compiled
from content.edition.inspecting import Fault
from content.edition.wording import Words, read_words
from content.model.branches.models import BranchPage
from content.model.vocabulary import Kind, State
from content.release.claims.refusals import describe

_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")


def check_words(compiled: Compiled) -> Iterator[Fault]:
    """One fault for each forbidden phrase of a thing. Recalls are not checked: their reason must reach readers at once.

    A guide's claims that need a citation are left to its form. Elsewhere nothing can be cited, so they are faults.
    """
    if compiled.kind == Kind.RECALLS or compiled.state == State.RECALLED:
        return
    countries, seen = _find_countries(compiled), set()
    is_guide = compiled.kind == Kind.GUIDE and compiled.state == State.LIVE
    overruled = find_overruled(compiled.subject, compiled.locale) if is_guide else {}
    # Other documents have no language, or labels that fall back to another one: check the rules of all languages.
    language = compiled.locale if is_guide else None
    for words in read_words(compiled):
        for claim in _find(words, language, countries):
            found = (claim.rule.id, claim.key)
            forbidden = claim.rule.severity == Severity.BLOCK if is_guide else claim.rule.severity != Severity.WARN
            if forbidden and found not in overruled and (words.kind, words.id, words.name, *found) not in seen:
                seen.add((words.kind, words.id, words.name, *found))
                yield Fault(_describe(words, claim), words.kind, words.id)


def _find_countries(compiled: Compiled) -> frozenset[str] | None:
    """The countries where the document is shown. None: every country."""
    content: dict[str, Any] = compiled.content
    if compiled.state != State.LIVE or compiled.kind in (Kind.GROUP, Kind.VOCABULARY):
        return None
    if compiled.kind == Kind.GUIDE:
        return find_jurisdictions(compiled.subject)
    if compiled.kind == Kind.BRANCH:
        return frozenset({content["address"]["country"]})
    branches = BranchPage.objects.filter(translation_key=content["branch"]["id"])
    return frozenset(branches.values_list("country", flat=True))


def _find(words: Words, language: str | None, countries: frozenset[str] | None) -> Iterator[Claim]:
    # A claim never spans two paragraphs.
    for paragraph in _EMPTY_LINE.split(words.text):
        yield from find_known_claims(paragraph, language, countries)


def _describe(words: Words, claim: Claim) -> str:
    return describe(claim.phrase, claim.rule, name_thing(words.kind, words.name) if words.name else "")
