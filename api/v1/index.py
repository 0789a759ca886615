"""What there is to ask for: the versions of the API, and the addresses of this one."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from api.answers import answer_made
from api.openapi import describe
from api.v1.documents import IndexDocument
from api.v1.views import ReadView
from content.public.documents import encode

#: The addresses that need nothing to be filled in, by their names.
NAMES = (
    *("guides", "branches", "group", "recalls", "release", "search"),
    *("vocabulary", "sync", "bundles", "schema", "docs"),
)


class VersionsView(ReadView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer_made(request, encode({"versions": {"v1": reverse("v1:index")}}), [])


class IndexView(ReadView):
    @describe("getIndex", IndexDocument, summary="List the addresses of the API")
    def get(self, request: HttpRequest) -> HttpResponse:
        links = {name: reverse(f"v1:{name}") for name in NAMES}
        return answer_made(request, encode({"version": "1", "links": links}), [])
