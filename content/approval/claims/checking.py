"""Checks the words of a guide, or the note of an offering, under the advertising rules of its countries.

page -> passages -> claims -> findings: each claim with what clears it, a citation or an overrule
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from django.conf import settings

from content.approval.claims.matching import Claim, find_claims, fold_phrase
from content.approval.claims.models import Overrule
from content.approval.claims.passages import Passage, read_passages, read_shown
from content.approval.claims.rules import Severity, find_rules
from content.model.branches.models import BranchPage, Offering
from content.model.branches.pages import find_branch_pages
from content.model.days import today
from content.model.guides.models import GuidePage
from content.model.remembering import remembered
from content.model.snippets.models import Citation

#: How many texts' claims are cached. A guide that is checked again has mostly the same texts.
REMEMBERED = 10_000
#: For how many years a citation supports a claim. Older evidence has to be looked at again.
EVIDENCE_YEARS = 10


@dataclass(frozen=True)
class Finding:
    """A claim in a passage. It `stands` unless it is cited, or overruled by a clinician."""

    claim: Claim
    passage: Passage
    overrule: Overrule | None = None

    @property
    def severity(self) -> Severity:
        return self.claim.rule.severity

    @property
    def is_cited(self) -> bool:
        return self.severity == Severity.EVIDENCE and any(_supports(citation) for citation in self.passage.citations)

    @property
    def stands(self) -> bool:
        return self.overrule is None and not self.is_cited

    @property
    def blocks(self) -> bool:
        """Whether it prevents publication."""
        return self.stands and self.severity == Severity.BLOCK


def _supports(citation: Citation) -> bool:
    return citation.year is not None and today().year - citation.year <= EVIDENCE_YEARS


@remembered
def find_jurisdictions(guide: str) -> frozenset[str]:
    """The countries of the branches that offer a guide, given by its id. Pages of one branch may differ in country."""
    offered = Offering.objects.filter(guide__translation_key=guide, available=True)
    branches = BranchPage.objects.filter(translation_key__in=offered.values("branch__translation_key"))
    return frozenset(branches.values_list("country", flat=True))


def find_countries(branch: BranchPage) -> frozenset[str]:
    id = str(branch.translation_key)
    return frozenset({branch.country, *(page.country for page in find_branch_pages([id]).get(id, ()))})


def check_guide(page: GuidePage, jurisdictions: frozenset[str] | None = None) -> list[Finding]:
    """Every claim in a page, live or draft. `jurisdictions` replaces the countries that offer the guide now."""
    countries = find_jurisdictions(str(page.translation_key)) if jurisdictions is None else jurisdictions
    language = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    overruled = find_overruled(page.translation_key, language)
    return [
        Finding(claim, passage, overruled.get((claim.rule.id, claim.key)))
        for passage in chain(read_passages(page), read_shown(page))
        for claim in find_known_claims(passage.text, language, countries)
        if not (passage.is_risk and claim.rule.is_of_benefits)
    ]


@lru_cache(maxsize=REMEMBERED)
def find_known_claims(text: str, language: str | None, countries: frozenset[str] | None) -> tuple[Claim, ...]:
    """The claims of a text, by the rules of these countries; None: of all. Cached."""
    return tuple(find_claims(text, language, find_rules(countries)))


def find_overruled(guide: Any, locale: str) -> dict[tuple[str, str], Overrule]:
    """(rule, folded phrase) -> the overrule."""
    found = _find_overrules(str(guide))
    return {(one.rule, fold_phrase(one.phrase)): one for one in found if one.locale == locale}


@remembered
def _find_overrules(guide: str) -> list[Overrule]:
    return list(Overrule.valid.filter(guide=guide))


def check_note(offering: Offering, countries: frozenset[str] | None = None) -> Iterator[Claim]:
    """Claims in an offering's note, by the rules of all languages. `countries` replaces those of its branch."""
    rules = find_rules(find_countries(offering.branch) if countries is None else countries)
    return (claim for claim in find_claims(offering.note, None, rules) if claim.rule.severity != Severity.WARN)
