"""The shapes of what is public, and how they become bytes: what the API documents and hands over."""

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
from content.edition.encoding import encode
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
    "encode",
    "format_moment",
]
