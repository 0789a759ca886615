"""Shapes that exist only in this version's answers: pages of results, a section on its own, pages of a sync."""

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from content.model.vocabulary import PARTS, SectionKey, State
from content.public.changes import TYPES
from content.public.documents import (
    LOCALE_CODES,
    SECTION_DOCUMENTS,
    BranchDocument,
    BranchGuideCardDocument,
    GroupDocument,
    GuideCardDocument,
    GuideDocument,
    NoticeDocument,
    OfferingDocument,
    RecallDocument,
    SectionGuideDocument,
    VocabularyDocument,
)


class IndexDocument(serializers.Serializer):
    """Where to begin."""

    version = serializers.CharField()
    links = serializers.DictField(child=serializers.CharField(), help_text="Root-relative addresses by name.")


class ReleaseDocument(serializers.Serializer):
    """The newest release: what tells that a kept copy is no longer the newest."""

    number = serializers.IntegerField(
        min_value=1, help_text="Another one than you know: sync. A restored server may come back to a lower one."
    )
    committed_at = serializers.DateTimeField()
    recalls_digest = serializers.CharField(help_text="Another one than you know: read `recalls/`.")


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


#: What a section on its own says of its guide.
OF_GUIDE = tuple(SectionGuideDocument._declared_fields)
SECTION_DETAILS = {key: _with_guide(section) for key, section in SECTION_DOCUMENTS.items()}
SECTION_DETAIL = PolymorphicProxySerializer(
    component_name="SectionDetail",
    serializers=SECTION_DETAILS,
    resource_type_field_name="key",
)


class ChangedSectionDocument(serializers.Serializer):
    key = serializers.ChoiceField(choices=SectionKey.choices)
    digest = serializers.CharField()


class SyncItemDocument(serializers.Serializer):
    """The newest state of one thing. Where it is live, `document` is what its own address gives; else it is null."""

    id = serializers.UUIDField()
    locale = serializers.ChoiceField(
        choices=LOCALE_CODES, allow_null=True, help_text="Null: the thing is the same in every language."
    )
    slug = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices)
    version = serializers.IntegerField(
        min_value=1, help_text="Counts up with every change, tombstones too: never replace a higher one by a lower."
    )
    digest = serializers.CharField()
    changed_sections = ChangedSectionDocument(
        many=True, help_text="The sections of a guide that have changed since the token; all of them without one."
    )
    notice = NoticeDocument(allow_null=True, help_text="Why it is no longer live.")


def _item_of(kind: str, document: type[serializers.Serializer]) -> type[serializers.Serializer]:
    name = document.__name__.replace("Document", "SyncItemDocument")
    # A card says of itself that it is a guide; as an item it is a card.
    constant = extend_schema_field({"type": "string", "const": kind})(type("TypeField", (serializers.CharField,), {}))
    fields = {"type": constant(), "document": document(allow_null=True), "__doc__": SyncItemDocument.__doc__}
    return type(name, (SyncItemDocument,), fields)


SYNCED = (GroupDocument, VocabularyDocument, BranchDocument, GuideDocument, OfferingDocument, GuideCardDocument)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="SyncItem",
        serializers={kind: _item_of(kind, document) for kind, document in zip(TYPES, SYNCED, strict=True)},
        resource_type_field_name="type",
        many=True,
    )
)
class SyncItemsField(serializers.ListField):
    """Items of every type, in the order in which they changed."""


class SyncPageDocument(serializers.Serializer):
    """One page of what a copy does not hold. Apply it whole, keep its token with it, go on from there."""

    items = SyncItemsField()
    next_page_token = serializers.CharField(allow_null=True, help_text="Null on the last page.")
    next_sync_token = serializers.CharField(
        allow_null=True, help_text="On the last page: keep it, and ask with it later."
    )
    recalls = RecallDocument(
        many=True, allow_null=True, help_text="On the first page and on the last: all that stands recalled. Else null."
    )


class ExcerptPieceDocument(serializers.Serializer):
    """A piece of an excerpt; put together, the pieces are the excerpt."""

    text = serializers.CharField()
    match = serializers.BooleanField(help_text="Whether it is a word that was asked for: mark it.")


class SearchHitDocument(serializers.Serializer):
    """A section that answers, or the overview (title, other names, summary, questions)."""

    key = serializers.ChoiceField(choices=PARTS)
    heading = serializers.CharField()
    excerpt = ExcerptPieceDocument(many=True)
    guide = GuideCardDocument()
    links = serializers.DictField(child=serializers.CharField(), help_text="`self` and `web`, root-relative.")
    guide_id = serializers.UUIDField(
        required=False, help_text="Only where `fields` names it: in place of `guide`, for an app that keeps a copy."
    )


class SearchDocument(serializers.Serializer):
    query = serializers.CharField(allow_blank=True, help_text="As it was asked.")
    corrected = serializers.CharField(
        allow_null=True, help_text="The question that was answered, where words were taken to be mistyped."
    )
    results = SearchHitDocument(many=True, help_text="Best first.")
