"""Sync: a copy first gets everything, page by page, and later only the changes."""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from api.answers import answer_made
from api.lookup import no_such_branch
from api.openapi import describe
from api.parameters import SyncParameters
from api.problems import BadParameter, StartAgain
from api.tokens import decode_token, encode_token
from api.v1 import documents
from api.v1.portions import TEXTS, Portion, choosing, names_of
from api.v1.views import ReadView
from content.model.vocabulary import Kind
from content.public import changes, reading, resolving
from content.public.changes import CARD, KINDS, TYPES, Change, Mark, Pass, Sections, Selection
from content.public.documents import LOCALE_CODES, GuideCardDocument, GuideDocument, encode, tag_of

#: The size of a page before compression. A single larger item is still sent.
MAX_BYTES = 256 * 1024
PROBLEMS = {410: "The token can't go on: start again without one."}
OVER = (
    "This token can't go on: it is not one of this server's, or its copy has a language, type or branch that is no "
    "more. Start again without a token."
)
TOKENS = ("page", "sync")
#: The parameters that say what a copy is of.
CHOOSING = ("locales", "types", "branch", "fields", "text")
WHOLE = Portion()
CHOSEN_OF = (GuideDocument, GuideCardDocument)
FIELDS = names_of(*CHOSEN_OF)
#: How many values a token has that says a portion.
LONGEST = 12
#: A page of portions may be so many times as long: it is compressed better, and on a slow connection each page costs as
#: much as its request takes there and back. So many more bytes are read for it, since some of them are left out.
LONGER = 2
READ_AHEAD = 2
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Token:
    """A place in the order of changes, and the selection of the copy.

    `is_first`: the copy is in its first pass. `mark`: the release at which this pass began. The place is after the row
    `row` of the release `release`. `every_locale`, `every_kind`: the copy is of all of them, also of those to come.
    `portion`: what of each guide the copy has.
    """

    selection: Selection
    is_first: bool
    mark: Mark
    release: int
    row: int
    every_locale: bool = False
    every_kind: bool = False
    portion: Portion = WHOLE

    @property
    def is_of_whole_guides(self) -> bool:
        return self.portion.is_whole and CARD not in self.selection.kinds

    @property
    def held(self) -> Mark | None:
        return None if self.is_first else self.mark

    def encode(self, kind: str) -> str:
        moment = (self.mark.committed_at - EPOCH) // timedelta(microseconds=1)
        chosen = self.selection
        place = [int(self.is_first), self.mark.number, moment, self.release, self.row]
        every = [int(self.every_locale), int(self.every_kind)]
        # Of whole guides, a token is as it was before there were portions.
        portion = [] if self.portion.is_whole else [[self.portion.text, *self.portion.fields]]
        return encode_token([kind, *place, *every, chosen.locales, chosen.kinds, chosen.branch, *portion])

    @classmethod
    def decode(cls, kind: str, text: str) -> "Token":
        """Raises StartAgain for a token that `encode` can't have made here, BadParameter for one of the other kind."""
        try:
            values = decode_token(text)
            portion = _read_portion(values.pop()) if len(values) == LONGEST else WHOLE
            given, *numbers, locales, kinds, branch = values
            first, number, moment, release, row, every_locale, every_kind = numbers
            if given not in TOKENS or not all(type(value) is int and 0 <= value < 2**53 for value in numbers):
                raise ValueError
            if not _is_choice(locales, LOCALE_CODES) or not _is_choice(kinds, TYPES) or are_both(kinds):
                raise ValueError
            at = None if branch is None else str(uuid.UUID(branch))
            if at != branch:
                raise ValueError
            selection = Selection(tuple(locales), tuple(kinds), at)
            mark = Mark(number, EPOCH + timedelta(microseconds=moment))
            token = cls(selection, bool(first), mark, release, row, bool(every_locale), bool(every_kind), portion)
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise StartAgain(OVER) from error
        if given != kind:
            raise BadParameter(f"{kind}_token", f"This is a {given}_token: send it as that.")
        return token

    def grow(self) -> "Token":
        """The same for a copy of everything that there is by now."""
        had = self.selection
        locales = tuple(LOCALE_CODES) if self.every_locale else had.locales
        kinds = tuple(map(str, KINDS)) if self.every_kind else had.kinds
        new = set(locales) - set(had.locales), set(kinds) - set(had.kinds)
        if not any(new):
            return self
        grown = replace(self, selection=replace(had, locales=locales, kinds=kinds))
        # What was public before the place would be missed: everything is read again, with what has gone since the mark.
        return replace(grown, release=0, row=0) if changes.has_live_before(self.release, *new) else grown


def are_both(kinds: Iterable[str]) -> bool:
    """Whether guides are to come whole and as cards: a copy has one of the two."""
    return {Kind.GUIDE, CARD} <= set(kinds)


def _read_portion(given: Any) -> Portion:
    """Raises ValueError or TypeError for what `Token.encode` can't have made."""
    text, *fields = given
    if text not in ("", *TEXTS) or not (_is_choice(fields, FIELDS) or (text and not fields)):
        raise ValueError
    return Portion(tuple(fields), text)


def _is_choice(given: Any, allowed: Iterable[str]) -> bool:
    """Whether it is a non-empty list of allowed names without repetitions."""
    known = {str(name) for name in allowed}
    named = isinstance(given, list) and all(isinstance(name, str) and name in known for name in given)
    return named and 0 < len(given) == len(set(given))


