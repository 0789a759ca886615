"""Refuses restricted claims in forms: of guides, of offerings and of shared things.

`documents` refuses them in compiled documents.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from content.approval.claims.checking import check_guide, check_note, find_countries
from content.approval.claims.matching import find_claims
from content.approval.claims.rules import Rule, Severity, find_rules
from content.edition.models import Edition
from content.edition.reducing import read_content
from content.edition.visibility import find_offered, is_guide_public
from content.model.branches.models import BranchPage, Offering
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.guides.refusals import Refusal
from content.model.notices.models import Withdrawal
from content.model.snippets.models import Category
from content.model.vocabulary import Kind, State


def describe(phrase: str, rule: Rule, thing: str = "") -> str:
    """A message that names the phrase, the reason, and what to write instead. `thing`: the shared thing that has it."""
    names = {"phrase": phrase, "why": rule.rationale, "instead": rule.suggestion, "thing": thing}
    if thing:
        return _("“%(phrase)s” must not be published. It is used in %(thing)s. %(why)s %(instead)s") % names
    if rule.severity == Severity.EVIDENCE:
        return _("“%(phrase)s” needs a citation on this block, from the last ten years. %(why)s %(instead)s") % names
    return _("“%(phrase)s” must not be published. %(why)s %(instead)s") % names


def check_claims(page: GuidePage) -> Iterator[Refusal]:
    """One refusal for each phrase of a field. A missing or old citation stops only the publisher of the page."""
    seen = set()
    for finding in check_guide(page):
        claim, field = finding.claim, finding.passage.field
        if finding.stands and finding.severity != Severity.WARN and (field, claim.key) not in seen:
            seen.add((field, claim.key))
            # Words of shared things are refused in the compiled document, which says whose words they are.
            is_absolute = finding.severity == Severity.BLOCK and not finding.passage.thing
            of_publisher = finding.severity == Severity.EVIDENCE
            sentence = describe(claim.phrase, claim.rule, finding.passage.thing)
            of_others = bool(finding.passage.thing)
            yield Refusal(
                f"claim_{claim.rule.id}",
                sentence,
                field,
                is_absolute,
                of_publisher=of_publisher,
                of_others=of_others,
                words=claim.phrase,
            )


#: Models whose words are shown in every country.
_EVERYWHERE = (GroupSettings, Category, Withdrawal)


def check_typed(thing: Any, text: str) -> Iterator[str]:
    """Checks the rules of all languages: other languages may fall back to this text. Nothing can be cited here."""
    countries = frozenset({thing.country}) if isinstance(thing, BranchPage) else frozenset()
    rules = find_rules(None if isinstance(thing, _EVERYWHERE) else countries)
    for claim in find_claims(text, None, rules):
        if claim.rule.severity != Severity.WARN:
            yield describe(claim.phrase, claim.rule)


def check_offering_note(offering: Offering) -> Iterator[tuple[str, str]]:
    for claim in check_note(offering):
        yield "note", describe(claim.phrase, claim.rule)


def check_offered_guide(offering: Offering) -> Iterator[tuple[str, str]]:
    """Refuses to offer a public guide in a country whose rules forbid its words."""
    if not offering.available or find_offered().filter(subject=offering.pk).exists():
        return
    for sentence in _read_offered(offering, find_countries(offering.branch)):
        yield "available", sentence


def _read_offered(offering: Offering, countries: frozenset[str]) -> Iterator[str]:
    for page in GuidePage.objects.filter(translation_key=offering.guide.translation_key):
        for finding in check_guide(page, countries) if is_guide_public(page) else ():
            if finding.blocks:
                names = {"guide": page.title, "claim": describe(finding.claim.phrase, finding.claim.rule)}
                yield _("“%(guide)s” cannot be offered in this country yet. %(claim)s") % names


def check_new_country(branch: BranchPage) -> Iterator[str]:
    """Checks a branch's offerings under its new country's rules. They were checked under the old country's only."""
    if branch.country in _find_public_countries(branch):
        return
    country = frozenset({branch.country})
    of_branch = Offering.objects.filter(branch__translation_key=branch.translation_key)
    for offering in of_branch.select_related("branch", "guide"):
        for claim in check_note(offering, country):
            names = {"guide": offering.guide.title, "claim": describe(claim.phrase, claim.rule)}
            yield _("The note on “%(guide)s” cannot be shown in this country. %(claim)s") % names
        if offering.available:
            yield from _read_offered(offering, country)


def _find_public_countries(branch: BranchPage) -> set[str]:
    """The countries of the branch's newest public edition in each language."""
    public = Edition.objects.filter(kind=Kind.BRANCH, subject=branch.translation_key, state=State.LIVE)
    newest = public.exclude(body=b"").order_by("locale", "-version")
    editions = [newest.filter(locale=locale).first() for locale in public.values_list("locale", flat=True).distinct()]
    return {read_content(edition)["address"]["country"] for edition in editions if edition}
