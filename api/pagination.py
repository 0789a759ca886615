"""Pagination by cursor: stable while guides are added and removed, and without counting all results."""

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from api.parameters import is_plain
from api.problems import BadParameter
from api.tokens import decode_token, encode_token
from content.public.cards import Place
from content.public.documents import add_member, encode, join_items
from content.public.slices import Slice


def encode_cursor(place: Place) -> str:
    return encode_token([place.slug, place.subject, place.release, place.backwards])


def decode_cursor(text: str) -> Place:
    """Raises BadParameter for a cursor that `encode_cursor` can't have made."""
    try:
        slug, subject, release, backwards = decode_token(text)
        if not (isinstance(slug, str) and isinstance(subject, str) and isinstance(backwards, bool)):
            raise TypeError
        if not is_plain(slug) or len(subject) != 36 or type(release) is not int or not 0 <= release < 2**53:
            raise ValueError
        return Place(slug, str(uuid.UUID(subject)), release, backwards)
    except (ValueError, TypeError) as error:
        raise BadParameter("cursor", "This cursor is not one of ours: take next or previous as given.") from error


def build_page(found: Slice[Any], results: Iterable[bytes], *, path: str, given: dict[str, str]) -> bytes:
    """The document of a page. Links are root-relative and repeat the other parameters (`given`)."""

    def link(place: Place | None) -> str | None:
        return f"{path}?{urlencode({**given, 'cursor': encode_cursor(place)})}" if place else None

    head = encode({"next": link(found.next), "previous": link(found.previous)})
    return add_member(head, "results", join_items(results))
