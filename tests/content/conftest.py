"""Fixtures of what may not be public any more."""

from dataclasses import replace

import pytest

from content.approval.claims import checking, rules
from content.model.guides.models import GuidePage


@pytest.fixture
def forbid(monkeypatch):
    """As after an upgrade of a rule pack: a phrase that was allowed is so no more."""

    def forbid_phrase(phrase: str, language: str = "en", jurisdiction: str = rules.EVERYWHERE) -> None:
        packs = rules.read_packs()
        pattern = rules.compile_pattern([phrase])
        rule = replace(packs[0].rules[0], id="new", severity=rules.Severity.BLOCK, jurisdiction=jurisdiction,
                       patterns={language: pattern}, unless=None)  # fmt: skip
        upgraded = (*packs, replace(packs[0], jurisdiction=jurisdiction, rules=(rule,)))
        monkeypatch.setattr(rules, "read_packs", lambda: upgraded)
        checking.find_known_claims.cache_clear()

    yield forbid_phrase
    checking.find_known_claims.cache_clear()


@pytest.fixture
def needling(db) -> GuidePage:
    """It combines the peel."""
    return GuidePage.objects.get(slug="microneedling-for-acne-scars")
