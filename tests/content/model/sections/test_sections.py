"""Sections and their blocks: each has every piece, and the samples use every kind of block."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.blocks.struct_block import StructBlockValidationError

from content.model.blocks.base import ContentBlock
from content.model.guides.models import GuidePage
from content.model.sections import SECTIONS
from content.model.sections.combinations import CombinationBlock
from content.model.sections.safety import SideEffectBlock
from content.model.snippets.models import Therapy
from content.model.vocabulary import ENUMERATIONS, CombinationKind, SectionKey

ALL_BLOCKS = sorted({block for section in SECTIONS for block in section.all_blocks}, key=lambda block: block.type_name)


def test_there_are_five_sections_in_a_fixed_order():
    assert [section.key for section in SECTIONS] == list(SectionKey)
    assert list(SectionKey) == ["mechanism", "process", "sessions", "safety", "combinations"]


@pytest.mark.parametrize("block", ALL_BLOCKS)
def test_a_block_has_every_piece(block: type[ContentBlock]):
    assert set(block.base_blocks) == set(block.Value().fields)
    assert set(block.Document().fields) == {"id", "type", "value", "fallback"}


@pytest.mark.django_db
def test_the_samples_use_every_kind_of_block(api):
    documents = [api(f"guides/{card['slug']}/").json() for card in api("guides/").json()["results"]]
    used = {block["type"] for document in documents for section in document["sections"] for block in section["blocks"]}
    assert {block.type_name for block in ALL_BLOCKS} - used == {"image"}  # a step shows its picture itself


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"minutes_min": 60, "minutes_max": 30}, "minutes_max"),
        ({"sessions_min": 6, "sessions_max": 4}, "sessions_max"),
        ({"weeks_between_min": 8, "weeks_between_max": 2}, "weeks_between_max"),
        ({"minutes_max": 481}, "minutes_max"),
        ({"minutes_min": 0}, "minutes_min"),
        ({"sessions_max": 51}, "sessions_max"),
        ({"weeks_between_max": 53}, "weeks_between_max"),
        ({"downtime_days": 91}, "downtime_days"),
        ({"maintenance_months": 61}, "maintenance_months"),
        ({"anaesthesia": "hypnosis"}, "anaesthesia"),
        ({"summary": "x" * 281}, "summary"),
        ({"last_reviewed": "2026-02-01", "next_review": "2026-01-01"}, "next_review"),
    ],
)
@pytest.mark.django_db
def test_a_fact_out_of_bounds_is_refused_at_its_field(values, field, mesotherapy: GuidePage):
    for name, value in values.items():
        setattr(mesotherapy, name, value)
    with pytest.raises(ValidationError) as refused:
        mesotherapy.full_clean()
    assert field in refused.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("both", [True, False])
def test_a_combination_names_a_guide_or_a_therapy_and_never_both(both, mesotherapy):
    block = CombinationBlock()
    partners = {"guide": mesotherapy, "therapy": Therapy.objects.first()} if both else {"guide": None, "therapy": None}
    value = block.to_python({"kind": CombinationKind.TOPICAL})
    value.update(partners)
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_a_side_effect_says_not_known_rather_than_guess():
    assert SideEffectBlock().get_default()["frequency"] == "unknown"


@pytest.mark.parametrize("locale", ["hi", "ar"])
def test_every_label_of_the_vocabulary_is_translated(locale):
    for choices in ENUMERATIONS.values():
        for member in choices:
            english = str(member.label)
            with override(locale):
                assert str(member.label) != english, f"{english} has no {locale} translation"
