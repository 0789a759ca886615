"""The public shapes. These serializers compile pages into documents, and OpenAPI is made from them.

`…Content` is what the compiler makes of a page; `…Document` adds the stamp of a release. Other packages import from
here.
"""

from content.edition.documents.branches import (
    AddressDocument,
    BranchContent,
    BranchDocument,
    BranchLinksDocument,
    BranchReferenceDocument,
    CountryInsertDocument,
    LocalTimeField,
    OpeningHoursDocument,
    RegulatorDocument,
)
from content.edition.documents.clinicians import ClinicianDocument
from content.edition.documents.contacts import ContactDocument
from content.edition.documents.group import GroupContent, GroupDocument
from content.edition.documents.guides import (
    SECTION_DOCUMENTS,
    CardFactsDocument,
    CategoryDocument,
    FAQDocument,
    GuideCardDocument,
    GuideContent,
    GuideDocument,
    HeroField,
    LinksDocument,
    OverviewContent,
    ReviewDocument,
    SectionGuideDocument,
    SectionsField,
    SignOffDocument,
    TranslationDocument,
)
from content.edition.documents.notices import (
    NoticeDocument,
    RecallDocument,
    RecallsContent,
    RecallsDocument,
    SuccessorDocument,
)
from content.edition.documents.offerings import (
    BranchGuideCardDocument,
    BranchGuideDocument,
    OfferingContent,
    OfferingDocument,
    PriceDocument,
)
from content.edition.documents.stamps import LOCALE_CODES, StampDocument
from content.edition.documents.themes import ColourField, PaletteDocument, ThemeDocument
from content.edition.documents.vocabularies import LocaleDocument, TermDocument, VocabularyContent, VocabularyDocument

__all__ = [
    "LOCALE_CODES",
    "SECTION_DOCUMENTS",
    "AddressDocument",
    "BranchContent",
    "BranchDocument",
    "BranchGuideCardDocument",
    "BranchGuideDocument",
    "BranchLinksDocument",
    "BranchReferenceDocument",
    "CardFactsDocument",
    "CategoryDocument",
    "ClinicianDocument",
    "ColourField",
    "ContactDocument",
    "CountryInsertDocument",
    "FAQDocument",
    "GroupContent",
    "GroupDocument",
    "GuideCardDocument",
    "GuideContent",
    "GuideDocument",
    "HeroField",
    "LinksDocument",
    "LocalTimeField",
    "LocaleDocument",
    "NoticeDocument",
    "OfferingContent",
    "OfferingDocument",
    "OpeningHoursDocument",
    "OverviewContent",
    "PaletteDocument",
    "PriceDocument",
    "RecallDocument",
    "RecallsContent",
    "RecallsDocument",
    "RegulatorDocument",
    "ReviewDocument",
    "SectionGuideDocument",
    "SectionsField",
    "SignOffDocument",
    "StampDocument",
    "SuccessorDocument",
    "TermDocument",
    "ThemeDocument",
    "TranslationDocument",
    "VocabularyContent",
    "VocabularyDocument",
]
