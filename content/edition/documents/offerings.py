"""The public shapes of an offering, and of a guide as a branch offers it."""

from rest_framework import serializers

from content.edition.documents.branches import BranchReferenceDocument
from content.edition.documents.clinicians import ClinicianDocument
from content.edition.documents.guides import GuideCardDocument, GuideDocument
from content.edition.documents.stamps import StampDocument
from content.model.blocks.constants import ConstantField
from content.model.blocks.documents import BlankField, WebAddressField
from content.model.vocabulary import Currency


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
