"""The public shapes. These serializers compile pages into documents, and OpenAPI is made from them.

`…Content` is what the compiler makes of a page alone; `…Document` adds what a release stamps on it.
"""

from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from content.model.blocks.constants import CodeField, ConstantField
from content.model.blocks.documents import BlankField, CitationDocument, ImageDocument, RichTextField, WebAddressField
from content.model.notices.models import RECALLABLE
from content.model.sections import SECTIONS
from content.model.sections.base import RangeDocument, RecallNoticeDocument
from content.model.vocabulary import PARTS, BodyArea, ColourScheme, Country, Currency, Day, Font, RecallSeverity

LOCALE_CODES = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


class StampDocument(serializers.Serializer):
    """What a release adds: which version this is, and since when."""

    version = serializers.IntegerField(min_value=1, help_text="Counts up by one with every change.")
    digest = CodeField(help_text="SHA-256 of the content: equal digests, equal content.")
    published_at = serializers.DateTimeField(help_text="When it first became public.")
    updated_at = serializers.DateTimeField(help_text="When this version became public.")


class CategoryDocument(serializers.Serializer):
    shows = "category"

    slug = serializers.CharField(help_text="The code to filter by.")
    name = serializers.CharField()


class ClinicianDocument(serializers.Serializer):
    shows = "clinician"

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    role = serializers.CharField()
    registration_body = serializers.CharField()
    registration_number = serializers.CharField()
    is_sample = serializers.BooleanField(help_text="True for a made-up person of the sample content.")


class SignOffDocument(serializers.Serializer):
    """A clinician's approval of one part, as it is served here."""

    part = serializers.ChoiceField(choices=PARTS, help_text="A section's key, or `overview`.")
    by = ClinicianDocument(source="*", help_text="As registered on that day; the role is that of now.")
    signed_at = serializers.DateTimeField()
    approved_digest = CodeField(
        source="digest", help_text="SHA-256 of what was judged: words, facts, descriptions and files of pictures."
    )


class ReviewDocument(serializers.Serializer):
    reviewed_by = ClinicianDocument(allow_null=True)
    last_reviewed = serializers.DateField(allow_null=True)
    next_review = serializers.DateField(allow_null=True)
    signed_off = SignOffDocument(many=True)


class FAQDocument(serializers.Serializer):
    id = CodeField()
    question = serializers.CharField()
    answer = RichTextField()


class TranslationDocument(serializers.Serializer):
    source_locale = serializers.ChoiceField(choices=LOCALE_CODES)
    stale = serializers.BooleanField(help_text="True where the source has changed since the translation was signed.")


class LinksDocument(serializers.Serializer):
    self = CodeField(help_text="Root-relative address in this API.")
    web = CodeField(help_text="Root-relative address of the web page.")
    embed = CodeField(help_text="Root-relative address for an iframe on another website.")


SECTION_DOCUMENTS = {str(section.key): section.document for section in SECTIONS}


@extend_schema_field(ImageDocument)
class HeroField(serializers.DictField):
    """A compiled picture."""


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Section", serializers=SECTION_DOCUMENTS, resource_type_field_name="key", many=True
    )
)
class SectionsField(serializers.ListField):
    """The compiled sections, in the fixed order."""


class GuideContent(serializers.Serializer):
    """One guide in one locale. Serializes what `compiler.GuideParts` prepares."""

    id = serializers.UUIDField(help_text="The same in every locale, for ever.")
    type = ConstantField("guide")
    slug = serializers.CharField()
    locale = serializers.ChoiceField(choices=LOCALE_CODES, help_text="The locale served, after any fallback.")
    title = serializers.CharField()
    summary = serializers.CharField()
    category = CategoryDocument()
    body_area = serializers.ChoiceField(choices=BodyArea.choices)
    also_known_as = serializers.ListField(child=serializers.CharField())
    hero = HeroField(allow_null=True)
    sections = SectionsField()
    faqs = FAQDocument(many=True)
    citations = CitationDocument(many=True)
    review = ReviewDocument()
    translation = TranslationDocument()
    links = LinksDocument()


