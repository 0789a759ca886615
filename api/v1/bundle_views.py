"""The addresses of bundles: their list, and each as a file that may be fetched in parts."""

import re
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer

from api.answers import answer_file, answer_made
from api.openapi import describe
from api.problems import NotFound, NotYet
from api.v1.archives import read_public_key
from api.v1.bundles import FOLDER, find_choices, open_bundle
from api.v1.views import ReadView
from cms.bundles import Choice
from cms.preferences import find_language
from content.public.caching import allow_caching_of_move, forbid_sharing
from content.public.documents import LOCALE_CODES, encode


class BundleDocument(serializers.Serializer):
    locale = serializers.ChoiceField(choices=LOCALE_CODES, help_text="The first of `locales`.")
    url = serializers.CharField(help_text="Root-relative address of the archive.")
    locales = serializers.ListField(
        child=serializers.ChoiceField(choices=LOCALE_CODES), required=False, help_text="The languages that it has."
    )
    branch = serializers.CharField(
        required=False, allow_null=True, help_text="Id of the only branch that it has; null: it has all of them."
    )
    widths = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        help_text="Of each picture it has the widest size that is at most so wide; empty: it has no pictures.",
    )
    bytes = serializers.IntegerField(required=False, allow_null=True, help_text="Its length; null: it is being built.")
    release = serializers.IntegerField(
        required=False, allow_null=True, help_text="Number of the release that it is of; null: it is being built."
    )


class BundleListDocument(serializers.Serializer):
    public_key = serializers.CharField(help_text="Ed25519, 32 bytes as base64: your app checks archives by it.")
    bundles = BundleDocument(many=True)


class BundleListView(ReadView):
    @describe("listBundles", BundleListDocument, summary="List bundles")
    def get(self, request: HttpRequest) -> HttpResponse:
        found = [_describe(name, choice) for name, choice in find_choices().items()]
        body = encode({"public_key": read_public_key(), "bundles": [document for document, _is_newest in found]})
        response = answer_made(request, body, ["sync"])
        if not all(is_newest for _document, is_newest in found):
            forbid_sharing(response)  # they are replaced without a release
        return response


def _describe(name: str, choice: Choice) -> tuple[dict[str, Any], bool]:
    """A bundle as it is listed, and whether it is of the newest release."""
    size = release = None
    is_newest = False
    try:
        bundle = open_bundle(choice)
    except (NotFound, NotYet):
        pass
    else:
        with bundle.file as file:
            size, release, is_newest = file.size, bundle.release, bundle.is_newest
    document = {
        "locale": choice.locales[0],
        "url": reverse("v1:bundle", kwargs={"locale": name}),
        "locales": choice.locales,
        "branch": choice.branch or None,
        "widths": choice.widths,
        "bytes": size,
        "release": release,
    }
    return document, is_newest


class Zip(BaseRenderer):
    """Tells what the address answers in. The archive is sent as it is: only OPTIONS, which has no body, comes here."""

    media_type, format = "application/zip", "zip"

    def render(self, data: object, *given: object, **context: object) -> bytes:
        return b""


class BundleView(ReadView):
    renderer_classes = [Zip, JSONRenderer]
    problems: ClassVar[dict[int, str]] = {
        202: "It is being built: ask again after the seconds in `Retry-After`.",
        404: "There is no such bundle.",
        416: "The part that was asked for begins beyond the end of the file.",
    }

    @describe(
        "getBundle",
        OpenApiTypes.BINARY,
        may_move=True,
        in_parts=True,
        summary="Get a bundle",
        problems=problems,
        media_type=Zip.media_type,
    )
    def get(self, request: HttpRequest, locale: str) -> HttpResponseBase:
        choices = find_choices()
        choice = choices.get(locale)
        if choice is None:
            return _lead_on(locale, choices)
        bundle = open_bundle(choice)
        tag = bundle.name.removeprefix(f"{FOLDER}/")
        locales = ", ".join(choice.locales)
        response = answer_file(
            request, bundle.file, tag=tag, keys=["sync"], locale=locales, content_type=Zip.media_type
        )
        if not bundle.is_newest:
            forbid_sharing(response)
        if response.status_code in (200, 206):
            name = re.sub(r"\W+", "-", locale)
            response["Content-Disposition"] = f'attachment; filename="treatment-guides-{name}.zip"'
        return response


def _lead_on(locale: str, choices: dict[str, Choice]) -> HttpResponse:
    """To the bundle of the language that a tag means. Raises NotFound."""
    code = find_language(locale)
    if code not in choices:
        raise NotFound(f"There is no bundle of {locale!r}: there are {'; '.join(choices)}.")
    moved = HttpResponsePermanentRedirect(reverse("v1:bundle", kwargs={"locale": code}))
    allow_caching_of_move(moved, ["sync"])
    return moved
