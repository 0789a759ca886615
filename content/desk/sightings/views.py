"""Receives sightings from embeds, and reports where embeds are shown."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.response import Response

from cms.addresses import AddressThrottle, find_client_address
from content.desk.public_posts import ReceivingView
from content.desk.sightings.limits import has_room
from content.desk.sightings.models import Sighting, Way, What
from content.desk.sightings.places import find_places
from content.desk.sightings.rights import find_branches_of, may_read
from content.edition.documents import LOCALE_CODES
from content.edition.models import Current
from content.model.guides.models import find_sources
from content.model.vocabulary import Kind, SectionKey, State

KEPT = timedelta(days=400)
#: Headers of browsers whose readers don't want to be counted: Global Privacy Control, Do Not Track.
_REFUSALS = ("Sec-GPC", "DNT")


class Note(serializers.Serializer):
    """What an embed reports. Anybody can send it, so nothing but counts depends on it."""

    host = serializers.RegexField(r"\A[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\Z")
    what = serializers.ChoiceField(choices=What.choices)
    way = serializers.ChoiceField(choices=Way.choices)
    guide = serializers.UUIDField(required=False, allow_null=True)  # null: a list
    section = serializers.ChoiceField(choices=SectionKey.choices, required=False, allow_blank=True)
    branch = serializers.SlugField(max_length=255, required=False, allow_blank=True)
    locale = serializers.ChoiceField(choices=LOCALE_CODES)
    digest = serializers.RegexField(r"\A[0-9a-f]{64}\Z", required=False, allow_blank=True)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and data.get("guide") == "":
            data = {**data, "guide": None}
        return super().to_internal_value(data)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        public = Current.objects.filter(state=State.LIVE)
        if given.get("guide") and not public.filter(kind=Kind.GUIDE, subject=given["guide"]).exists():
            raise serializers.ValidationError("There is no such guide.")
        if given.get("branch") and not public.filter(kind=Kind.BRANCH, slug=given["branch"]).exists():
            raise serializers.ValidationError("There is no such branch.")
        return given


class SeenThrottle(AddressThrottle):
    """Counts by address in the cache, for a minute. The address is stored nowhere else."""

    scope = "seen"
    rate = "60/min"


class PlainJSONParser(JSONParser):
    """Parses JSON sent as text/plain, so that the request needs no CORS preflight."""

    media_type = "text/plain"


class SeenView(ReceivingView):
    parser_classes = [PlainJSONParser, JSONParser]
    throttle_classes = [SeenThrottle]
    http_method_names = ["post"]
    max_bytes = 1_000
    too_large = "A note has at most 1,000 bytes."

    def post(self, request: HttpRequest) -> Response:
        if any(request.headers.get(name) == "1" for name in _REFUSALS):
            return Response(status=204)
        note = Note(data=self.read(request))
        note.is_valid(raise_exception=True)
        if note.validated_data["host"] == urlsplit(settings.BASE_URL).hostname:
            return Response(status=204)  # a preview in the admin
        count(timezone.now().date(), note.validated_data, find_client_address(request))
        return Response(status=204)


def count(day: date, seen: dict[str, Any], address: str) -> None:
    """Count one more sighting on this day, reported from `address`."""
    row = {"section": "", "branch": "", "digest": ""} | seen | {"day": day, "guide": str(seen.get("guide") or "")}
    same = Sighting.objects.filter(**row)
    if same.update(count=F("count") + 1):
        return
    if not has_room(day, seen["host"], address):
        return
    if not Sighting.objects.filter(day=day).exists():
        Sighting.objects.filter(day__lt=day - KEPT).delete()
    Sighting.objects.bulk_create([Sighting(**row)], ignore_conflicts=True)
    same.update(count=F("count") + 1)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report of places. Editors of branches see the places of their branches."""
    if not may_read(request.user):
        raise PermissionDenied
    places = find_places(branches=find_branches_of(request.user))
    pages = {str(guide): page for guide, page in find_sources({place.guide for place in places if place.guide}).items()}
    return render(request, "admin/sightings.html", {"places": [(place, pages.get(place.guide)) for place in places]})