class GuideDocument(GuideContent, StampDocument):
    """One guide, whole."""


class CardFactsDocument(serializers.Serializer):
    """The facts that a card shows; null where not known."""

    minutes_per_session = RangeDocument(allow_null=True)
    sessions_needed = RangeDocument(allow_null=True)
    weeks_between = RangeDocument(allow_null=True)
    downtime_days = serializers.IntegerField(allow_null=True)


class GuideCardDocument(serializers.Serializer):
    """A guide in brief, for lists."""

    id = serializers.UUIDField()
    type = ConstantField("guide")
    slug = serializers.CharField()
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    title = serializers.CharField()
    summary = serializers.CharField()
    category = CategoryDocument()
    body_area = serializers.ChoiceField(choices=BodyArea.choices)
    hero = HeroField(allow_null=True)
    facts = CardFactsDocument()
    links = LinksDocument()
    version = serializers.IntegerField()
    digest = serializers.CharField()
    updated_at = serializers.DateTimeField()


class SectionGuideDocument(serializers.Serializer):
    """The guide that a section belongs to: enough to attribute it and to link back."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    title = serializers.CharField()
    version = serializers.IntegerField()
    review = ReviewDocument()
    links = LinksDocument()


class AddressDocument(serializers.Serializer):
    lines = serializers.ListField(child=serializers.CharField())
    country = serializers.ChoiceField(choices=Country.choices, help_text="ISO 3166-1 alpha-2.")


class ContactDocument(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]
    url = WebAddressField()


@extend_schema_field({"type": "string", "pattern": r"^\d{2}:\d{2}$", "example": "09:30"})
class LocalTimeField(serializers.TimeField):
    """A time of day where the branch is, HH:MM."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class OpeningHoursDocument(serializers.Serializer):
    day = serializers.ChoiceField(choices=Day.choices)
    opens = LocalTimeField()
    closes = LocalTimeField()


class BranchLinksDocument(serializers.Serializer):
    self = CodeField(help_text="Root-relative address in this API.")
    guides = CodeField(help_text="Root-relative address of the guides that it offers.")
    web = CodeField(help_text="Root-relative address of the web page.")
    embed = CodeField(help_text="Root-relative address of the list of its guides, for an iframe.")


