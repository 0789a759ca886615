"""Compiles guides, live or draft."""

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import override

from content.approval.signoff.models import SignOff
from content.approval.signoff.signing import find_signed_parts
from content.edition import documents
from content.edition.compiler.compiled import Compiled, make_plain, serialise
from content.edition.compiler.recalls import notice_of
from content.edition.compiler.sources import is_stale, note_taken
from content.edition.encoding import digest_of
from content.edition.visibility import find_public_guide
from content.model.blocks.documents import build_image
from content.model.compilation import Compilation, represent
from content.model.guides.models import GuidePage
from content.model.guides.shown import list_citations
from content.model.notices.models import list_standing
from content.model.remembering import remembered_each
from content.model.sections import SECTIONS
from content.model.snippets.models import Category, Citation, Clinician
from content.model.snippets.translations import translate
from content.model.vocabulary import Kind, SectionKey


def compile_guide(page: GuidePage) -> Compiled:
    """Compile a guide's page, live or draft. Raises NotReady while a picture is being prepared."""
    locale = page.locale.language_code
    compilation = Compilation(locale=locale, find_guide=find_public_guide)
    with override(locale):
        parts = _GuideParts(page, compilation)
        content = make_plain(represent(documents.GuideContent, parts.build(), parts.context))
    facts = {name: value for section in content["sections"] for name, value in section["facts"].items()}
    minutes, sessions = facts["minutes_per_session"], facts["sessions_needed"]
    return Compiled(
        kind=Kind.GUIDE,
        subject=content["id"],
        locale=locale,
        slug=page.slug,
        content=content,
        references=frozenset(compilation.references),
        card=build_card(content),
        facts={
            "category": content["category"]["slug"] if content["category"] else "",
            "body_area": content["body_area"],
            "minutes_max": minutes and minutes["max"],
            "sessions_max": sessions and sessions["max"],
        },
        revision=page.live_revision_id,
        source=serialise(page),
        taken=note_taken(page, parts.signed_sources),
    )


def build_card(content: Mapping[str, Any]) -> dict[str, Any]:
    """A guide in brief, from its document. An old document may lack a fact."""
    facts = {name: value for section in content["sections"] for name, value in section["facts"].items()}
    return {key: content[key] for key in _CARD_KEYS} | {"facts": {key: facts.get(key) for key in _CARD_FACTS}}


def compile_overview(page: GuidePage, compilation: Compilation) -> dict[str, Any]:
    """A guide's document without its sections, for whoever shows a draft part by part. Raises NotReady."""
    with override(compilation.locale):
        parts = _GuideParts(page, compilation)
        return make_plain(represent(documents.OverviewContent, parts.build_overview(), parts.context))


_CARD_KEYS = ("id", "type", "slug", "locale", "title", "summary", "category", "body_area", "hero", "links")
_CARD_FACTS = tuple(documents.CardFactsDocument().fields)


