"""Takes reports of mistakes: the one thing that a reader can write."""

from typing import Any

from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView, exception_handler

from content.editions.models import Edition, Kind, State
from content.mistakes.models import MAX_LENGTH, MistakeReport
from content.vocabulary import SectionKey

MAX_BYTES = 10_000


class TooLarge(APIException):
    status_code = 413
    default_detail = f"A report has at most {MAX_LENGTH} characters."


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


class ReportThrottle(AnonRateThrottle):
    """Counted by address in the cache, for an hour; nothing about who asked is stored with a report."""

    scope = "mistakes"
    rate = "10/hour"


class MistakesView(APIView):
    """Anyone may report; nobody may read here what was reported."""

    parser_classes = [JSONParser]
    throttle_classes = [ReportThrottle]
    http_method_names = ["post", "options"]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if request.method == "POST" and not (length.isdigit() and int(length) <= MAX_BYTES):
            raise TooLarge()
        super().initial(request, *args, **kwargs)

    def get_exception_handler(self) -> Any:
        """DRF's own: the answers are those of a form, not of the read-only API."""
        return exception_handler

    def post(self, request: HttpRequest) -> Response:
        try:
            given = request.data  # type: ignore[attr-defined]
        except RecursionError as error:
            raise ParseError("The report is not JSON that can be read: it is nested too deep.") from error
        report = Report(data=given)
        report.is_valid(raise_exception=True)
        MistakeReport.objects.create(**report.validated_data)
        return Response({"received": True}, status=201)