class SyncView(ReadView):
    parameters = choosing(SyncParameters, *CHOSEN_OF)

    @describe(
        "sync", documents.SyncPageDocument, parameters=parameters, summary="Keep a copy in step", problems=PROBLEMS
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        token = self.read_token()
        is_first_page = self.values["page_token"] is None
        size = self.values["page_size"] or 100
        page, more = read_page(token, size)
        if page:
            token = replace(token, release=page[-1].release, row=page[-1].row)
        pieces = list(
            write_page(
                page,
                next_page_token=token.encode("page") if more else None,
                next_sync_token=None if more else end_of(token, page).encode("sync"),
                # On the last page, too: a long pass may have begun before a recall.
                recalls=None if more and not is_first_page else reading.read_house().recalls.document["recalls"],
            )
        )
        tag = _name(page, pieces)
        return answer_made(request, b"".join(pieces), ["sync"], tag=tag, is_quick=token.is_of_whole_guides)

    def read_token(self) -> Token:
        """The token of the request, or a new one. Raises StartAgain if a token can't go on."""
        given = [name for name in ("page_token", "sync_token") if self.values[name] is not None]
        if not given:
            return self.begin()
        chosen = [name for name in CHOOSING if self.values[name] is not None]
        if len(given) > 1 or chosen:
            wrong = (given[1:] + chosen)[0]
            raise BadParameter(wrong, f"Leave {wrong} out: the {given[0]} says what the copy is of, and where it is.")
        token = Token.decode(given[0].removesuffix("_token"), self.values[given[0]])
        if not changes.has_mark(token.mark):
            raise StartAgain("The history that this token belongs to is gone: start again without a token.")
        at = token.selection.branch
        if at and not reading.read_house().find_branches(at, tuple(LOCALE_CODES)):
            raise StartAgain(OVER)
        return token.grow()

    def begin(self) -> Token:
        key = self.values["branch"]
        branch = resolving.find_branch_id(key) if key else None
        if key and branch is None:
            raise no_such_branch(key)
        if are_both(self.values["types"] or ()):
            raise BadParameter("types", "A copy has guides or their cards: leave out guide or card.")
        mark = changes.find_newest_mark()
        if mark is None:
            raise StartAgain("Nothing has been published yet: start again later.")
        selection = Selection(
            self.values["locales"] or tuple(LOCALE_CODES),
            self.values["types"] or tuple(str(kind) for kind in KINDS),
            branch,
        )
        every = [self.values[name] is None for name in ("locales", "types")]
        return Token(selection, True, mark, 0, 0, every[0], every[1], Portion.of(self.values))


def read_page(token: Token, size: int) -> tuple[list[Change], bool]:
    """The changes that come next, each with the portion of its document, and whether there are more."""
    asked = Pass(token.selection, token.held, since=token.mark.number, after=(token.release, token.row))
    if token.portion.is_whole:
        return changes.read_page(asked, size=size, most_bytes=MAX_BYTES)
    found, more = changes.read_page(asked, size=size, most_bytes=READ_AHEAD * LONGER * MAX_BYTES)
    page: list[Change] = []
    room = LONGER * MAX_BYTES
    for change in found:
        if change.kind in (Kind.GUIDE, CARD) and change.document:
            change = change._replace(document=token.portion.cut(change.document), etag="")
        room -= len(change.document)
        if page and room < 0:
            return page, True
        page.append(change)
    return page, more


def end_of(token: Token, page: list[Change]) -> Token:
    """The sync token after the last page.

    The next sync starts after the last release on this page, or the release at which this pass began, if that is newer.
    """
    is_later = bool(page) and page[-1].release > token.mark.number
    mark = (is_later and changes.find_mark(page[-1].release)) or token.mark
    return replace(token, is_first=False, mark=mark, release=mark.number, row=2**53 - 1)


def write_page(page: Iterable[Change], **following: Any) -> Iterator[bytes]:
    """A page in pieces: of each item what comes before its document, and this; then `following`, tokens and recalls."""
    begin, end = b'{"items":[', b""
    for change in page:
        yield begin + _encode_head(*change[2:9], change.changed_sections, change.notice) + b',"document":'
        yield change.document or b"null"
        begin, end = b"},", b"}"
    yield (end or begin) + b"]," + encode(following)[1:]


def _name(page: list[Change], pieces: list[bytes]) -> str:
    """What an ETag says of a page: documents stand in it by their own names, since these are known."""
    named = [*pieces]
    named[1::2] = [change.etag.encode() or change.document for change in page]
    return tag_of(b"".join(named))


@lru_cache(maxsize=2048)
def _encode_head(
    kind: str,
    subject: str,
    locale: str,
    slug: str,
    state: str,
    version: int,
    digest: str,
    changed_sections: Sections,
    notice: str,
) -> bytes:
    """An item without its document, not closed."""
    head = {
        "type": kind,
        "id": subject,
        "locale": locale or None,
        "slug": slug or None,
        "state": state,
        "version": version,
        "digest": digest,
        "changed_sections": [{"key": key, "digest": digest} for key, digest in changed_sections],
        "notice": json.loads(notice) or None,
    }
    return encode(head)[:-1]
