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
