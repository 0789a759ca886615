"""The public shapes of a guide: the whole guide, its parts, and its card."""

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from content.edition.documents.clinicians import ClinicianDocument
from content.edition.documents.stamps import LOCALE_CODES, StampDocument
from content.model.blocks.constants import CodeField, ConstantField
from content.model.blocks.documents import CitationDocument, ImageDocument, RichTextField
from content.model.sections import SECTIONS
from content.model.sections.base import RangeDocument
from content.model.vocabulary import PARTS, BodyArea


class CategoryDocument(serializers.Serializer):
    shows = "category"

    slug = serializers.CharField(help_text="The code to filter by.")
    name = serializers.CharField()


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
    """One guide in one locale. Serializes what the compiler has gathered of a page."""

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


class OverviewContent(GuideContent):
    """A guide without its sections: what is judged as its overview, as readers see it."""

    sections = None  # type: ignore[assignment]  # left out, says DRF


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
