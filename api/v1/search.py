"""Search: the parts of guides that answer a question."""

import json
from functools import lru_cache
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from api.answers import answer_made
from api.openapi import describe
from api.parameters import SearchParameters
from api.throttling import SearchBudget
from api.v1 import documents
from api.v1.portions import Portion, choosing
from api.v1.views import ReadView
from content.model.vocabulary import OVERVIEW
from content.public import reading, searching
from content.public.documents import add_member, encode, join_items


class SearchView(ReadView):
    parameters = choosing(SearchParameters, documents.SearchHitDocument)

    problems: ClassVar[dict[int, str]] = {429: "This address has asked for a lot: Retry-After says when to ask again."}

    @describe(
        "search",
        documents.SearchDocument,
        parameters=parameters,
        may_move=True,
        summary="Search sections",
        problems=problems,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        budget = SearchBudget(request)
        budget.check()
        house = reading.read_house()
        locales = self.locales(house)
        question = self.values["q"] or ""
        found = searching.search(
            question, locales, branch=self.find_branch(house, locales), limit=self.values["page_size"] or 20
        )
        budget.charge(found.cost)
        head = encode({"query": question, "corrected": found.corrected})
        portion = Portion.of(self.values)
        body = add_member(head, "results", join_items(self.encode_hit(hit, portion) for hit in found.hits))
        return answer_made(request, body, ["guides", "offerings"], locales[0], is_quick=portion.is_whole)

    def encode_hit(self, hit: searching.Hit, portion: Portion) -> bytes:
        excerpt = [{"text": text, "match": match} for text, match in hit.excerpt]
        head = encode({"key": hit.part.key, "heading": hit.part.heading, "excerpt": excerpt})
        whole = add_member(add_member(head, "guide", hit.card), "links", _encode_links(hit.card, hit.part.key))
        if "guide_id" in portion.fields:
            whole = add_member(whole, "guide_id", json.dumps(json.loads(hit.card)["id"]).encode())
        return portion.cut(whole)


@lru_cache(maxsize=512)
def _encode_links(card: bytes, key: str) -> bytes:
    """Where a part of the guide with this card is."""
    guide = json.loads(card)
    links = {name: guide["links"][name] for name in ("self", "web")}
    if key != OVERVIEW:
        section = reverse("v1:section", kwargs={"guide": guide["id"], "section": key})
        links = {"self": f"{section}?locale={guide['locale']}", "web": f"{links['web']}#{key}"}
    return encode(links)
