"""Query parameters: each view names what it takes, and anything else is refused by name."""

import unicodedata
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from api.problems import BadParameter
from content.model.vocabulary import BodyArea
from content.public.changes import KINDS
from content.public.documents import LOCALE_CODES

MAX_LENGTH = 200
MAX_TOKEN = 1000
#: Invisible, but harmless and common: Devanagari and Arabic are written with joiners, and pasted text has marks in it.
_FORMAT = "Cf"
TEXT = {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH}


@dataclass(frozen=True)
class Parameter:
    """`read` turns the text into a value; it raises ValueError with a sentence that says what is allowed."""

    name: str
    description: str
    read: Callable[[str], Any]
    type: Any = field(default_factory=TEXT.copy)
    allowed: tuple[str, ...] = ()
    max_length: int = MAX_LENGTH

    def as_openapi(self) -> OpenApiParameter:
        return OpenApiParameter(
            self.name,
            str if self.allowed else self.type,
            description=self.description,
            enum=self.allowed or None,
            explode=False if isinstance(self.type, dict) and self.type["type"] == "array" else None,
        )


def read_parameters(query: QueryDict, parameters: Mapping[str, Parameter]) -> dict[str, Any]:
    """Typed values by name; None where not given.

    Raises BadParameter for an unknown or repeated parameter, or one whose value is not allowed.
    """
    values: dict[str, Any] = dict.fromkeys(parameters)
    for name, given in query.lists():
        if name not in parameters:
            shown = name[:50].encode("utf-8", "replace").decode()
            raise BadParameter(shown, f"There is no parameter {shown!r} here.", sorted(parameters))
        if len(given) > 1:
            raise BadParameter(name, f"Give {name} once.")
        values[name] = _read(parameters[name], given[0])
    return values


def _read(parameter: Parameter, text: str) -> Any:
    allowed = list(parameter.allowed) or None
    if len(text) > parameter.max_length or not all(_may_stand(letter) for letter in text):
        raise BadParameter(
            parameter.name, f"{parameter.name} has characters or a length that are not allowed.", allowed
        )
    if parameter.allowed and text not in parameter.allowed:
        raise BadParameter(parameter.name, f"{parameter.name} must be one of: {', '.join(parameter.allowed)}.", allowed)
    try:
        return parameter.read(text)
    except ValueError as error:
        raise BadParameter(parameter.name, str(error), allowed) from error


def _may_stand(letter: str) -> bool:
    return letter.isprintable() or unicodedata.category(letter) == _FORMAT


def read_text(text: str) -> str:
    if not text:
        raise ValueError("Write a value, or leave the parameter out.")
    return text


def read_whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
            raise ValueError(f"Write a whole number from {least} to {most}.")
        return int(text)

    return read


def read_list_of(*allowed: str) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        given = tuple(dict.fromkeys(text.split(",")))
        if not set(given) <= set(allowed):
            raise ValueError(f"Write one or more of these with commas between them: {', '.join(allowed)}.")
        return given

    return read


def read_moment(text: str) -> datetime:
    """ISO 8601: a moment, or a date, which means its beginning in UTC."""
    message = "Write a moment in ISO 8601 with its zone, such as 2026-11-24T09:30:00Z, or a date."
    try:
        if len(text) == len("2026-11-24") and (date := parse_date(text)):
            return datetime(date.year, date.month, date.day, tzinfo=UTC)
        moment = parse_datetime(text)
        if moment is None or moment.tzinfo is None:
            raise ValueError(message)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(message) from error


def is_plain(text: str) -> bool:
    """Whether a database takes it: no NUL, and no half of a character, which JSON can hold and UTF-8 can't."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def is_address_key(key: str) -> bool:
    """Whether a path segment can be a slug or an id at all."""
    try:
        uuid.UUID(key)
    except ValueError:
        return len(key) <= 255 and "\x00" not in key and key.isprintable()
    return True


LOCALE = Parameter(
    "locale",
    "Language of the answer; the group's default where left out. A missing translation falls back to the default, "
    "and the answer's `locale` says so.",
    read_text,
    allowed=tuple(LOCALE_CODES),
)
CATEGORY = Parameter("category", "Slug of a category, from `vocabulary/`.", read_text)
BODY_AREA = Parameter("body_area", "Code of a body area.", read_text, allowed=tuple(BodyArea.values))
BRANCH = Parameter("branch", "Slug or id of a branch: only what it offers now.", read_text)
MAX_MINUTES = Parameter(
    "max_minutes",
    "Only guides whose longest session takes at most this long.",
    read_whole_number(1, 480),
    int,
)
MAX_SESSIONS = Parameter(
    "max_sessions",
    "Only guides whose first course takes at most this many.",
    read_whole_number(1, 50),
    {"type": "integer", "minimum": 1, "maximum": 50},
)
UPDATED_SINCE = Parameter(
    "updated_since",
    "Only what changed at or after this moment (ISO 8601, or a date).",
    read_moment,
    OpenApiTypes.DATETIME,
)


def _page_size(default: int) -> Parameter:
    return Parameter(
        "page_size",
        f"Results on a page, at most 100; {default} where left out.",
        read_whole_number(1, 100),
        {"type": "integer", "minimum": 1, "maximum": 100},
    )


PAGE_SIZE = _page_size(20)
SYNC_PAGE_SIZE = _page_size(100)
SEARCH_SIZE = Parameter(
    "page_size",
    "Results at most; 20 where left out.",
    read_whole_number(1, 50),
    {"type": "integer", "minimum": 1, "maximum": 50},
)
QUESTION = Parameter(
    "q",
    "What is looked for, in any words. Typing errors and everyday names are forgiven; the last word may be unfinished.",
    str,
    {"type": "string", "maxLength": MAX_LENGTH},
)
CURSOR = Parameter("cursor", "From `next` or `previous` of an earlier page.", read_text)


def _list_of(*allowed: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": list(allowed)}, "minItems": 1}


LOCALES = Parameter(
    "locales",
    "Languages that the copy holds, with commas between them; all of them where left out.",
    read_list_of(*LOCALE_CODES),
    _list_of(*LOCALE_CODES),
)
TYPES = Parameter(
    "types",
    "Types of things that the copy holds, with commas between them; all of them where left out.",
    read_list_of(*KINDS),
    _list_of(*KINDS),
)
SYNC_BRANCH = Parameter(
    "branch",
    "Slug or id of a branch: of branches and offerings only its own. Guides come all the same.",
    read_text,
)
TOKEN = {**TEXT, "maxLength": MAX_TOKEN}
PAGE_TOKEN = Parameter("page_token", "`next_page_token` of the page before.", read_text, TOKEN, max_length=MAX_TOKEN)
SYNC_TOKEN = Parameter(
    "sync_token", "`next_sync_token` of the last page: only what changed since.", read_text, TOKEN, max_length=MAX_TOKEN
)


def named(*parameters: Parameter) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in parameters}
