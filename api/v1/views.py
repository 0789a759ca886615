"""Version 1 of the content API: public, read-only, from editions only."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.views import APIView

from api.answers import answer_made, answer_served
from api.lookup import no_such_branch, no_such_section, require_found, require_section
from api.openapi import describe
from api.pagination import build_page, decode_cursor
from api.parameters import (
    GuideListParameters,
    InLocale,
    InPages,
    Parameters,
    is_address_key,
    read_parameters,
)
from api.problems import Gone, NotFound, PreviewOver
from api.redirects import lead_on
from api.v1 import documents
from api.v1.portions import Portion, choosing
from cms.compression import choose_encoding
from cms.preferences import choose_language
from cms.tracking import is_tracking
from content.model.vocabulary import Kind
from content.public import reading, resolving
from content.public.caching import allow_caching_for_a_second, forbid_cdns, keep_private, key_of
from content.public.cards import GuideFilter, Place
from content.public.documents import (
    LOCALE_CODES,
    BranchDocument,
    BranchGuideCardDocument,
    BranchGuideDocument,
    GroupDocument,
    GuideCardDocument,
    GuideDocument,
    RecallsDocument,
    VocabularyDocument,
    add_member,
    encode,
)
from content.public.link_previews import PreviewRefused, read_preview
from content.public.listing import read_offerings, slice_branches, slice_guides
from content.public.newest import read_newest
from content.public.reading import House
from content.public.resolving import Found
from content.public.served import Served
from content.public.slices import Slice


class ReadView(APIView):
    """A view that takes only the parameters of its serializer. `values` holds them, typed."""

    parameters: ClassVar[type[Parameters]] = Parameters
    http_method_names = ["get", "head", "options"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        #: Names in the path or query that are old slugs -> what was found.
        self.moved: dict[str, Found] = {}
        #: The language that Accept-Language chose, if it is not the one that everybody else gets.
        self.negotiated: str | None = None

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method.lower() not in self.http_method_names:
            self.http_method_not_allowed(request)
        self.values = read_parameters(request.query_params, self.parameters)
        if not all(is_address_key(key) for key in kwargs.values()):
            raise NotFound("There is nothing at this address: the name in it can't be a slug or an id.")

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Redirects a request that used an old slug, and tells caches by which headers answers differ.

        If the thing is gone, the old slug gets the same 410 as the current one. Without `Vary`, a browser would show in
        a launch's preview what it has kept of the public answer.
        """
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.moved and response.status_code < 400:
            response = lead_on(self.request, self.moved)
        patch_vary_headers(response, ["Preview-Token"])
        if issubclass(self.parameters, InLocale) and "locale" not in request.query_params and len(LOCALE_CODES) > 1:
            patch_vary_headers(response, ["Accept-Language"])
            if self.negotiated:
                forbid_cdns(response)
        return response

    @property
    def default_response_headers(self) -> dict[str, str]:
        """REST framework would say in each answer what may be asked: who wants to know asks for it, by OPTIONS."""
        return super().default_response_headers if self.request.method == "OPTIONS" else {}

    def locales(self, house: House) -> tuple[str, ...]:
        asked = self.values["locale"] or choose_language(self.request.headers.get("Accept-Language", ""))
        if not self.values["locale"] and asked != house.default_locale:
            self.negotiated = asked
        return house.locales(asked)

    def require(self, kind: Kind, key: str, found: Found | None) -> Served:
        """A live subject. Notes it in `moved` if the key is an old slug. Raises Gone or NotFound."""
        found = require_found(kind, key, found)
        if not found.served.is_live:
            raise Gone(found.served)
        if found.new_key:
            self.moved[kind.value] = found
        return found.served

    def require_branch(self, key: str) -> tuple[Served, tuple[str, ...]]:
        house = reading.read_house()
        locales = self.locales(house)
        return self.require(Kind.BRANCH, key, resolving.find_branch(house, key, locales)), locales

    def find_branch(self, house: House, locales: tuple[str, ...]) -> str | None:
        key = self.values["branch"]
        if key is None:
            return None
        found = resolving.find_branch(house, key, locales)
        if found is None or not found.served.is_live:
            raise no_such_branch(key)
        return self.require(Kind.BRANCH, key, found).subject

    def read_place(self) -> dict[str, Any]:
        """The requested slice of a list."""
        cursor = self.values["cursor"]
        place: Place | None = decode_cursor(cursor) if cursor else None
        return {"size": self.values["page_size"] or 20, "place": place}

    def answer_page(self, found: Slice[Any], results: Iterable[bytes], *keys: str) -> HttpResponse:
        given = {name: ",".join(values) for name, values in self.request.GET.lists() if not is_tracking(name)}
        given.pop("cursor", None)
        if self.negotiated:
            given["locale"] = self.negotiated
        portion = Portion.of(self.values)
        body = build_page(found, map(portion.cut, results), path=self.request.path, given=given)
        return answer_made(self.request, body, keys, is_quick=portion.is_whole)

    def answer_portion(self, body: bytes, served: Served, *others: Served) -> HttpResponse:
        """What was asked for of a guide or section; `others` are in it."""
        portion, keys = Portion.of(self.values), [key_of(part.kind, part.subject) for part in (served, *others)]
        return answer_made(self.request, portion.cut(body), keys, served.locale, is_quick=portion.is_whole)


class GuideListView(ReadView):
    parameters = choosing(GuideListParameters, GuideCardDocument)

    @describe("listGuides", documents.GuideListDocument, parameters=parameters, may_move=True, summary="List guides")
    def get(self, request: HttpRequest) -> HttpResponse:
        house = reading.read_house()
        locales = self.locales(house)
        narrowed = GuideFilter(
            **{name: self.values[name] for name in ("category", "body_area", "max_minutes", "max_sessions")},
            branch=self.find_branch(house, locales),
            updated_since=self.values["updated_since"],
        )
        found = slice_guides(locales, narrowed, **self.read_place())
        keys = ["guides", "offerings"] if narrowed.branch else ["guides"]
        return self.answer_page(found, (card.body for card in found.items), *keys)


