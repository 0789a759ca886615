"""What a change of a draft does to its signatures, and which claims its new words would make."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.approval.claims.checking import find_jurisdictions, find_known_claims, find_overruled
from content.approval.claims.matching import Claim
from content.approval.claims.rules import Severity
from content.approval.signoff.parts import find_digests, name_parts
from content.approval.signoff.signing import find_open_parts
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS
from content.model.vocabulary import OVERVIEW, PARTS
from content.release.claims.refusals import describe


def find_part(field: str) -> str:
    """The part of a guide to which a field belongs."""
    return next((str(one.key) for one in SECTIONS if field in (one.lead_field, one.blocks_field)), OVERVIEW)


@dataclass(frozen=True)
class Signatures:
    """`opened`: signed parts that must be signed again. `waiting`: changed parts that were not signed before either."""

    opened: list[str]
    waiting: list[str]

    def say(self) -> str:
        told = []
        if self.opened:
            told.append(_("Must be signed again: %(parts)s.") % {"parts": name_parts(self.opened)})
        if self.waiting:
            told.append(_("Not signed before either: %(parts)s.") % {"parts": name_parts(self.waiting)})
        return " ".join(told) or _("Every signature stays.")


def compare_signatures(before: GuidePage, after: GuidePage) -> Signatures:
    old, new = find_digests(before), find_digests(after)
    changed = [part for part in PARTS if old[part] != new[part]]
    if not changed:
        return Signatures([], [])
    open_before, open_after = find_open_parts(before), find_open_parts(after)
    open_now = [part for part in changed if part in open_after]
    return Signatures(
        [part for part in open_now if part not in open_before], [part for part in open_now if part in open_before]
    )


def find_new_claims(page: GuidePage, before: str, after: str) -> list[str]:
    """A sentence for each claim of the text after that the text before does not make, and that nobody has allowed."""
    language = page.locale.language_code
    if not _find_more(before, after, language, None):
        return []
    countries = find_jurisdictions(str(page.translation_key))
    overruled = find_overruled(page.translation_key, language)
    found = _find_more(before, after, language, countries)
    return [describe(one.phrase, one.rule) for one in found if (one.rule.id, one.key) not in overruled]


def _find_more(before: str, after: str, language: str, countries: frozenset[str] | None) -> list[Claim]:
    known = {(one.rule.id, one.key) for one in find_known_claims(before, language, countries)}
    return list(_keep_new(find_known_claims(after, language, countries), known))


def _keep_new(claims: tuple[Claim, ...], known: set[tuple[str, str]]) -> Iterator[Claim]:
    for claim in claims:
        if claim.rule.severity != Severity.WARN and (claim.rule.id, claim.key) not in known:
            known.add((claim.rule.id, claim.key))
            yield claim
