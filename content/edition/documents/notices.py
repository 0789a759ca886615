"""The public shapes of recalls, and of notices of what is no longer public."""

from rest_framework import serializers

from content.edition.documents.stamps import StampDocument
from content.model.blocks.constants import CodeField, ConstantField
from content.model.notices.models import RECALLABLE
from content.model.sections.base import RecallNoticeDocument
from content.model.vocabulary import RecallSeverity


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
