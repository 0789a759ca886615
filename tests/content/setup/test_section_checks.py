"""A section, block or fact that somebody has added in some places alone is refused at start, with what is left out."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from rest_framework import serializers
from wagtail.blocks import CharBlock

from api.embeds.heights import _BOXES
from api.embeds.structured import ASPECTS
from content.model.blocks.base import ContentBlock
from content.model.guides.models import require_sections
from content.model.sections import PROCESS, SECTIONS
from content.model.sections.base import Section, blocks_column, count_column
from content.model.sections.process import ProcessFactsDocument, ProcessSection, StepBlock
from content.model.vocabulary import SectionKey
from content.setup import section_checks
from tests.support import ROOT


def find_faults() -> list[str]:
    checks = (section_checks.check_sections, section_checks.check_blocks, section_checks.check_facts)
    return [f"{error.id}: {error.msg}" for check in checks for error in check()]


@pytest.fixture
def use(monkeypatch):
    """What is said with another section in the place of that of its key."""

    def find(section: Section) -> list[str]:
        sections = tuple(section if one.key == section.key else one for one in SECTIONS)
        monkeypatch.setattr(section_checks, "SECTIONS", sections)
        return find_faults()

    return find


def test_nothing_is_left_out():
    assert find_faults() == []


# -- sections


@pytest.mark.parametrize("key", SectionKey)
def test_a_page_without_the_columns_of_a_section_is_refused_at_once(key):
    mixins = [section.mixin for section in SECTIONS if section.key != key]
    abstract = {"__module__": __name__, "Meta": type("Meta", (), {"abstract": True})}
    page: Any = type("Page", tuple(mixins), abstract)
    with pytest.raises(ImproperlyConfigured, match=f"Page lacks the section {key}: add .*Section to its bases"):
        require_sections(page)


def test_sections_and_keys_must_agree(monkeypatch):
    monkeypatch.setattr(section_checks, "SECTIONS", SECTIONS[1:])
    assert find_faults()[0] == "content.E001: SECTIONS and SectionKey differ."


def test_a_section_needs_a_template(monkeypatch):
    def find_template(name: str) -> str:
        return "" if name.endswith("sections/mechanism.html") else read(name)

    read = section_checks._read_template
    monkeypatch.setattr(section_checks, "_read_template", find_template)
    assert find_faults() == ["content.E003: The template components/sections/mechanism.html is missing."]


def test_what_knows_sections_by_their_keys_must_know_each(monkeypatch):
    lacking = dict.fromkeys(set(SectionKey) - {SectionKey.SAFETY})
    tables = [(name, lacking, hint) for name, _table, hint in section_checks.TABLES]
    monkeypatch.setattr(section_checks, "TABLES", tables)
    assert find_faults() == [f"content.E008: {name} lacks the section safety." for name, _table, _hint in tables]
    assert [name.split()[0] for name, _table, _hint in tables] == ["ASKED_AS", "TAKERS", "SECTION_WORDS"]


def test_each_is_an_aspect_for_search_engines():
    assert list(ASPECTS) == list(SectionKey)


# -- blocks


class MythValue(serializers.Serializer):
    belief = serializers.CharField()


class MythBlock(ContentBlock):
    type_name = "myth"
    Value = MythValue

    belief = CharBlock()


@pytest.fixture
def with_myths() -> Section:
    class MythicSection(ProcessSection):
        process_blocks = blocks_column(StepBlock, MythBlock)

        class Meta:
            abstract = True

    return replace(PROCESS, mixin=MythicSection)


def test_a_block_is_described_by_the_column_that_has_it(with_myths):
    """There is no second list."""
    assert MythBlock in with_myths.all_blocks
    assert with_myths.all_fact_columns == PROCESS.all_fact_columns


def test_a_block_needs_a_template(use, with_myths):
    assert use(with_myths) == ["content.E004: The template components/blocks/myth.html is missing."]


@pytest.fixture
def drawn(monkeypatch):
    monkeypatch.setattr(MythBlock, "template_name", lambda: "components/blocks/point.html")


class MuteValue(serializers.Serializer):
    pass


class TalkativeValue(MythValue):
    truth = serializers.CharField()


class CodedValue(MythValue):
    belief = serializers.ChoiceField(choices=["old", "new"])  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        (MythValue, []),
        (MuteValue, ["content.E005: MythBlock has unserved fields: belief."]),
        (TalkativeValue, ["content.E005: TalkativeValue serves what MythBlock has not: truth."]),
        (CodedValue, ["content.E012: The codes of belief in CodedValue have no labels in the API."]),
    ],
)
def test_what_is_typed_into_a_block_must_be_served_and_nothing_else(monkeypatch, use, drawn, with_myths, value, faults):
    monkeypatch.setattr(MythBlock, "Value", value)
    assert use(with_myths) == faults


def test_a_type_is_that_of_one_block(monkeypatch, use, drawn, with_myths):
    monkeypatch.setattr(MythBlock, "type_name", "point")
    assert use(with_myths) == ["content.E010: The type point is that of several blocks: PointBlock, MythBlock."]


#: Blocks that look as what they consist of does.
PLAIN = {"tg-paragraph", "tg-image"}


def test_every_block_has_a_look_on_pages_and_in_embeds_and_a_height():
    blocks = {block for section in SECTIONS for block in section.all_blocks}
    sources = [section_checks._read_template(block.template_name()) for block in blocks]
    classes = {match[1] for source in sources if (match := re.search(r'class="(tg-[a-z-]+)', source))}
    assert len(classes) == len(blocks)
    for sheet in ("static/web/site.css", "api/embeds/embed.css"):
        styled = set(re.findall(r"\.(tg-[a-z-]+)", (ROOT / sheet).read_text()))
        assert classes - styled - PLAIN == set(), sheet
    assert classes - set(_BOXES) - PLAIN == set()


# -- facts


class LaterSection(ProcessSection):
    rest_days = count_column("rest", "", most=9)

    class Meta:
        abstract = True


class LaterFacts(ProcessFactsDocument):
    rest_days = serializers.IntegerField(allow_null=True)


class MisspeltFacts(ProcessFactsDocument):
    rest_days = serializers.IntegerField(allow_null=True, source="rest_day")


class DoubleFacts(ProcessFactsDocument):
    maintenance_months = serializers.IntegerField(source="rest_days", allow_null=True)


class CodedFacts(ProcessFactsDocument):
    rest_days = serializers.ChoiceField(choices=[1, 2], allow_null=True)


UNSHOWN = "content.E011: The fact rest_days is not shown."
UNSERVED = "content.E009: The column rest_days of the section process is served as no fact."


@pytest.mark.parametrize(
    ("facts", "is_shown", "faults"),
    [
        (LaterFacts, True, []),
        (LaterFacts, False, [UNSHOWN]),
        (ProcessFactsDocument, True, [UNSERVED]),
        (MisspeltFacts, True, [UNSERVED, "content.E009: MisspeltFacts reads rest_day, which the section has not."]),
        (CodedFacts, True, ["content.E012: The codes of rest_days in CodedFacts have no labels in the API."]),
        (DoubleFacts, True, ["content.E010: The fact maintenance_months is in several sections: process, sessions."]),
    ],
)
def test_a_fact_is_a_column_that_is_served_under_a_name_of_its_own_and_shown(monkeypatch, use, facts, is_shown, faults):
    if is_shown:
        read = section_checks._read_template
        monkeypatch.setattr(
            section_checks,
            "_read_template",
            lambda name: read(name) + "{{ facts.rest_days }}{{ facts.maintenance_months }}",
        )
    assert use(replace(PROCESS, mixin=LaterSection, facts=facts)) == faults


def test_a_column_is_in_the_form():
    """There is no second list."""
    later = replace(PROCESS, mixin=LaterSection)
    assert later.fact_columns == ["downtime_days", "anaesthesia", "discomfort", "rest_days"]


def test_what_cards_show_are_facts(monkeypatch):
    class CardFacts(serializers.Serializer):
        minutes = serializers.IntegerField()

    monkeypatch.setattr(section_checks, "CardFactsDocument", CardFacts)
    assert find_faults() == ["content.E009: CardFactsDocument has minutes, which is no fact."]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_a_fact_is_named_in_the_condition_for_the_list_and_in_the_list(section):
    condition, _then, shown = section_checks._read_template(f"components/sections/{section.key}.html").partition("<dl")
    for name in section.facts().fields:
        assert f"facts.{name}" in condition, name
        assert f"facts.{name}" in shown, name
