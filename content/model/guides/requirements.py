"""Checks what every guide needs before it may be public: words, facts, risks."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue

from content.model.guides.models import GuidePage
from content.model.guides.refusals import Refusal, for_forms
from content.model.guides.shown import find_shown
from content.model.guides.slugs import find_taken
from content.model.prompts.marks import find_prompts
from content.model.sections import SECTIONS
from content.model.side_effects import names_side_effect
from content.model.vocabulary import SectionKey

#: The fields of a page with words, which a template may have filled or an editor pasted a prompt into.
_PROMPTED = (
    *("title", "summary", "also_known_as", "hero_alt", "faqs"),
    *(name for section in SECTIONS for name in (section.lead_field, section.blocks_field)),
)


def check_overview(page: GuidePage) -> Iterator[Refusal]:
    if not page.summary:
        yield Refusal("summary_missing", _("Write a summary. Cards and search results show it."), "summary")
    if not page.category_id:
        yield Refusal("category_missing", _("Choose a category, so that readers can find the guide."), "category")
    if not page.body_area:
        yield Refusal("body_area_missing", _("Choose the body area, so that readers can find the guide."), "body_area")
    if page.alias_of_id:
        yield Refusal("alias", _("A guide cannot be an alias, because the same text would have two ids."))
    if not page.is_source and not page.source_page.live:
        yield Refusal(
            "source_not_public", _("Publish the guide in its source language first. Its facts come from there.")
        )


@for_forms
def check_slug(page: GuidePage) -> Iterator[Refusal]:
    """Not absolute: guides that are settled together may swap slugs, so settling checks this itself."""
    if message := find_taken(page, page.slug):
        yield Refusal("slug_taken", message, "slug", is_absolute=False)


def check_shared(page: GuidePage) -> Iterator[Refusal]:
    """A guide must not show shared things that are only drafts."""
    seen = set()
    for shown in find_shown(page):
        if getattr(shown.thing, "live", True) or (shown.field, shown.thing) in seen:
            continue
        seen.add((shown.field, shown.thing))
        message = _("“%(thing)s” is only a draft. Publish it under Shared, or choose another.")
        yield Refusal("shared_draft", message % {"thing": shown.thing}, shown.field, waits=True)


def check_sections(page: GuidePage) -> Iterator[Refusal]:
    for section in SECTIONS:
        names: dict[str, Any] = {"section": section.heading}
        if not getattr(page, section.lead_field):
            message = _("“%(section)s” has no lead sentence. Write one.")
            yield Refusal("lead_missing", message % names, section.lead_field)
        if not len(getattr(page, section.blocks_field)):
            message = _("“%(section)s” is empty. Add at least one block.")
            yield Refusal("section_missing", message % names, section.blocks_field)
        for fact in section.required_facts:
            if all(getattr(page.facts_page, column) is None for column in fact.columns):
                message = _("“%(section)s” is missing a fact: %(fact)s. Add it.")
                yield Refusal("fact_missing", message % {**names, "fact": fact.label}, fact.columns[0])


def check_prompts(page: GuidePage) -> Iterator[Refusal]:
    """What a template has put where the editor's words belong is never public."""
    for name in _PROMPTED:
        value = getattr(page, name)
        found = list(find_prompts(value.get_prep_value() if isinstance(value, StreamValue) else value))
        if found:
            message = ngettext(
                "A prompt is left: “%(prompt)s”. Write your own words in its place, or delete it.",
                "%(count)d prompts are left, such as “%(prompt)s”. Write your own words there, or delete them.",
                len(found),
            )
            yield Refusal("prompt_left", message % {"count": len(found), "prompt": found[0]}, name)


def check_safety(page: GuidePage) -> Iterator[Refusal]:
    names = [str(child.value.get("name")) for child in page.safety_blocks if child.block_type == "side_effect"]
    if names and not any(names_side_effect(name) for name in names):
        message = _("“%(name)s” is not a side effect. Enter one, such as “Swelling”, and describe it below.")
        yield Refusal("side_effects_missing", message % {"name": names[0]}, "safety_blocks")
    elif len(page.safety_blocks) and not names:
        message = _("“%(section)s” lists no side effects. Benefits are never published without risks. Add one.")
        yield Refusal("side_effects_missing", message % {"section": SectionKey.SAFETY.label}, "safety_blocks")
