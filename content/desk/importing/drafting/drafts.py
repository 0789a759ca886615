"""Placed guide -> draft. Never a live page; never twice the same one; never over somebody's edits unasked.

The page remembers how the import left it. If nobody has touched it since, importing the same file again
updates it; if somebody has, the caller is shown the difference and must say so.
"""

import difflib
import hashlib
import json
import re
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from html import escape
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Locale

from content.desk.importing.drafting.accounting import find_lost, find_lost_lines, list_headings, list_texts
from content.desk.importing.meaning.statements import Therapy as NamedTherapy
from content.desk.importing.models import ImportedDocument
from content.desk.importing.outline import DocumentError, Reason
from content.desk.importing.placing.guide import Block
from content.desk.importing.placing.tracing import read_text, read_words
from content.desk.importing.process import Read, read_apart
from content.model.guides.models import GuideIndexPage, GuidePage
from content.model.guides.refusals import find_refusals
from content.model.publishing import is_publishing, publishing
from content.model.sections import SECTIONS
from content.model.snippets.models import Therapy
from content.model.vocabulary import CombinationKind

#: Every field of the page that an import writes, in the order in which a person reads them.
FIELDS = (
    "title",
    "summary",
    "also_known_as",
    *(name for section in SECTIONS for name in (section.lead_field, *section.all_fact_columns, section.blocks_field)),
    "faqs",
    "unplaced",
)


#: What the report says of words that were left out on purpose. Marks are only counted: list numbers, footnote signs.
LEFT_OUT = {
    Reason.STRUCK: gettext_noop("struck out: “%s”"),
    Reason.HIDDEN: gettext_noop("hidden: “%s”"),
    Reason.DELETED: gettext_noop("deleted by its author: “%s”"),
    Reason.COMMENT: gettext_noop("comment: “%s”"),
    Reason.SETTINGS: gettext_noop("front matter: “%s”"),
}
#: What one document may add to the list of therapies, which all guides share. What goes beyond stays a paragraph.
MAX_NEW_THERAPIES = 50


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED_SINCE = "edited since"


