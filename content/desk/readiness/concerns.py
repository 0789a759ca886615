"""Finds concerns: things to check before a guide is published, such as texts and facts that disagree.

Concerns are shown, but don't prevent publication.
"""

from collections.abc import Callable, Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.rich_text import RichText

from content.approval.claims.checking import check_guide
from content.approval.claims.passages import Passage, read_passages
from content.approval.claims.rules import Severity
from content.desk.readiness import plainness, prose
from content.desk.readiness.concern import Concern
from content.desk.readiness.languages import find_foreign
from content.model.days import show_day
from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_refusals
from content.model.guides.reviewing import add_months
from content.model.richtext.portable_text import build_portable_text
from content.model.sections import SECTIONS
from content.model.sections.base import RangeFact
from content.model.sections.process import MINUTES
from content.model.sections.sessions import SESSIONS_NEEDED

#: PIF TICK: a text is reviewed at least every three years.
MOST_MONTHS = 36
Check = Callable[[GuidePage], Iterator[Concern]]


def find_concerns(page: GuidePage) -> list[Concern]:
    """All concerns about a draft, refusals first."""
    refusals = [Concern(refusal.code, refusal.message, refusal.field, True) for refusal in find_refusals(page)]
    return refusals + [concern for check in CHECKS for concern in check(page)]


def check_sessions_in_prose(page: GuidePage) -> Iterator[Concern]:
    message = _("The text says “%(said)s”, but the fact is %(fact)s sessions. Fix one of them.")
    for passage in _read(page, "summary", "faqs", "sessions_lead", "sessions_blocks"):
        yield from _compare(page, passage, SESSIONS_NEEDED, prose.find_sessions(passage.text), message)


def check_minutes_in_prose(page: GuidePage) -> Iterator[Concern]:
    message = _("The text says “%(said)s”, but the fact is %(fact)s minutes. Fix one of them.")
    for passage in _read(page, "summary", "faqs", "process_lead", "process_blocks"):
        yield from _compare(page, passage, MINUTES, prose.find_minutes(passage.text), message)


def _read(page: GuidePage, *fields: str) -> Iterator[Passage]:
    return (passage for passage in read_passages(page) if passage.field in fields)


def _compare(
    page: GuidePage, passage: Passage, fact: RangeFact, said: Iterator[prose.Said], message: str
) -> Iterator[Concern]:
    least, most = (getattr(page.facts_page, column) for column in fact.columns)
    least, most = (most if least is None else least), (least if most is None else most)
    if least is None:
        return
    for number in said:
        if number.most < least or number.least > most:
            shown = f"{least}–{most}" if least != most else str(least)
            yield Concern(f"{fact.name}_differ", message % {"said": number.phrase, "fact": shown}, passage.field)


def check_safety(page: GuidePage) -> Iterator[Concern]:
    kinds = {child.block_type for child in page.safety_blocks}
    if not len(page.safety_blocks):
        return  # a refusal covers this
    if "aftercare" not in kinds:
        yield Concern("aftercare_missing", _("There is no aftercare advice. Add aftercare."), "safety_blocks")
    if "seek_help" not in kinds:
        message = _("It does not say when to call the clinic. Add when to seek help.")
        yield Concern("seek_help_missing", message, "safety_blocks")
    if not kinds & {"contraindication", "does_not_suit"}:
        message = _("It does not say who should not have it. Add who it is not suitable for, or a contraindication.")
        yield Concern("contraindications_missing", message, "safety_blocks")


def check_assessment(page: GuidePage) -> Iterator[Concern]:
    passages = list(_read(page, "process_lead", "process_blocks", "safety_lead", "safety_blocks"))
    if passages and not any(prose.speaks_of_assessment(passage.text) for passage in passages):
        message = _("It does not say that a clinician assesses the patient first. Add this to “What happens”.")
        yield Concern("assessment_missing", message, "process_blocks")


def check_pictures(page: GuidePage) -> Iterator[Concern]:
    if page.hero and not page.hero_alt:
        message = _("The picture has no description for people who cannot see it. Write one.")
        yield Concern("alt_missing", message, "hero_alt")


