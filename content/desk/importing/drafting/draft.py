"""Builds the values that an import writes into a page, and writes the page."""

import uuid
from html import escape
from pathlib import PurePath
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from content.desk.importing.drafting.accounting import find_lost, find_lost_lines, list_headings, list_texts
from content.desk.importing.drafting.comparison import FIELDS, digest_draft, list_differences
from content.desk.importing.drafting.partners import Partners
from content.desk.importing.drafting.report import Outcome, Report, describe_left_out
from content.desk.importing.meaning.combinations import NamedTherapy
from content.desk.importing.models import ImportedDocument
from content.desk.importing.outline import DocumentError
from content.desk.importing.placing.guide import MAX_QUESTION, Block
from content.desk.importing.process import Read
from content.model.guides.models import GuideIndexPage, GuidePage
from content.model.sections import SECTIONS
from content.model.snippets.models import Therapy
from content.model.vocabulary import CombinationKind


class Draft:
    """Needs a transaction: building its values may add therapies to the list."""

    def __init__(self, read: Read, file_name: str, locale: str) -> None:
        self.outline, self.placed, self.traced, self.seen = read
        self.file_name = file_name
        self.locale = Locale.objects.filter(language_code=locale).first()
        if self.locale is None:
            raise DocumentError(f"There is no language {locale!r} here.")
        self.partners = Partners(self.locale)
        self.title = self.placed.title[:255] or _read_title(file_name)
        self.values = self.build_values()

    # -- values

    def build_values(self) -> dict[str, Any]:
        placed = self.placed
        values: dict[str, Any] = {
            "title": self.title,
            "summary": placed.summary,
            "also_known_as": "\n".join(placed.other_names),
            "faqs": [_build_raw("faq", {"question": q[:MAX_QUESTION], "answer": a}) for q, a in placed.faqs],
        }
        for section in SECTIONS:
            values[section.lead_field] = placed.leads.get(section.key, "")
            values[section.blocks_field] = [self.build_block(block) for block in placed.blocks[section.key]]
        for fact in placed.facts:
            values |= fact.columns
        self.unplaced = [*placed.unplaced, *find_lost_lines(self.outline.lines, values, placed)]
        return values | {"unplaced": self.build_note(values)}

    def build_note(self, values: dict[str, Any]) -> str:
        """The editors' note: unplaced lines, unused headings, and lost words."""
        fields = {section.key: section.blocks_field for section in SECTIONS}
        headings = list_headings(self.placed, self.title)
        kept = [*list_texts(values, self.placed, fields), *self.partners.names, *self.unplaced, *headings]
        self.lost = find_lost(self.seen, kept, [unread.text for unread in self.outline.unread])
        note = list(self.unplaced)
        # In the language of the draft, not of the user: the next import of the document compares it.
        with translation.override(self.locale.language_code):
            if headings:
                note.append(_("Headings in the document: %s") % " · ".join(headings))
            if self.lost:
                note.append(_("Words in the document that were not placed: %s") % " … ".join(self.lost))
        return "\n\n".join(note)

    def build_block(self, block: Block) -> dict[str, Any]:
        if block.partner:
            return self.build_combination(block.value, block.partner)
        return _build_raw(block.type, block.value)

    def build_combination(self, value: dict[str, Any], named: NamedTherapy) -> dict[str, Any]:
        partner = self.partners.find(named)
        if partner is None:
            # The document does not say how it is given, so a person decides. The words are kept.
            text = value["benefit"] or value["caution"]
            return _build_raw("paragraph", {"text": f"<p><b>{escape(named.name, quote=False)}</b></p>{text}"})
        is_therapy = isinstance(partner, Therapy)
        kind = named.kind or (partner.kind if isinstance(partner, Therapy) else CombinationKind.INJECTABLE)
        keys = {"guide": None if is_therapy else partner.pk, "therapy": partner.pk if is_therapy else None}
        return _build_raw("combination", {**keys, "kind": kind, **value, "citations": []})

    # -- report

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
            left_out=[*placed.left_out, *describe_left_out(self.outline.unread)],
            lost=self.lost,
            encoding=self.outline.encoding,
            new_therapies=[therapy.name for therapy in self.partners.new_therapies],
            lines=[list(pair) for pair in zip(self.list_lines(), self.list_places(), strict=True)],
        )

    def list_lines(self) -> list[str]:
        return [line.text for line in self.outline.lines]

    def list_places(self) -> list[str]:
        """The place of each line, as `section: block`; empty for headings and lines that were left out."""
        unplaced = set(self.unplaced)
        return [
            place or ("unplaced" if text in unplaced else "")
            for text, place in zip(self.list_lines(), self.traced, strict=True)
        ]

    def compare(self, known: ImportedDocument, accept: bool) -> Report:
        """The report of importing a known file again."""
        page = known.page.get_latest_revision_as_object()
        fresh = GuidePage(locale=self.locale)
        self.fill(fresh)
        if digest_draft(page) == digest_draft(fresh):
            outcome = Outcome.UNCHANGED
        elif digest_draft(page) == known.draft_digest or accept:
            outcome = Outcome.UPDATED
        else:
            outcome = Outcome.EDITED_SINCE
        report = self.build_report(outcome)
        report.page_id = page.pk
        report.difference = list_differences(page, fresh)
        return report

    # -- page

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
            self.find_index().add_child(instance=page)
        else:
            page = page.get_latest_revision_as_object()
            self.fill(page)
            if not page.live:
                page.save()
        page.save_revision(user=user, log_action=True, clean=False)
        return page

    def find_index(self) -> GuideIndexPage:
        index = GuideIndexPage.objects.filter(locale=self.locale).first()
        if index is None:
            raise DocumentError("There is no list of guides in this language: run manage.py start once.")
        return index

    def find_namesake(self) -> GuidePage | None:
        """A guide with the title of the document, in its language."""
        return GuidePage.objects.filter(locale=self.locale, title__iexact=self.title).order_by("pk").first()

    def find_slug(self) -> str:
        base = slugify(self.title) or "guide"
        # On all sites, which share one set of addresses.
        slugs = set(GuidePage.objects.filter(locale=self.locale).values_list("slug", flat=True))
        return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in slugs)


def _read_title(file_name: str) -> str:
    return PurePath(file_name).stem.replace("-", " ").replace("_", " ").capitalize()


def _build_raw(type: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": type, "value": value, "id": str(uuid.uuid4())}