@dataclass
class Report:
    """What went where, from which words; what is left; what is missing. Plain values, kept as JSON."""

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
    #: Words of the file that another reader of it sees, and that were placed nowhere: kept in the note.
    lost: list[str] = field(default_factory=list)
    #: The encoding that was assumed, where the file isn't UTF-8 and doesn't say.
    encoding: str = ""
    new_therapies: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    difference: list[str] = field(default_factory=list)
    #: The document line by line, each with where it went.
    lines: list[list[str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


def import_document(
    *, name: str, content: bytes, locale: str = "en", user: Any = None, accept: bool = False, dry_run: bool = False
) -> Report:
    """Import a document into a draft; `accept` overwrites a draft that was edited since the last import.

    Reading it comes before the transaction, and in a process of its own: nobody waits for it. So call it where there
    is none yet.

    Raises DocumentError where the file can't be read, and PermissionDenied where the user may not edit the page
    that the document was imported into before; nothing has changed then.
    """
    file_name = PurePath(name).name
    if len(content) > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // 1024
        raise DocumentError(f"{file_name} is larger than {limit} KiB: save it without its pictures and try again.")
    if is_publishing():
        raise RuntimeError("A document is read before the transaction in which it becomes a draft.")
    read = read_apart(file_name, content)
    digest = hashlib.sha256(content).hexdigest()
    with publishing(actor=user.get_username() if user else "import_guide"), transaction.atomic():
        draft = _Draft(read, file_name, locale)
        report = draft.build_report(Outcome.CREATED)
        known = _find_known(report, digest, locale)
        if known:
            if user and not known.page.permissions_for_user(user).can_edit():
                raise PermissionDenied
            report = draft.compare(known, accept)
        if dry_run or report.outcome in (Outcome.UNCHANGED, Outcome.EDITED_SINCE):
            transaction.set_rollback(True)  # therapies that only this draft would have needed
            return report
        before = remember(known) if known else {}
        page = draft.write(known.page if known else None, user)
        report.page_id = page.pk
        kept = {"name": file_name, "digest": digest, "draft_digest": digest_of(page), "report": report.as_json()}
        kept["before"] = before
        ImportedDocument.objects.update_or_create(page=page, defaults=kept)
    # Judging a long guide takes seconds, in which others may write.
    report.missing = [refusal.message for refusal in find_refusals(page)]
    ImportedDocument.objects.filter(page=page).update(report=report.as_json())
    return report


#: What is remembered of a page for when it is imported again.
REMEMBERED = ("name", "digest", "draft_digest", "report")


def remember(known: ImportedDocument) -> dict[str, Any]:
    return {"revision": known.page.latest_revision_id, **{name: getattr(known, name) for name in REMEMBERED}}


def _find_known(report: Report, digest: str, locale: str) -> ImportedDocument | None:
    """The earlier import of the same document: the same bytes, or a version of it under the same name.

    A name alone says little (“guide.docx”): title or most words must be the same too.
    """
    imported = ImportedDocument.objects.filter(page__locale__language_code=locale).order_by("-imported_at")
    named = imported.filter(name=report.document)
    versions = (known for known in named if known.report["title"] == report.title or _share(known, report) >= 0.5)
    return imported.filter(digest=digest).first() or next(versions, None)


def _share(known: ImportedDocument, report: Report) -> float:
    """The share of words that two imports have in common, 0 to 1."""
    old, new = (
        {word for row in rows for word in read_words(row["words"])} for rows in (known.report["placed"], report.placed)
    )
    return len(old & new) / len(old | new) if old | new else 0.0


class _Draft:
    """The values that an import would write into a page."""

    def __init__(self, read: Read, file_name: str, locale: str) -> None:
        self.outline, self.placed, self.traced, self.seen = read
        self.file_name = file_name
        self.locale = Locale.objects.filter(language_code=locale).first()
        if self.locale is None:
            raise DocumentError(f"There is no language {locale!r} here.")
        self.lines = self.outline.lines
        self.new_therapies: list[Therapy] = []
        #: Names of partners as the draft shows them, which stores only their keys.
        self.partners: list[str] = []
        self.title = (
            self.placed.title[:255] or PurePath(file_name).stem.replace("-", " ").replace("_", " ").capitalize()
        )
        self.values = self.build_values()

    def build_values(self) -> dict[str, Any]:
        placed = self.placed
        values: dict[str, Any] = {
            "title": self.title,
            "summary": placed.summary,
            "also_known_as": "\n".join(placed.other_names),
            "faqs": [_raw("faq", {"question": q[:160], "answer": a}) for q, a in placed.faqs],
        }
        for section in SECTIONS:
            values[section.lead_field] = placed.leads.get(section.key, "")
            values[section.blocks_field] = [self.build_block(block) for block in placed.blocks[section.key]]
        for fact in placed.facts:
            values |= fact.columns
        self.unplaced = [*placed.unplaced, *find_lost_lines(self.lines, values, placed)]
        return values | {"unplaced": self.build_note(values)}

    def build_note(self, values: dict[str, Any]) -> str:
        """What was not placed; and the words of the file that are not in the draft for another reason."""
        fields = {section.key: section.blocks_field for section in SECTIONS}
        headings = list_headings(self.placed, self.title)
        kept = [*list_texts(values, self.placed, fields), *self.partners, *self.unplaced, *headings]
        self.lost = find_lost(self.seen, kept, [unread.text for unread in self.outline.unread])
        note = list(self.unplaced)
        # The draft is compared with the next import: in whatever language the importing person works.
        with translation.override(self.locale.language_code):
            if headings:
                note.append(_("Headings of the document: %s") % " · ".join(headings))
            if self.lost:
                note.append(_("Words of the document that stand nowhere else: %s") % " … ".join(self.lost))
        return "\n\n".join(note)

    def build_block(self, block: Block) -> dict[str, Any]:
        if block.partner:
            return self.build_combination(block.value, block.partner)
        return _raw(block.type, block.value)

    def build_combination(self, value: dict[str, Any], named: NamedTherapy) -> dict[str, Any]:
        guide = self.guides.get(named.plain.lower())
        therapy = None if guide else self.find_therapy(named)
        if guide is None and therapy is None:
            # How it is given is not said: a person decides. The words stay.
            text = value["benefit"] or value["caution"]
            return _raw("paragraph", {"text": f"<p><b>{escape(named.name, quote=False)}</b></p>{text}"})
        self.partners.append(guide.title if guide else therapy.name if therapy else "")
        kind = named.kind or (therapy.kind if therapy else CombinationKind.INJECTABLE)
        partner = {"guide": guide.pk if guide else None, "therapy": therapy.pk if therapy else None}
        return _raw("combination", {**partner, "kind": kind, **value, "citations": []})

    @cached_property
    def guides(self) -> dict[str, GuidePage]:
        """Every name of a guide, in lower case -> its page in its source language."""
        found: dict[str, GuidePage] = {}
        for page in GuidePage.objects.order_by("pk"):
            if page.is_source:
                for name in (page.title, *page.other_names):
                    found.setdefault(name.lower(), page)
        return found

    @cached_property
    def therapies(self) -> dict[frozenset[str], Therapy]:
        """Those of the list by the words that tell them apart, the new ones of this draft among them."""
        found: dict[frozenset[str], Therapy] = {}
        for therapy in Therapy.objects.filter(locale=self.locale):
            found.setdefault(_core(therapy.name), therapy)
        return found

    def find_therapy(self, named: NamedTherapy) -> Therapy | None:
        """A therapy of that name, or a new one, a draft like the guide and saved with it, where its kind is plain."""
        if known := self.therapies.get(_core(named.plain)):
            return known
        if named.kind is None or len(self.new_therapies) >= MAX_NEW_THERAPIES:
            return None
        name = named.plain[0].upper() + named.plain[1:]
        therapy = Therapy.objects.create(locale=self.locale, name=name[:120], kind=named.kind, live=False)
        therapy.save_revision(clean=False)
        self.new_therapies.append(therapy)
        self.therapies[_core(named.plain)] = therapy
        return therapy

    def build_report(self, outcome: Outcome) -> Report:
        placed = self.placed
        return Report(
            document=self.file_name,
            outcome=outcome,
            title=self.title,
            headings=[list(pair) for pair in placed.headings],
            placed=[
                {"section": str(key), "block": block.type, "words": block.words}
                for key, blocks in placed.blocks.items()
                for block in blocks
            ]
            + [{"section": str(key), "block": "lead", "words": lead} for key, lead in placed.leads.items()],
            facts=[{"fact": fact.name, "value": fact.columns, "words": fact.words} for fact in placed.facts],
            conflicting=[{"fact": f.name, "value": f.columns, "words": f.words} for f in placed.conflicting],
            unplaced=self.unplaced,
            left_out=[*placed.left_out, *self.list_left_out()],
            lost=self.lost,
            encoding=self.outline.encoding,
            new_therapies=[therapy.name for therapy in self.new_therapies],
            lines=[[line.text, place] for line, place in zip(self.lines, self.places, strict=True)],
        )

    def list_left_out(self) -> list[str]:
        unread = self.outline.unread
        return [_(LEFT_OUT[one.reason]) % one.text for one in unread if one.reason in LEFT_OUT]

    @property
    def places(self) -> list[str]:
        """Where each line went, as `section: block`; empty where it is a heading or was left out."""
        unplaced = set(self.unplaced)
        return [
            place or ("unplaced" if line.text in unplaced else "")
            for line, place in zip(self.lines, self.traced, strict=True)
        ]

    def compare(self, known: ImportedDocument, accept: bool) -> Report:
        """The report of importing a known file again."""
        page = known.page.get_latest_revision_as_object()
        fresh = GuidePage(locale=self.locale)
        self.fill(fresh)
        if digest_of(page) == digest_of(fresh):
            outcome = Outcome.UNCHANGED
        elif digest_of(page) == known.draft_digest or accept:
            outcome = Outcome.UPDATED
        else:
            outcome = Outcome.EDITED_SINCE
        report = self.build_report(outcome)
        report.page_id = page.pk
        report.difference = _difference(page, fresh)
        return report

    def fill(self, page: GuidePage) -> None:
        for name in FIELDS:
            model_field: Any = page._meta.get_field(name)
            value = self.values[name] if name in self.values else model_field.get_default()
            if isinstance(value, list):
                value = model_field.to_python(value)
            setattr(page, name, value)

    def write(self, page: GuidePage | None, user: Any) -> GuidePage:
        if page is None:
            page = GuidePage(locale=self.locale, live=False, slug=self.find_slug(), owner=user)
            self.fill(page)
            self.index.add_child(instance=page)
        else:
            page = page.get_latest_revision_as_object()
            self.fill(page)
            if not page.live:
                page.save()
        page.save_revision(user=user, log_action=True, clean=False)
        return page

    @property
    def index(self) -> GuideIndexPage:
        index = GuideIndexPage.objects.filter(locale=self.locale).first()
        if index is None:
            raise DocumentError("There is no list of guides in this language: run manage.py start once.")
        return index

    def find_slug(self) -> str:
        base = slugify(self.title) or "guide"
        # On every site: they share one set of addresses.
        slugs = set(GuidePage.objects.filter(locale=self.locale).values_list("slug", flat=True))
        return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in slugs)


def _raw(type: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": type, "value": value, "id": str(uuid.uuid4())}


def _core(name: str) -> frozenset[str]:
    """The words of a therapy's name that tell it from others."""
    words = re.findall(r"[\w-]+", re.sub(r"\([^)]*\)", "", name).lower())
    return frozenset(words) - {"topical", "oral", "tablets", "tablet", "lotion", "cream", "therapy", "treatment", "the"}


def _content(page: GuidePage) -> dict[str, Any]:
    """What an import writes, without the ids of blocks: those differ from one import to the next."""
    content: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(page, name)
        if hasattr(value, "get_prep_value"):
            value = [{"type": raw["type"], "value": _without_ids(raw["value"])} for raw in value.get_prep_value()]
        content[name] = value
    return content


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(member) for key, member in value.items() if key != "id"}
    return [_without_ids(member) for member in value] if isinstance(value, list) else value


def digest_of(page: GuidePage) -> str:
    text = json.dumps(_content(page), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _difference(old: GuidePage, new: GuidePage) -> list[str]:
    """A unified diff, a line per field or block, as a person would read it."""
    lines = difflib.unified_diff(_readable(old), _readable(new), "draft", "document", lineterm="", n=0)
    return [line for line in lines if not line.startswith("@@")]


def _readable(page: GuidePage) -> list[str]:
    lines = []
    for name, value in _content(page).items():
        if isinstance(value, list):
            for block in value:
                text = read_text(json.dumps(block["value"], ensure_ascii=False))
                lines.append(f"{name}: {block['type']} {text}")
        elif value not in (None, "", False):
            lines += [f"{name}: {line}" for line in str(value).splitlines()]
    return lines