class _GuideParts:
    """Gathers the values for `GuideContent`, and notes every shown thing in the compilation."""

    def __init__(self, page: GuidePage, compilation: Compilation) -> None:
        self.page = page
        self.compilation = compilation
        self.context = {"compilation": compilation}

    def build(self) -> dict[str, Any]:
        sections = self.build_sections()  # first, since they name citations
        return {**self.build_overview(), "sections": sections}

    def build_overview(self) -> dict[str, Any]:
        page = self.page
        return {
            "id": page.translation_key,
            "type": "guide",
            "slug": page.slug,
            "locale": self.compilation.locale,
            "title": page.title,
            "summary": page.summary,
            "category": self.build_category(),
            "body_area": page.body_area,
            "also_known_as": page.other_names,
            "hero": self.build_hero(),
            "faqs": [{"id": faq.id, **faq.value} for faq in page.faqs],
            "citations": self.find_citations(),
            "review": {
                "reviewed_by": self.show_clinician(page.reviewer),
                "last_reviewed": page.last_reviewed,
                "next_review": page.next_review,
                "signed_off": self.show_signers(),
            },
            "translation": self.build_translation(),
            "links": {"self": self.api_path, "web": page.web_path, "embed": self.embed_path},
        }

    @property
    def api_path(self) -> str:
        return f"/api/v1/guides/{self.page.translation_key}/?locale={self.compilation.locale}"

    @property
    def embed_path(self) -> str:
        return f"/embed/frame/guides/{self.page.translation_key}/?locale={self.compilation.locale}"

    def build_sections(self) -> list[dict[str, Any]]:
        facts_page = self.page.facts_page
        recalls = {recall.section: recall for recall in list_standing(self.page.translation_key)}
        compiled = {
            section.key: section.compile_recalled(GuidePage(), notice_of(recalls[section.key]))
            if section.key in recalls
            else section.compile(self.page, facts_page, self.context)
            for section in SECTIONS
        }
        note = self.build_safety_note(compiled[SectionKey.SAFETY])
        return [
            finish_section(section, None if key == SectionKey.SAFETY else note) for key, section in compiled.items()
        ]

    def build_safety_note(self, safety: dict[str, Any]) -> dict[str, Any]:
        risks = [block["value"]["name"] for block in safety["blocks"] if block["type"] == "side_effect"]
        return {
            "text": safety["lead"],
            "risks": risks,
            "link": self.api_path.replace("/?", "/sections/safety/?"),
            "web": f"{self.page.web_path}#safety",
        }

    def build_category(self) -> dict[str, str] | None:
        if not self.page.category:
            return None
        category: Category = self.page.category
        self.compilation.shows("category", category.translation_key)
        return {"slug": category.slug, "name": translate(category, self.compilation.locale).name}

    def build_hero(self) -> dict[str, Any] | None:
        if not self.page.hero:
            return None
        self.compilation.shows("image", self.page.hero.public_id)
        return build_image(self.page.hero, self.page.hero_alt)

    def find_citations(self) -> list[Citation]:
        """The guide's listed citations in their order, then those that only blocks refer to."""
        listed = list_citations(self.page)
        known = {str(citation.public_id) for citation in listed}
        named = {shown.id for shown in self.compilation.references if shown.kind == "citation"} - known
        return listed + list(Citation.objects.filter(public_id__in=named).order_by("title", "public_id"))

    def show_clinician(self, clinician: Clinician | None) -> Clinician | None:
        if clinician:
            self.compilation.shows("clinician", clinician.public_id)
        return clinician

    def show_signers(self) -> list[SignOff]:
        """The signers as registered when they signed. Only the role is current."""
        signed = [copy(sign_off) for sign_off in self.sign_offs.values()]
        known = _find_clinicians(one.clinician for one in signed)
        for sign_off in signed:
            if clinician := known.get(sign_off.clinician):
                self.show_clinician(clinician)
                sign_off.role = clinician.role  # only for this document, never saved
        return signed

    @cached_property
    def sign_offs(self) -> dict[str, SignOff]:
        return find_signed_parts(self.page)

    def build_translation(self) -> dict[str, Any]:
        stale = is_stale(self.page, self.signed_sources)
        return {"source_locale": self.page.source_page.locale.language_code, "stale": stale}

    @property
    def signed_sources(self) -> dict[str, str]:
        """Part -> digest of the source when the part was signed."""
        return {part: signed.source_digest for part, signed in self.sign_offs.items()}


@remembered_each
def _find_clinicians(ids: list[UUID]) -> dict[UUID, Clinician]:
    return {clinician.public_id: clinician for clinician in Clinician.objects.filter(public_id__in=ids)}


def finish_section(section: dict[str, Any], safety_note: dict[str, Any] | None) -> dict[str, Any]:
    """A section with the safety note, which comes from another section, and its digest."""
    finished = make_plain(section | {"safety_note": safety_note})
    return {**finished, "digest": digest_of(finished)}
