"""Why a guide may not be public. Asked politely by the form, absolutely when releases are settled.

Checks are registered, so that sign-off, claims and consent add theirs without being known here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from content.model.guides.shown import find_shown
from content.model.guides.slugs import find_taken
from content.model.sections import SECTIONS
from content.model.side_effects import names_side_effect
from content.model.vocabulary import SectionKey

if TYPE_CHECKING:
    from content.model.guides.models import GuidePage


@dataclass(frozen=True)
class Refusal:
    """`message` says what is wrong and what to do; `field` is the form's field to mend, if there is one.

    One that is not absolute is about what the compiler leaves out anyway: whoever publishes the page is asked to
    mend it, but a change to something else that the page shows is not held up.

    One that is `of_publisher` is asked of whoever publishes new words of the page, by whatever door, and nobody else.

    One that `waits` is mended by somebody else, not by typing: the form does not ask it of who submits. Where the
    page itself is as it was published, and only what it shows has changed, what is public stays as it is meanwhile.

    One that is `of_others` is about words of something that the page only shows: it is told, and stops nobody. Those
    words are left out, or stay as readers know them.
    """

    code: str
    message: str
    field: str = ""
    is_absolute: bool = True
    of_publisher: bool = False
    waits: bool = False
    of_others: bool = False


Check = Callable[["GuidePage"], Iterator[Refusal]]
_checks: list[Check] = []


def register_check(check: Check) -> Check:
    _checks.append(check)
    return check


def find_refusals(page: "GuidePage") -> list[Refusal]:
    return [refusal for check in _checks for refusal in check(page)]


@register_check
def check_overview(page: "GuidePage") -> Iterator[Refusal]:
    if not page.summary:
        yield Refusal("summary_missing", _("Write a summary: cards and search results show it."), "summary")
    if not page.category_id:
        yield Refusal("category_missing", _("Choose a category, so that readers can find the guide."), "category")
    if not page.body_area:
        yield Refusal("body_area_missing", _("Choose the body area, so that readers can find the guide."), "body_area")
    if page.alias_of_id:
        yield Refusal("alias", _("A guide can't be an alias: it would be the same text under a second id."))
    if not page.is_source and not page.source_page.live:
        yield Refusal("source_not_public", _("Publish the guide in its source language first: facts come from there."))


@register_check
def check_slug(page: "GuidePage") -> Iterator[Refusal]:
    """Not absolute: what is settled together may change places, so settling looks for itself."""
    if message := find_taken(page, page.slug):
        yield Refusal("slug_taken", message, "slug", is_absolute=False)


@register_check
def check_shared(page: "GuidePage") -> Iterator[Refusal]:
    """What somebody else is still drafting is not shown to readers by way of a guide."""
    seen = set()
    for shown in find_shown(page):
        if getattr(shown.thing, "live", True) or (shown.field, shown.thing) in seen:
            continue
        seen.add((shown.field, shown.thing))
        message = _("“%(thing)s” is only a draft. Have it published under Shared, or choose another.")
        yield Refusal("shared_draft", message % {"thing": shown.thing}, shown.field, waits=True)


@register_check
def check_sections(page: "GuidePage") -> Iterator[Refusal]:
    for section in SECTIONS:
        names: dict[str, Any] = {"section": section.tab}
        if not getattr(page, section.lead_field):
            message = _("“%(section)s” has no sentence to lead with. Write one.")
            yield Refusal("lead_missing", message % names, section.lead_field)
        if not len(getattr(page, section.blocks_field)):
            message = _("“%(section)s” is empty. Write at least one block.")
            yield Refusal("section_missing", message % names, section.blocks_field)
        for fact in section.required_facts:
            if all(getattr(page.facts_page, column) is None for column in fact.columns):
                message = _("“%(section)s” lacks a fact: %(fact)s. Fill it in.")
                yield Refusal("fact_missing", message % {**names, "fact": fact.label}, fact.columns[0])


@register_check
def check_safety(page: "GuidePage") -> Iterator[Refusal]:
    names = [str(child.value.get("name")) for child in page.safety_blocks if child.block_type == "side_effect"]
    if names and not any(names_side_effect(name) for name in names):
        message = _("“%(name)s” does not name a side effect. Name one, such as “Swelling”, and what it is like below.")
        yield Refusal("side_effects_missing", message % {"name": names[0]}, "safety_blocks")
    elif len(page.safety_blocks) and not names:
        message = _("“%(section)s” lists no side effect. A benefit never goes out without its risks: add one.")
        yield Refusal("side_effects_missing", message % {"section": SectionKey.SAFETY.value.title()}, "safety_blocks")
