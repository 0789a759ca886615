"""A fact, or a field of a block, that the code gets later opens no signature until somebody fills it in."""

from dataclasses import replace

import pytest
from django.db import models
from rest_framework import serializers

from content.approval.signoff import parts
from content.approval.signoff.models import SignOff
from content.approval.signoff.signing import find_open_parts
from content.model.blocks.paragraph import ParagraphBlock, ParagraphValue
from content.model.guides.models import GuidePage
from content.model.sections import SAFETY, SECTIONS
from content.model.sections.safety import SafetyFactsDocument, SafetySection
from tests.support import signing

pytestmark = pytest.mark.django_db


class LaterSection(SafetySection):
    is_tested = models.BooleanField(default=False)
    may_be_driven_after = models.BooleanField(null=True)
    least_age = models.PositiveSmallIntegerField(default=18)

    class Meta:
        abstract = True


class LaterFacts(SafetyFactsDocument):
    is_tested = serializers.BooleanField()
    may_be_driven_after = serializers.BooleanField(allow_null=True)
    least_age = serializers.IntegerField()


class LaterValue(ParagraphValue):
    is_for_adults = serializers.BooleanField(default=False)


@pytest.fixture
def later(mesotherapy, monkeypatch) -> GuidePage:
    """Signed before the code got three more facts, and its paragraphs something to tick."""
    assert find_open_parts(mesotherapy) == {}
    section = replace(SAFETY, mixin=LaterSection, facts=LaterFacts)
    monkeypatch.setattr(parts, "SECTIONS", [section if one == SAFETY else one for one in SECTIONS])
    monkeypatch.setattr(ParagraphBlock, "Value", LaterValue)
    for name, default in {"is_tested": False, "may_be_driven_after": None, "least_age": 18}.items():
        monkeypatch.setattr(GuidePage, name, default, raising=False)
    return mesotherapy


def test_a_new_fact_opens_no_signature(later):
    assert find_open_parts(later) == {}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("is_tested", False, True),
        ("is_tested", True, False),
        ("may_be_driven_after", None, False),
        ("may_be_driven_after", True, False),
        ("least_age", 18, 0),
        ("least_age", 21, 18),
        ("suits_mild", True, False),
    ],
)
def test_every_change_of_it_opens_its_section_also_to_no_and_to_nought(later, name, before, after):
    SignOff.objects.filter(part="safety").delete()  # what comes back is signed still: here nothing was signed before
    setattr(later, name, before)
    signing.sign(later)
    assert find_open_parts(later) == {}
    setattr(later, name, after)
    assert list(find_open_parts(later)) == ["safety"]


def test_so_does_a_tick_of_a_block(later):
    paragraph = next(block for block in later.mechanism_blocks if block.block_type == "paragraph")
    SignOff.objects.filter(part="mechanism").delete()
    for is_ticked in (True, False):
        paragraph.value["is_for_adults"] = is_ticked
        assert list(find_open_parts(later)) == ["mechanism"]
        signing.sign(later)