@extend_schema_field({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$", "example": "#0b5d5b"})
class ColourField(serializers.CharField):
    """A colour as #rrggbb."""


class PaletteDocument(serializers.Serializer):
    """Colours that can be read on each other (WCAG 2.2 AA)."""

    accent = ColourField(help_text="Of links, and behind the text of buttons.")
    on_accent = ColourField(help_text="Of text on the accent.")
    ink = ColourField(help_text="Of text.")
    ground = ColourField(help_text="Behind text.")


class ThemeDocument(serializers.Serializer):
    """How guides look on other websites."""

    scheme = serializers.ChoiceField(choices=ColourScheme.choices)
    font = serializers.ChoiceField(choices=Font.choices)
    light = PaletteDocument()
    dark = PaletteDocument()


class RegulatorDocument(serializers.Serializer):
    name = serializers.CharField(source="regulator_name")
    url = CodeField(source="regulator_url")


class CountryInsertDocument(serializers.Serializer):
    """What a reader in the branch's country needs beside any treatment."""

    emergency_number = serializers.CharField(help_text="To be dialled there.")
    regulator = RegulatorDocument(source="*", help_text="Who watches over clinics or doctors there.")


class BranchContent(serializers.Serializer):
    id = serializers.UUIDField()
    type = ConstantField("branch")
    slug = serializers.CharField()
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    name = serializers.CharField()
    address = AddressDocument()
    time_zone = serializers.CharField(help_text="IANA name.")
    phone = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    contact = ContactDocument(help_text="The branch's own, or else the group's.")
    opening_hours = OpeningHoursDocument(many=True)
    country_insert = CountryInsertDocument()
    websites = serializers.ListField(
        child=CodeField(), help_text="Origins of the branch's websites, such as https://pune.example."
    )
    theme = ThemeDocument()
    links = BranchLinksDocument()


class BranchDocument(BranchContent, StampDocument):
    """One clinic site."""


class BranchReferenceDocument(serializers.Serializer):
    shows = "branch"

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class PriceDocument(serializers.Serializer):
    amount = serializers.DecimalField(max_digits=10, decimal_places=2)
    currency = serializers.ChoiceField(choices=Currency.choices, help_text="ISO 4217.")
    valid_from = serializers.DateField()


class OfferingContent(serializers.Serializer):
    id = serializers.UUIDField()
    type = ConstantField("offering")
    guide = serializers.UUIDField(help_text="The guide's id.")
    branch = BranchReferenceDocument()
    available = serializers.BooleanField()
    price_from = PriceDocument(allow_null=True)
    practitioner = ClinicianDocument(allow_null=True)
    booking_url = WebAddressField()
    note = BlankField()


class OfferingDocument(OfferingContent, StampDocument):
    """What one branch says of one guide."""


class BranchGuideDocument(GuideDocument):
    """A guide as one branch offers it: the same words, and the branch's offering."""

    offering = OfferingDocument()


class BranchGuideCardDocument(GuideCardDocument):
    offering = OfferingDocument()


class GroupContent(serializers.Serializer):
    id = serializers.UUIDField()
    type = ConstantField("group")
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    attribution = serializers.CharField(allow_blank=True)
    contact = ContactDocument()
    default_locale = serializers.ChoiceField(choices=LOCALE_CODES)
    theme = ThemeDocument(help_text="For what is shown on no branch's website.")


class GroupDocument(GroupContent, StampDocument):
    """The clinic group."""


class RecallDocument(RecallNoticeDocument):
    """One recall that stands: of a whole guide, or of one of its sections, in every language."""

    id = serializers.UUIDField()
    guide = serializers.UUIDField(help_text="The guide's id.")
    section = serializers.ChoiceField(choices=RECALLABLE, allow_null=True, help_text="Null: the whole guide.")


class RecallsContent(serializers.Serializer):
    type = ConstantField("recalls")
    recalls = RecallDocument(many=True)


class RecallsDocument(RecallsContent, StampDocument):
    """Everything that stands recalled, oldest first."""


class SuccessorDocument(serializers.Serializer):
    """The guide that takes the place of a withdrawn one."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    web = CodeField(help_text="Root-relative address of the web page.")


class NoticeDocument(serializers.Serializer):
    """Why something that was public is no more."""

    state = serializers.ChoiceField(choices=["withdrawn", "recalled"])
    reason = serializers.CharField()
    severity = serializers.ChoiceField(
        choices=RecallSeverity.choices, allow_null=True, help_text="Of a recall; null for what was withdrawn."
    )
    successor = SuccessorDocument(allow_null=True)
    since = serializers.DateTimeField()


class TermDocument(serializers.Serializer):
    code = CodeField()
    label = serializers.CharField()  # type: ignore[assignment]


class LocaleDocument(serializers.Serializer):
    code = serializers.ChoiceField(choices=LOCALE_CODES)
    name = serializers.CharField(help_text="In its own language.")
    direction = serializers.ChoiceField(choices=["ltr", "rtl"])


class VocabularyContent(serializers.Serializer):
    """Labels, in one locale, of every code that the API serves."""

    shows_in: ClassVar = {"categories": "category"}

    type = ConstantField("vocabulary")
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    enumerations = serializers.DictField(
        child=TermDocument(many=True), help_text="Name of the enumeration -> its terms in order."
    )
    categories = TermDocument(many=True)
    locales = LocaleDocument(many=True)


class VocabularyDocument(VocabularyContent, StampDocument):
    """Labels, in one locale, of every code that the API serves."""
