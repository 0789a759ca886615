"""Keeps restricted claims from being published: a guide's, and those in the note of an offering."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.branches.models import Offering
from content.branches.refusals import register_check as register_offering_check
from content.claims.checking import check_guide, check_note
from content.claims.rules import Rule, Severity
from content.editions.reading import find_offered
from content.editions.visibility import is_guide_public
from content.guides.models import GuidePage
from content.guides.refusals import Refusal, register_check


def describe(phrase: str, rule: Rule) -> str:
    """One sentence that names the phrase, and the rule's own: why not, and what to write."""
    names = {"phrase": phrase, "why": rule.rationale, "instead": rule.suggestion}
    if rule.severity == Severity.EVIDENCE:
        return _("“%(phrase)s” needs a citation of the last ten years on this block. %(why)s %(instead)s") % names
    return _("“%(phrase)s” must not be published. %(why)s %(instead)s") % names


@register_check
def check_claims(page: GuidePage) -> Iterator[Refusal]:
    """One refusal for each phrase of a field. A citation that grows old holds up nobody but who publishes the page."""
    seen = set()
    for finding in check_guide(page):
        claim, field = finding.claim, finding.passage.field
        if finding.stands and finding.severity != Severity.WARN and (field, claim.phrase.lower()) not in seen:
            seen.add((field, claim.phrase.lower()))
            is_absolute = finding.severity == Severity.BLOCK
            yield Refusal(f"claim_{claim.rule.id}", describe(claim.phrase, claim.rule), field, is_absolute)


@register_offering_check
def check_offering_note(offering: Offering) -> Iterator[tuple[str, str]]:
    for claim in check_note(offering):
        yield "note", describe(claim.phrase, claim.rule)


@register_offering_check
def check_offered_guide(offering: Offering) -> Iterator[tuple[str, str]]:
    """A guide that is public where its words are allowed may not be offered where they are not."""
    if not offering.available or find_offered().filter(subject=offering.pk).exists():
        return
    country = frozenset({offering.branch.country})
    for page in GuidePage.objects.filter(translation_key=offering.guide.translation_key):
        for finding in check_guide(page, country) if is_guide_public(page) else ():
            if finding.blocks:
                names = {"guide": page.title, "claim": describe(finding.claim.phrase, finding.claim.rule)}
                yield "available", _("“%(guide)s” can't be offered in this country yet. %(claim)s") % names
