"""The public shapes of a branch."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from content.edition.documents.contacts import ContactDocument
from content.edition.documents.stamps import LOCALE_CODES, StampDocument
from content.edition.documents.themes import ThemeDocument
from content.model.blocks.constants import CodeField, ConstantField
from content.model.vocabulary import Country, Day


class AddressDocument(serializers.Serializer):
    lines = serializers.ListField(child=serializers.CharField())
    country = serializers.ChoiceField(choices=Country.choices, help_text="ISO 3166-1 alpha-2.")


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
