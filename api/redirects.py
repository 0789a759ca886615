"""Redirects addresses with old slugs, for the API, web pages and embeds.

`content.public.resolving` knows old slugs: what it does not find is 404.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse

from content.public.caching import allow_caching_of_move, key_of
from content.public.resolving import Found


def lead_on(request: HttpRequest, moved: Mapping[str, Found], **given: str) -> HttpResponse:
    """301 to the same address with every old slug replaced. `moved`: name in the path or query -> what was found.

    Other parameters stay as they are. `given`: parameters to add if they are missing.
    """
    match = request.resolver_match
    assert match is not None
    names = {name: found.new_key for name, found in moved.items()}
    path = reverse(match.view_name, kwargs={name: names.get(name, value) for name, value in match.kwargs.items()})
    query = _build_query(request, {name: key for name, key in names.items() if name not in match.kwargs}, given)
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    allow_caching_of_move(response, [key_of(found.served.kind, found.served.subject) for found in moved.values()])
    response["Vary"] = "Accept-Encoding"
    return response


def _build_query(request: HttpRequest, replaced: Mapping[str, str], given: Mapping[str, str]) -> str:
    """The query with old slugs replaced. If it has none, its bytes stay the same."""
    sent: str = request.META.get("QUERY_STRING", "")
    if replaced:
        query: QueryDict = request.GET.copy()
        for name, key in replaced.items():
            query[name] = key
        sent = query.urlencode()
    added = urlencode({name: value for name, value in given.items() if not request.GET.get(name)})
    return "&".join(part for part in (sent, added) if part)
