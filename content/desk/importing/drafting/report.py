"""The report of an import: which words went where, what is unplaced, and what is missing."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from content.desk.importing.outline import Reason, Unread
from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_refusals

#: Descriptions of words that were left out on purpose. Marks (list numbers, footnote signs) are only counted.
_LEFT_OUT = {
    Reason.STRUCK: gettext_noop("struck out: “%s”"),
    Reason.HIDDEN: gettext_noop("hidden: “%s”"),
    Reason.DELETED: gettext_noop("deleted by its author: “%s”"),
    Reason.COMMENT: gettext_noop("comment: “%s”"),
    Reason.SETTINGS: gettext_noop("front matter: “%s”"),
}


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED_SINCE = "edited since"
    #: Another guide has this title. Nothing has changed: the user is asked which is meant.
    EXISTS = "exists"


@dataclass
class Report:
    """Plain values, kept as JSON but for `missing`."""

    document: str
    outcome: str
    page_id: int | None = None
    title: str = ""
    headings: list[list[str]] = field(default_factory=list)
    placed: list[dict[str, str]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    conflicting: list[dict[str, Any]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    #: Words that only the witness has found. They are kept in the note.
    lost: list[str] = field(default_factory=list)
    #: The encoding, if it was guessed.
    encoding: str = ""
    new_therapies: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    difference: list[str] = field(default_factory=list)
    #: Pairs: each line of the document, and its place.
    lines: list[list[str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


def list_missing(draft: GuidePage) -> list[str]:
    """Why the draft can't be published as it is. Not kept with the rest: the draft is edited, and others read it."""
    return [refusal.message for refusal in find_refusals(draft)]


def describe_left_out(unread: tuple[Unread, ...]) -> list[str]:
    return [_(_LEFT_OUT[one.reason]) % one.text for one in unread if one.reason in _LEFT_OUT]
