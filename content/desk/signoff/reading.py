"""The newest draft of a guide as the screen shows it: a row for each part, and more of those that are opened."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from wagtail.models import TaskState

from content.approval.signoff import authors, requests, reviewing, signing, texts
from content.approval.signoff.models import ChangeRequest, SignOff
from content.approval.signoff.parts import digest_of, judge, name_part
from content.desk.signoff.pictures import Pair, Pictures
from content.desk.signoff.rounds import Round, read_round
from content.desk.signoff.showing import render_part
from content.desk.signoff.tokens import give_token, read_tokens
from content.model.compilation import NotReady
from content.model.guides.models import GuidePage
from content.model.vocabulary import OVERVIEW


@dataclass(frozen=True)
class Opened:
    """What is shown of an open part. `difference`: what changed since it was last signed, as safe HTML."""

    #: The part as the web page shows it: a whole HTML document. Empty if it can't be shown.
    document: str
    #: Why something of it can't be shown, as a sentence.
    problem: str
    text: str
    difference: str
    pictures: list[Pair]
    rounds: list[Round]
    source_text: str
    #: With which it can be signed; empty if something of it can't be shown.
    token: str
    #: What signing fills in, by column.
    fills: dict[str, Any]
    ticked: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Row:
    """A part on the screen. `opened` is None while it is folded."""

    part: str
    name: str
    digest: str
    signed: SignOff | None
    last: SignOff | None
    source_changed: bool
    #: Whether the user wrote it and so can't sign it.
    is_own: bool
    opened: Opened | None = None

    @property
    def is_open(self) -> bool:
        return self.signed is None

    @property
    def can_be_signed(self) -> bool:
        """True also for a signed translation whose source has changed: signing confirms that it is still right."""
        return not self.is_own and (self.is_open or self.source_changed)


class Reading:
    """The newest draft, as one user reads it. `typed`: the form as it was sent, if it is shown again."""

    def __init__(self, page: GuidePage, user: Any, typed: QueryDict | None = None) -> None:
        self.page, self.user = page, user
        self.typed = typed if typed is not None else QueryDict()
        self.draft = page.get_latest_revision_as_object()
        self.parts = judge(self.draft)
        self.digests = {part: digest_of(content) for part, content in self.parts.items()}
        self.signed = signing.find_signed(self.draft, self.digests)
        self.last = signing.find_last(self.draft)
        self.clinician = signing.find_clinician(user)

    @cached_property
    def own(self) -> list[str]:
        """The parts that the user wrote. Asked of clinicians only, since it reads many revisions."""
        return authors.find_written(self.draft, self.user) if self.user.has_perm("content.sign_off_guide") else []

    @cached_property
    def source(self) -> dict[str, dict[str, Any]]:
        return {} if self.draft.is_source else judge(self.draft.source_page)

    @cached_property
    def asked(self) -> list[ChangeRequest]:
        return requests.find_asked(self.page)

    @cached_property
    def waiting(self) -> TaskState | None:
        """The request for sign-off that is open now."""
        return requests.find_request(self.page)

    def list_rows(self, asked: Iterable[str]) -> list[Row]:
        """All parts. Those that are `asked` for are open, and those with something typed; else the first to sign."""
        shown = read_tokens(self.user, self.page, self.typed)
        wanted = {*asked, *shown, *(part for part in self.parts if self._typed_comment(part))} & set(self.parts)
        rows = [self._read_row(part) for part in self.parts]
        wanted = wanted or {row.part for row in [row for row in rows if row.can_be_signed][:1]}
        return [self._open(row) if row.part in wanted else row for row in rows]

    def open_row(self, part: str) -> Row:
        return self._open(self._read_row(part))

    def _read_row(self, part: str) -> Row:
        before = self.last.get(part)
        source_digest = digest_of(self.source[part]) if part in self.source else ""
        return Row(
            part=part,
            name=name_part(part),
            digest=self.digests[part],
            signed=self.signed.get(part),
            last=before,
            source_changed=bool(before and before.source_digest and before.source_digest != source_digest),
            is_own=part in self.own,
        )

    def _open(self, row: Row) -> Row:
        return replace(row, opened=self._show(row))

    def _show(self, row: Row) -> Opened:
        part, before = row.part, row.last
        content = self.parts[part]
        signer = self.clinician if part == OVERVIEW and row.can_be_signed else None
        fills = reviewing.propose(self.draft, signer) if signer else {}
        pictures = Pictures(self.draft).pair(before.content if before else {}, content)
        try:
            document, problem = render_part(_fill(self.draft, fills), part, content), ""
        except NotReady as error:
            document, problem = "", str(error)
        problem = problem or next((pair.now.problem for pair in pictures if pair.now and pair.now.problem), "")
        was_shown = read_tokens(self.user, self.page, self.typed).get(part) == self.digests[part]
        return Opened(
            document=document,
            problem=problem,
            text=texts.read_text(content),
            difference=texts.compare(before.content, content) if before and part not in self.signed else "",
            pictures=pictures,
            rounds=[read_round(one, content, self.waiting) for one in self.asked if one.part == part],
            source_text=texts.read_text(self.source[part]) if part in self.source else "",
            token="" if problem else give_token(self.user, self.page, part, self.digests[part]),
            fills=fills,
            # What has changed since it was shown is to be read again before it is ticked.
            ticked=was_shown and part in self.typed.getlist("sign"),
            comment=self._typed_comment(part),
        )

    def _typed_comment(self, part: str) -> str:
        return self.typed.get(f"comment-{part}", "").strip()


def _fill(draft: GuidePage, columns: dict[str, Any]) -> GuidePage:
    """A copy to show, with what signing will fill in."""
    filled = copy(draft)
    for name, value in columns.items():
        setattr(filled, name, value)
    return filled