class GuideView(ReadView):
    parameters = choosing(InLocale, GuideDocument)

    @describe("getGuide", GuideDocument, parameters=parameters, by_key=True, summary="Read a guide")
    def get(self, request: HttpRequest, guide: str) -> HttpResponse:
        locales, is_whole = self.locales(reading.read_house()), Portion.of(self.values).is_whole
        encoding = choose_encoding(request) if is_whole else ""
        found, _offering = resolving.find_guide(guide, locales, encoding=encoding)
        served = self.require(Kind.GUIDE, guide, found)
        return answer_served(request, served) if is_whole else self.answer_portion(served.body, served)


class SectionView(ReadView):
    parameters = choosing(InLocale, *documents.SECTION_DETAILS.values())

    @describe(
        "getSection", documents.SECTION_DETAIL, parameters=parameters, by_key=True, summary="Read a section of a guide"
    )
    def get(self, request: HttpRequest, guide: str, section: str) -> HttpResponse:
        require_section(section)
        found, _offering = resolving.find_guide(guide, self.locales(reading.read_house()))
        served = self.require(Kind.GUIDE, guide, found)
        body = served.cut_section(section, *documents.OF_GUIDE)
        if body is None:
            raise no_such_section(section, served)
        return self.answer_portion(body, served)


class BranchListView(ReadView):
    parameters = InPages

    @describe("listBranches", documents.BranchListDocument, parameters=parameters, summary="List branches")
    def get(self, request: HttpRequest) -> HttpResponse:
        found = slice_branches(self.locales(reading.read_house()), **self.read_place())
        return self.answer_page(found, (branch.body for branch in found.items), "branches")


class BranchView(ReadView):
    parameters = InLocale

    @describe("getBranch", BranchDocument, parameters=parameters, by_key=True, summary="Read a branch")
    def get(self, request: HttpRequest, branch: str) -> HttpResponse:
        return answer_served(request, self.require_branch(branch)[0])


class BranchGuideListView(ReadView):
    parameters = choosing(InPages, BranchGuideCardDocument)

    @describe(
        "listBranchGuides",
        documents.BranchGuideListDocument,
        parameters=parameters,
        by_key=True,
        summary="List the guides that a branch offers",
    )
    def get(self, request: HttpRequest, branch: str) -> HttpResponse:
        served, locales = self.require_branch(branch)
        found = slice_guides(locales, GuideFilter(branch=served.subject), **self.read_place())
        offerings = read_offerings(served.subject, (card.subject for card in found.items))
        results = [
            add_member(card.body, "offering", offerings[card.subject])
            for card in found.items
            if card.subject in offerings  # it was withdrawn a moment ago
        ]
        return self.answer_page(found, results, "guides", "offerings")


class BranchGuideView(ReadView):
    parameters = choosing(InLocale, BranchGuideDocument)

    @describe(
        "getBranchGuide",
        BranchGuideDocument,
        parameters=parameters,
        by_key=True,
        summary="Read a guide as a branch offers it",
    )
    def get(self, request: HttpRequest, branch: str, guide: str) -> HttpResponse:
        at, locales = self.require_branch(branch)
        found, offering = resolving.find_guide(guide, locales, branch=at.subject)
        served = self.require(Kind.GUIDE, guide, found)
        if offering is None:
            raise NotFound(f"{at.document['name']} does not offer {served.document['title']}.")
        return self.answer_portion(add_member(served.body, "offering", offering.body), served, offering)


class GroupView(ReadView):
    @describe("getGroup", GroupDocument, summary="Read the clinic group")
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer_served(request, reading.read_house().group)


class RecallsView(ReadView):
    @describe("listRecalls", RecallsDocument, summary="List what stands recalled")
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer_served(request, reading.read_house().recalls)


class ReleaseView(ReadView):
    """A few bytes, asked for every minute by every open app and embed."""

    @describe("getRelease", documents.ReleaseDocument, summary="Read which release is the newest")
    def get(self, request: HttpRequest) -> HttpResponse:
        newest = read_newest()
        document = {"number": newest.number, "committed_at": newest.committed_at, "recalls_digest": newest.recalls}
        response = answer_made(request, encode(document), [])
        allow_caching_for_a_second(response)
        return response


class PreviewView(ReadView):
    """A draft in the shape of a guide. Never cached, and with no ETag to ask again by."""

    problems: ClassVar[dict[int, str]] = {
        404: "There is no such preview, or it is of another guide.",
        410: "The link has expired, or an editor has ended it.",
    }

    @describe("previewGuide", GuideDocument, summary="Preview a draft", problems=problems)
    def get(self, request: HttpRequest, token: str, guide: str) -> HttpResponse:
        try:
            document = read_preview(token)
        except PreviewRefused as refused:
            raise PreviewOver(str(refused)) if refused.is_over else NotFound(str(refused)) from refused
        if guide not in (document["id"], document["slug"]):
            raise NotFound("This preview is of another guide.")
        return HttpResponse(encode(document), content_type="application/json")

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        keep_private(response)
        return response


class VocabularyView(ReadView):
    parameters = InLocale

    @describe("getVocabulary", VocabularyDocument, parameters=parameters, summary="Read the labels of all codes")
    def get(self, request: HttpRequest) -> HttpResponse:
        house = reading.read_house()
        return answer_served(request, house.vocabularies[self.locales(house)[0]])
