"""Shapes that exist only in this version's answers: pages of results, and a section on its own."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from content.editions.documents import (
    SECTION_DOCUMENTS,
    BranchDocument,
    BranchGuideCardDocument,
    GuideCardDocument,
    SectionGuideDocument,
)


class PageDocument(serializers.Serializer):
    next = serializers.CharField(allow_null=True, help_text="Root-relative address of the next page.")
    previous = serializers.CharField(allow_null=True, help_text="Root-relative address of the page before.")


class GuideListDocument(PageDocument):
    results = GuideCardDocument(many=True)


class BranchListDocument(PageDocument):
    results = BranchDocument(many=True)


class BranchGuideListDocument(PageDocument):
    results = BranchGuideCardDocument(many=True)


def _with_guide(section: type[serializers.Serializer]) -> type[serializers.Serializer]:
    name = section.__name__.replace("Document", "DetailDocument")
    doc = f"{section.__doc__} On its own, with the guide that it belongs to."
    return type(name, (section,), {"guide": SectionGuideDocument(), "__doc__": doc})


SECTION_DETAIL = PolymorphicProxySerializer(
    component_name="SectionDetail",
    serializers={key: _with_guide(section) for key, section in SECTION_DOCUMENTS.items()},
    resource_type_field_name="key",
)


def build_section(guide: dict[str, Any], key: str) -> dict[str, Any]:
    """One section out of a guide's document, with what is needed to attribute it."""
    section = next(section for section in guide["sections"] if section["key"] == key)
    return {**section, "guide": {name: guide[name] for name in SectionGuideDocument._declared_fields}}
