"""The public shape of a clinician, wherever one is shown."""

from rest_framework import serializers


class ClinicianDocument(serializers.Serializer):
    shows = "clinician"

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    role = serializers.CharField()
    registration_body = serializers.CharField()
    registration_number = serializers.CharField()
    is_sample = serializers.BooleanField(help_text="True for a made-up person of the sample content.")
