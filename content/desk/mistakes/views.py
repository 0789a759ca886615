"""Receives mistakes that readers report."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.response import Response

from cms.addresses import AddressThrottle
from content.desk.mistakes.models import MAX_LENGTH, MistakeReport
from content.desk.notifications.kinds import NoticeKind
from content.desk.notifications.telling import find_holders, tell
from content.desk.public_posts import ReceivingView
from content.edition.models import Edition
from content.model.vocabulary import Kind, SectionKey, State


class Report(serializers.Serializer):
    guide = serializers.UUIDField()
    locale = serializers.CharField(max_length=20)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    section = serializers.ChoiceField(choices=SectionKey.choices)
    text = serializers.CharField(max_length=MAX_LENGTH)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        edition = Edition.objects.filter(
            kind=Kind.GUIDE, subject=given["guide"], locale=given["locale"], version=given["version"], state=State.LIVE
        ).first()
        if edition is None:
            raise serializers.ValidationError("There is no such version of that guide.")
        return {"edition": edition, "section": given["section"], "text": given["text"]}


class ReportThrottle(AddressThrottle):
    """Counts by address in the cache, for an hour. The address is not stored with the report."""

    scope = "mistakes"
    rate = "10/hour"


#: So many reports of a day are told of by mail. Anybody can send more, and whoever is told finds those in the list.
MOST_TOLD = 100


def _tell(made: MistakeReport) -> None:
    since = made.reported_at - timedelta(days=1)
    if MistakeReport.objects.filter(reported_at__gte=since).count() <= MOST_TOLD:
        is_urgent = made.section == SectionKey.SAFETY
        tell(find_holders("content.view_mistakereport"), NoticeKind.MISTAKE, is_urgent=is_urgent, report=made.pk)


class MistakesView(ReceivingView):
    """Anyone may report a mistake. Nobody can read the reports here."""

    parser_classes = [JSONParser]
    throttle_classes = [ReportThrottle]
    http_method_names = ["post", "options"]
    max_bytes = 10_000
    too_large = f"A report has at most {MAX_LENGTH} characters."

    def post(self, request: HttpRequest) -> Response:
        report = Report(data=self.read(request))
        report.is_valid(raise_exception=True)
        with transaction.atomic():
            made = MistakeReport.objects.create(**report.validated_data)
            _tell(made)
        return Response({"received": True}, status=201)
