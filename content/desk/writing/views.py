"""Answers the form of a guide while somebody types: notes on each text, and the reading age of all of them.

Nothing is stored, and nothing leaves this server.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from content.desk.access.pages import may_edit_guides
from content.desk.writing.advice import Note, judge
from content.desk.writing.jargon import read_pairs
from content.desk.writing.reading_age import LEAST_WORDS, MOST, find_reading_age, has_reading_age
from content.model.prompts.marks import blank
from content.model.publishing import settles_itself
from content.model.vocabulary import Frequency


class TypedField(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=20_000, allow_blank=True, trim_whitespace=False)
    frequency = serializers.ChoiceField(choices=Frequency.choices, required=False, allow_blank=True)


class Typed(serializers.Serializer):
    language = serializers.CharField(max_length=20)
    fields = serializers.ListField(child=TypedField(), max_length=500)  # type: ignore[assignment]


@never_cache
@settles_itself  # nothing is written: the lock of all writers is left alone
@require_POST
def advise(request: HttpRequest) -> JsonResponse:
    if not may_edit_guides(request.user):
        raise PermissionDenied
    try:
        typed = Typed(data=JSONParser().parse(request))  # type: ignore[arg-type]
        typed.is_valid(raise_exception=True)
    except (ParseError, serializers.ValidationError) as error:
        return JsonResponse({"errors": error.detail}, status=400)
    except RecursionError:
        return JsonResponse({"errors": ["This is nested too deep."]}, status=400)
    language, fields = typed.validated_data["language"], typed.validated_data["fields"]
    pairs = read_pairs(language)
    notes = {
        field["name"]: [_build(note, field["text"]) for note in judge(language=language, pairs=pairs, **_given(field))]
        for field in fields
    }
    return JsonResponse({"notes": notes, "age": explain_age((field["text"] for field in fields), language)})


def _given(field: dict[str, Any]) -> dict[str, str]:
    return {"text": field["text"], "frequency": field.get("frequency", "")}


def _build(note: Note, text: str) -> dict[str, Any]:
    """With places as browsers count letters: some are two units long."""
    start, end = (len(text[:place].encode("utf-16-le", "surrogatepass")) // 2 for place in note.span)
    return {"kind": note.kind, "start": start, "end": end, "phrase": note.phrase, "message": note.message}


def explain_age(texts: Any, language: str) -> str:
    """A sentence about the reading age; empty for a language without a rule."""
    if not has_reading_age(language):
        return ""
    age = find_reading_age(map(blank, texts), language)
    if age is None:
        return _("The reading age is told from %(count)d words on.") % {"count": LEAST_WORDS}
    if age > MOST:
        return _("Reads like a text for age %(age)d. Aim for %(most)d or younger: shorter sentences and words.") % {
            "age": age,
            "most": MOST,
        }
    return _("Reads like a text for age %(age)d.") % {"age": age}