def check_combinations(page: GuidePage) -> Iterator[Concern]:
    names = [page.title, *page.other_names]
    for child in page.combinations_blocks:
        partner = child.value.get("guide") if child.block_type == "combination" else None
        if partner is None:
            continue
        partner = partner.specific
        if not partner.live:
            message = _("“%(guide)s” is not public. The combination is not shown until it is.") % {"guide": partner}
            yield Concern("partner_not_public", message, "combinations_blocks")
        for against in partner.safety_blocks:
            words = " ".join(filter(None, _words_against(against)))
            if any(prose.names(name, words) for name in names):
                message = _("“%(guide)s” lists this treatment as a contraindication. Ask a clinician.")
                yield Concern("partner_contraindicates", message % {"guide": partner}, "combinations_blocks")


def check_links(page: GuidePage) -> Iterator[Concern]:
    """Links to guides that are not public. The compiler drops such links and keeps their words."""
    for field, source in _read_rich_texts(page):
        for page_id in _find_linked(source):
            linked = GuidePage.objects.filter(pk=page_id).first()
            if linked is None or not linked.live:
                message = _("A link leads to “%(guide)s”, which is not public. Readers see the text without the link.")
                yield Concern("link_not_public", message % {"guide": linked or _("a deleted page")}, field)


def _find_linked(source: str) -> list[str]:
    """Ids of the pages that a rich text links to."""
    found: list[str] = []

    def note(page_id: str) -> None:
        found.append(page_id)

    build_portable_text(source, note)
    return [page_id for page_id in found if page_id.isdecimal()]


def _read_rich_texts(page: GuidePage) -> Iterator[tuple[str, str]]:
    for field in ("faqs", *(section.blocks_field for section in SECTIONS)):
        for child in getattr(page, field):
            for value in child.value.values():
                if isinstance(value, RichText):
                    yield field, value.source


def check_citations(page: GuidePage) -> Iterator[Concern]:
    cited = {citation for passage in read_passages(page) for citation in passage.citations}
    cited |= {item.citation for item in page.guide_citations.all()}
    if not cited:
        message = _("It names no source. Add the evidence that it rests on.")
        yield Concern("sources_missing", message, "mechanism_blocks")
    for citation in sorted(cited, key=str):
        if citation.dead_since:
            message = _("The link to the source “%(title)s” has been broken since %(day)s. Fix or replace it.")
            yield Concern("citation_dead", message % {"title": citation.title, "day": show_day(citation.dead_since)})


def _words_against(child: object) -> Iterator[str]:
    if child.block_type in ("contraindication", "does_not_suit"):  # type: ignore[attr-defined]
        for name in ("name", "text"):
            yield str(child.value.get(name) or "")  # type: ignore[attr-defined]


def check_review(page: GuidePage) -> Iterator[Concern]:
    if not page.reviewer:
        yield Concern("reviewer_missing", _("It has no reviewer. Choose one."), "reviewer")
    if not page.next_review:
        message = _(
            "It has no next review date. Readers see when the next review is due. "
            "Set a date, or the day of the last review: the next is calculated from it."
        )
        yield Concern("next_review_missing", message, "next_review")
    elif page.last_reviewed and page.next_review > add_months(page.last_reviewed, MOST_MONTHS):
        message = _("The next review is more than three years after the last one. Set an earlier day.")
        yield Concern("next_review_late", message, "next_review")


def check_language(page: GuidePage) -> Iterator[Concern]:
    """Texts of a translation that are still the source's, and texts in another script than the language's."""
    for field, texts in find_foreign(page).items():
        message = ngettext(
            "%(n)d text is not in %(language)s yet: “%(text)s”",
            "%(n)d texts are not in %(language)s yet, such as “%(text)s”",
            len(texts),
        )
        language = page.locale.get_display_name()
        text = Truncator(texts[0]).chars(80)
        yield Concern("not_translated", message % {"n": len(texts), "language": language, "text": text}, field)


def check_wording(page: GuidePage) -> Iterator[Concern]:
    """Claims that are only warnings."""
    for finding in check_guide(page):
        if finding.stands and finding.severity == Severity.WARN:
            rule = finding.claim.rule
            message = f"“{finding.claim.phrase}”: {rule.rationale} {rule.suggestion}"
            yield Concern(f"claim_{rule.id}", message, finding.passage.field)


#: In the order in which they are shown.
CHECKS: tuple[Check, ...] = (
    check_sessions_in_prose,
    check_minutes_in_prose,
    check_safety,
    check_assessment,
    check_pictures,
    check_combinations,
    check_links,
    check_citations,
    check_review,
    check_language,
    check_wording,
    plainness.check_texts,
    plainness.check_frequencies,
    plainness.check_reading_age,
)
