"""Query parameters: each view names a serializer of its parameters. Any other is refused, or only counts visits."""

import unicodedata
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import Any, NoReturn

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from api.problems import BadParameter
from cms.preferences import find_language
from cms.tracking import is_tracking
from content.model.vocabulary import BodyArea
from content.public.changes import TYPES
from content.public.documents import LOCALE_CODES

MAX_LENGTH = 200
MAX_TOKEN = 1000
#: Unicode category of invisible characters that are allowed: Devanagari and Arabic use joiners, pasted text has marks.
_FORMAT = "Cf"


class Parameter(serializers.Field):
    """Text of an address, read as a value; None where it is left out. Its errors say what is allowed."""

    longest = MAX_LENGTH
    #: The values for the problem's `allowed`.
    allowed: list[str] | None = None
    default_error_messages = {"unfit": "{name} has characters or a length that are not allowed."}

    def __init__(self, help_text: str, **options: Any) -> None:
        super().__init__(help_text=help_text, required=False, **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not serializers.empty and not self.is_fit(data):
            self.fail("unfit")
        return super().run_validation(data)

    def is_fit(self, text: str) -> bool:
        return len(text) <= self.longest and all(_may_stand(letter) for letter in text)

    def fail(self, key: str, **details: Any) -> NoReturn:
        super().fail(key, name=self.field_name, **details)


class Text(Parameter, serializers.CharField):
    default_error_messages = {"blank": "Write a value, or leave the parameter out."}

    def __init__(self, help_text: str, *, max_length: int = MAX_LENGTH, **options: Any) -> None:
        self.longest = max_length
        super().__init__(help_text, max_length=max_length, trim_whitespace=False, **options)


class Choice(Parameter, serializers.ChoiceField):
    def __init__(self, help_text: str, choices: list[str]) -> None:
        self.allowed = choices
        messages = {"invalid_choice": f"{{name}} must be one of: {', '.join(choices)}."}
        super().__init__(help_text, choices=choices, error_messages=messages)
        extend_schema_field({"type": "string", "enum": sorted(choices)})(self)


class Choices(Parameter, serializers.MultipleChoiceField):
    """One or more with commas between them, or the parameter once for each."""

    def __init__(self, help_text: str, choices: list[str]) -> None:
        wrong = f"Write one or more of these with commas between them: {', '.join(choices)}."
        super().__init__(help_text, choices=choices, error_messages={"invalid_choice": wrong})
        items = {"type": "string", "enum": choices}
        extend_schema_field({"type": "array", "items": items, "minItems": 1})(self)

    def to_internal_value(self, data: str) -> tuple[str, ...]:
        return tuple(super().to_internal_value(data.split(",")))


class Language(Choice):
    """A code of ours, or a tag that means one, such as “en-GB”: read as our code."""

    def to_internal_value(self, data: str) -> Any:
        return super().to_internal_value(find_language(data) or data)


class Languages(Choices):
    """As `Language`, one or more."""

    def to_internal_value(self, data: str) -> tuple[str, ...]:
        return super().to_internal_value(",".join(find_language(tag) or tag for tag in data.split(",")))


class WholeNumber(Parameter, serializers.IntegerField):
    """In ASCII digits alone: REST framework also takes “1.0”, “+1” and digits of other scripts."""

    def __init__(self, help_text: str, least: int, most: int) -> None:
        wrong = f"Write a whole number from {least} to {most}."
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        super().__init__(help_text, min_value=least, max_value=most, error_messages=messages)

    def to_internal_value(self, data: str) -> int:
        if not (data.isascii() and data.isdigit() and len(data) <= 9):
            self.fail("invalid")
        return int(data)


class Moment(Parameter, serializers.DateTimeField):
    """ISO 8601: a moment with its zone, or a date, which means its beginning in UTC."""

    default_error_messages = {
        "invalid": "Write a moment in ISO 8601 with its zone, such as 2026-11-24T09:30:00Z, or a date."
    }

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return _read_moment(value)
        except (ValueError, OverflowError):
            self.fail("invalid")


def _read_moment(text: str) -> datetime:
    if len(text) == len("2026-11-24") and (date := parse_date(text)):
        return datetime(date.year, date.month, date.day, tzinfo=UTC)
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


class Parameters(serializers.Serializer):
    """What a view takes. This one takes nothing."""


@cache
def _prepare(parameters: type[Parameters]) -> dict[str, Any]:
    """Name -> field. Fields keep no state, so every request uses the same ones."""
    return dict(parameters().fields)


def read_parameters(query: QueryDict, parameters: type[Parameters]) -> dict[str, Any]:
    """Typed values by name; None for parameters that are not given.

    Raises BadParameter for an unknown or repeated parameter, or a value that is not allowed. Only the fields of given
    parameters run: the whole serializer would cost ten times as much in every request.
    """
    fields = _prepare(parameters)
    values: dict[str, Any] = dict.fromkeys(fields)
    for name, given in query.lists():
        if is_tracking(name):
            continue
        field = fields.get(name) or _prepare(InAnyView).get(name)
        if field is None:
            shown = name[:50].encode("utf-8", "replace").decode()
            raise BadParameter(shown, f"There is no parameter {shown!r} here.", sorted(fields))
        if len(given) > 1 and not isinstance(field, Choices):
            raise BadParameter(name, f"Give {name} once.")
        try:
            values[name] = field.run_validation(",".join(given))
        except ValidationError as error:
            [sentence] = error.detail
            raise BadParameter(name, str(sentence), field.allowed) from error
    return values


def _may_stand(letter: str) -> bool:
    return letter.isprintable() or unicodedata.category(letter) == _FORMAT


def is_plain(text: str) -> bool:
    """Whether a database can store it: it has no NUL, and no lone surrogates, which JSON allows and UTF-8 does not."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def is_address_key(key: str) -> bool:
    """Whether a path segment can be a slug or an id."""
    try:
        uuid.UUID(key)
    except ValueError:
        return len(key) <= 255 and "\x00" not in key and key.isprintable()
    return True


class InAnyView(Parameters):
    """What every address takes, since clients of other APIs send it."""

    format = Choice("The only form of answers.", ["json"])


class InLocale(Parameters):
    locale = Language(
        "Language of the answer, as a tag (BCP 47): `en-GB` is answered in `en`. Where left out, `Accept-Language` "
        "chooses, else it is the group's default. A missing translation falls back to the default, and the answer's "
        "`locale` says so.",
        list(LOCALE_CODES),
    )


class InPages(InLocale):
    page_size = WholeNumber("Results on a page, at most 100; 20 where left out.", 1, 100)
    cursor = Text("From `next` or `previous` of an earlier page.", max_length=MAX_TOKEN)


class GuideListParameters(InPages):
    category = Text("Slug of a category, from `vocabulary/`.")
    body_area = Choice("Code of a body area.", list(BodyArea.values))
    branch = Text("Slug or id of a branch: only what it offers now.")
    max_minutes = WholeNumber("Only guides whose longest session takes at most this long.", 1, 480)
    max_sessions = WholeNumber("Only guides whose first course takes at most this many.", 1, 50)
    updated_since = Moment("Only what changed at or after this moment (ISO 8601, or a date).")


class SearchParameters(InLocale):
    q = Text(
        "What is looked for, in any words. Typing errors and everyday names are forgiven; the last word may be "
        "unfinished.",
        allow_blank=True,
    )
    branch = Text("Slug or id of a branch: only what it offers now.")
    page_size = WholeNumber("Results at most; 20 where left out.", 1, 50)


class SyncParameters(Parameters):
    locales = Languages(
        "Languages that the copy holds, with commas between them; where left out, all of them, also those to come.",
        list(LOCALE_CODES),
    )
    types = Choices(
        "Types of things that the copy holds, with commas between them; where left out, all of them but `card`, also "
        "those to come. `card` gives what lists show of guides, in place of `guide`.",
        list(TYPES),
    )
    branch = Text("Slug or id of a branch: of branches and offerings only its own. Guides come all the same.")
    page_size = WholeNumber("Results on a page, at most 100; 100 where left out.", 1, 100)
    page_token = Text("`next_page_token` of the page before.", max_length=MAX_TOKEN)
    sync_token = Text("`next_sync_token` of the last page: only what changed since.", max_length=MAX_TOKEN)
