"""The shapes of public documents, which the API describes and serves, and their encoding."""

from content.edition.documents import (
    LOCALE_CODES,
    SECTION_DOCUMENTS,
    BranchDocument,
    BranchGuideCardDocument,
    BranchGuideDocument,
    GroupDocument,
    GuideCardDocument,
    GuideDocument,
    NoticeDocument,
    OfferingDocument,
    RecallDocument,
    RecallsDocument,
    SectionGuideDocument,
    VocabularyDocument,
)
from content.edition.encoding import add_member, encode, join_items, tag_of
from content.edition.stamping import format_moment

__all__ = [
    "LOCALE_CODES",
    "SECTION_DOCUMENTS",
    "BranchDocument",
    "BranchGuideCardDocument",
    "BranchGuideDocument",
    "GroupDocument",
    "GuideCardDocument",
    "GuideDocument",
    "NoticeDocument",
    "OfferingDocument",
    "RecallDocument",
    "RecallsDocument",
    "SectionGuideDocument",
    "VocabularyDocument",
    "add_member",
    "encode",
    "format_moment",
    "join_items",
    "tag_of",
]
