"""The few documents of the whole group."""

from django.http import HttpRequest, HttpResponse

from api.answers import answer_served
from api.openapi import describe
from api.parameters import InLocale
from api.v1.views import ReadView
from content.public import reading
from content.public.documents import GroupDocument, RecallsDocument, VocabularyDocument


class GroupView(ReadView):
    @describe("getGroup", GroupDocument, summary="Read the clinic group")
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer_served(request, reading.read_house().group)


class RecallsView(ReadView):
    @describe("listRecalls", RecallsDocument, summary="List what stands recalled")
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer_served(request, reading.read_house().recalls)


class VocabularyView(ReadView):
    parameters = InLocale

    @describe("getVocabulary", VocabularyDocument, parameters=parameters, summary="Read the labels of all codes")
    def get(self, request: HttpRequest) -> HttpResponse:
        house = reading.read_house()
        return answer_served(request, house.vocabularies[self.locales(house)[0]])
