"""The compiler: a page in; a document and the references it used out. No writes, no request, no clock."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.encoding import force_str
from django.utils.translation import get_language_info, gettext, override
from rest_framework.utils.encoders import JSONEncoder

from content.approval.signoff.judging import find_digests
from content.approval.signoff.models import SignOff
from content.approval.signoff.signing import find_signed
from content.edition import documents
from content.edition.encoding import digest_of
from content.edition.visibility import find_public_branch, find_public_guide
from content.model.blocks.documents import build_image
from content.model.branches import theming
from content.model.branches.countries import COUNTRY_INSERTS
from content.model.branches.models import BranchPage, Offering
from content.model.compilation import Compilation, Reference
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall, Withdrawal, find_standing
from content.model.ordering import ByCodePoint
from content.model.sections import SECTIONS
from content.model.snippets.models import Category, Citation, Clinician
from content.model.vocabulary import ENUMERATIONS, Country, Kind, SectionKey, State

#: Raised when the same page compiles to another document than before: provenance keeps it.
COMPILER_VERSION = 2

GROUP_SUBJECT = "00000000-0000-5000-8000-000000000001"
VOCABULARY_SUBJECT = "00000000-0000-5000-8000-000000000002"
RECALLS_SUBJECT = "00000000-0000-5000-8000-000000000003"


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """The public form of one subject in one locale, before a release stamps it.

    `content` is the document, or the notice of a tombstone; `source` the page's content, to return to.
    """

    kind: Kind
    subject: str
    locale: str
    slug: str
    content: dict[str, Any]
    references: frozenset[Reference]
    state: State = State.LIVE
    card: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    revision: int | None = None
    source: dict[str, Any] | None = None
    #: Where words stand in the document that are not its own -> whose they are, where no object of it says so.
    borrowed: dict[str, Reference] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return digest_of(self.content)

    @property
    def section_digests(self) -> dict[str, str]:
        return {section["key"]: section["digest"] for section in self.content.get("sections", [])}


def compile_guide(page: GuidePage) -> Compiled:
    """Compile a guide's page, a draft as well. Raises NotReady while a picture is being prepared."""
    locale = page.locale.language_code
    compilation = Compilation(locale=locale, find_guide=find_public_guide)
    with override(locale):
        parts = _GuideParts(page, compilation)
        content = _plain(documents.GuideContent(parts.build(), context=parts.context).data)
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
        source=_serialise(page),
    )


def _serialise(page: Any) -> dict[str, Any]:
    """The page as it is published: the title of a newer draft, which Wagtail keeps on the row, is not.

    Fetched anew, as it is stored: a stream that has been read no longer names what has been deleted since.
    """
    stored = type(page)._default_manager.filter(pk=page.pk).first() or page
    return {name: value for name, value in stored.serializable_data().items() if name != "draft_title"}


def build_card(content: Mapping[str, Any]) -> dict[str, Any]:
    """A guide in brief, cut from its document."""
    facts = {name: value for section in content["sections"] for name, value in section["facts"].items()}
    return {key: content[key] for key in _CARD_KEYS} | {"facts": {key: facts[key] for key in _CARD_FACTS}}


_CARD_KEYS = ("id", "type", "slug", "locale", "title", "summary", "category", "body_area", "hero", "links")
_CARD_FACTS = ("minutes_per_session", "sessions_needed", "weeks_between", "downtime_days")


class _GuideParts:
    """Gathers what `GuideContent` serializes, noting in the compilation whatever is shown."""

    def __init__(self, page: GuidePage, compilation: Compilation) -> None:
        self.page = page
        self.compilation = compilation
        self.context = {"compilation": compilation}

    def build(self) -> dict[str, Any]:
        page = self.page
        sections = self.build_sections()
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
            "sections": sections,
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
        recalls = {recall.section: recall for recall in find_standing(self.page.translation_key)}
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
        translations = category.get_translations(inclusive=True).filter(live=True)
        local = translations.filter(locale__language_code=self.compilation.locale).first() or category
        return {"slug": category.slug, "name": local.name}

    def build_hero(self) -> dict[str, Any] | None:
        if not self.page.hero:
            return None
        self.compilation.shows("image", self.page.hero.public_id)
        return build_image(self.page.hero, self.page.hero_alt)

    def find_citations(self) -> list[Citation]:
        """Those of the guide in their order, then those that only blocks name."""
        listed = [item.citation for item in self.page.guide_citations.all()]
        known = {str(citation.public_id) for citation in listed}
        named = {shown.id for shown in self.compilation.references if shown.kind == "citation"} - known
        return listed + list(Citation.objects.filter(public_id__in=named).order_by("title", "public_id"))

    def show_clinician(self, clinician: Clinician | None) -> Clinician | None:
        if clinician:
            self.compilation.shows("clinician", clinician.public_id)
        return clinician

    def show_signers(self) -> list[SignOff]:
        """As registered on that day; but what they are called is not what was signed, and can be mended."""
        signed = list(self.sign_offs.values())
        known = {
            one.public_id: one for one in Clinician.objects.filter(public_id__in={one.clinician for one in signed})
        }
        for sign_off in signed:
            if clinician := known.get(sign_off.clinician):
                self.show_clinician(clinician)
                sign_off.role = clinician.role  # in this document alone: it is never saved
        return signed

    @cached_property
    def sign_offs(self) -> dict[str, SignOff]:
        return find_signed(self.page, find_digests(self.page))

    def build_translation(self) -> dict[str, Any]:
        return {"source_locale": self.page.source_page.locale.language_code, "stale": self.is_stale()}

    def is_stale(self) -> bool:
        """Whether the source reads otherwise than when the translation was signed; by dates where it never was.

        What of the source waits to be signed itself is not read by anybody yet.
        """
        source = self.page.source_page
        if self.page.pk == source.pk:
            return False
        if not self.sign_offs:
            return self.page.is_older_than(source)
        public = find_signed(source, find_digests(source))
        return any(
            part in public and signed.source_digest != public[part].digest for part, signed in self.sign_offs.items()
        )


def finish_section(section: dict[str, Any], safety_note: dict[str, Any] | None) -> dict[str, Any]:
    """A section with what it takes from the others, and its digest."""
    finished = _plain(section | {"safety_note": safety_note})
    return {**finished, "digest": digest_of(finished)}


def compile_branch(page: BranchPage) -> Compiled:
    locale = page.locale.language_code
    compilation = Compilation(locale=locale, find_guide=find_public_guide)
    group = GroupSettings.objects.first() or GroupSettings()
    compilation.shows("group", GROUP_SUBJECT)
    subject = str(page.translation_key)
    path = f"/api/v1/branches/{subject}/"
    content = {
        "id": subject,
        "type": "branch",
        "slug": page.slug,
        "locale": locale,
        "name": page.title,
        "address": {"lines": [line.strip() for line in page.address.splitlines()], "country": page.country},
        "time_zone": page.time_zone,
        "phone": page.phone,
        "email": page.email,
        "contact": {
            "label": page.contact_label or group.contact_label,
            "url": page.contact_url or group.contact_url,
        },
        "opening_hours": list(page.opening_hours.all()),
        "country_insert": COUNTRY_INSERTS[Country(page.country)],
        "websites": page.origins,
        "theme": page.theme,
        "links": {
            "self": f"{path}?locale={locale}",
            "guides": f"{path}guides/?locale={locale}",
            "web": page.web_path,
            "embed": f"/embed/frame/branches/{subject}/?locale={locale}",
        },
    }
    return Compiled(
        kind=Kind.BRANCH,
        subject=subject,
        locale=locale,
        slug=page.slug,
        content=_plain(documents.BranchContent(content).data),
        references=frozenset(compilation.references),
        revision=page.live_revision_id,
        source=_serialise(page),
        borrowed={} if page.contact_label else {"contact.label": Reference("group", GROUP_SUBJECT)},
    )


def compile_offering(offering: Offering) -> Compiled:
    branch, guide = find_public_branch(offering.branch) or offering.branch, str(offering.guide.translation_key)
    references = {Reference("branch", str(branch.translation_key)), Reference("guide", guide)}
    if offering.practitioner:
        references.add(Reference("clinician", str(offering.practitioner.public_id)))
    price = None
    if offering.price_from is not None:
        price = {
            "amount": offering.price_from,
            "currency": offering.currency,
            "valid_from": offering.price_valid_from,
        }
    content = {
        "id": offering.id,
        "type": "offering",
        "guide": guide,
        "branch": {"id": branch.translation_key, "slug": branch.slug, "name": branch.title},
        "available": offering.available,
        "price_from": price,
        "practitioner": offering.practitioner,
        "booking_url": offering.booking_url,
        "note": offering.note,
    }
    return Compiled(
        kind=Kind.OFFERING,
        subject=str(offering.id),
        locale="",
        slug="",
        content=_plain(documents.OfferingContent(content).data),
        references=frozenset(references),
        facts={"branch": branch.translation_key, "guide": guide, "available": offering.available},
    )


def compile_group(group: GroupSettings) -> Compiled:
    content = {
        "id": GROUP_SUBJECT,
        "type": "group",
        "name": group.clinic_name,
        "purpose": group.purpose,
        "attribution": group.attribution,
        "contact": {"label": group.contact_label, "url": group.contact_url},
        "default_locale": group.default_locale,
        "theme": theming.build_theme(),
    }
    return Compiled(
        kind=Kind.GROUP,
        subject=GROUP_SUBJECT,
        locale="",
        slug="",
        content=_plain(documents.GroupContent(content).data),
        references=frozenset(),
    )


def compile_vocabulary(locale: str) -> Compiled:
    with override(locale):
        enumerations = {
            name: [{"code": code, "label": force_str(label)} for code, label in choices.choices]
            for name, choices in ENUMERATIONS.items()
        }
    categories: dict[str, str] = {}
    public = Category.objects.filter(live=True).select_related("locale").order_by(ByCodePoint("slug"), "pk")
    for category in public:
        if category.slug not in categories or category.locale.language_code == locale:
            categories[category.slug] = category.name
    locales = [
        {"code": code, "name": name, "direction": "rtl" if get_language_info(code)["bidi"] else "ltr"}
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]
    content = {
        "type": "vocabulary",
        "locale": locale,
        "enumerations": enumerations,
        "categories": [{"code": slug, "label": name} for slug, name in categories.items()],
        "locales": locales,
    }
    return Compiled(
        kind=Kind.VOCABULARY,
        subject=VOCABULARY_SUBJECT,
        locale=locale,
        slug="",
        content=_plain(documents.VocabularyContent(content).data),
        references=frozenset(Reference("category", str(category.translation_key)) for category in public),
    )


def compile_recalls() -> Compiled:
    """What stands recalled, oldest first: the list that a reader asks for before showing what it has kept."""
    recalls = [
        {"id": recall.id, "guide": recall.guide, "section": recall.section or None, **notice_of(recall)}
        for recall in find_standing()
    ]
    return Compiled(
        kind=Kind.RECALLS,
        subject=RECALLS_SUBJECT,
        locale="",
        slug="",
        content=_plain(documents.RecallsContent({"type": "recalls", "recalls": recalls}).data),
        references=frozenset(),
    )


def compile_tombstone(kind: Kind, subject: str, locale: str, slug: str, with_reason: bool = True) -> Compiled:
    """What is said where a subject was public and is no more: the standing recall, or why it was withdrawn."""
    recall = find_standing(subject).filter(section="").first()
    compilation = Compilation(locale=locale, find_guide=find_public_guide)
    with override(locale or settings.LANGUAGE_CODE):
        notice = _recall_notice(recall) if recall else _withdrawal_notice(subject, compilation, with_reason)
    return Compiled(
        kind=kind,
        subject=subject,
        locale=locale,
        slug=slug,
        content=notice,
        references=frozenset(compilation.references),
        state=State.RECALLED if recall else State.WITHDRAWN,
    )


def notice_of(recall: Recall) -> dict[str, Any]:
    return {"severity": recall.severity, "reason": recall.reason, "recalled_at": _plain(recall.recalled_at)}


def _recall_notice(recall: Recall) -> dict[str, Any]:
    notice = notice_of(recall)
    return {
        "state": State.RECALLED.value,
        "reason": notice["reason"],
        "severity": notice["severity"],
        "successor": None,
        "since": notice["recalled_at"],
    }


def _withdrawal_notice(subject: str, compilation: Compilation, with_reason: bool) -> dict[str, Any]:
    """The words given for this language, or else for that of the source, with which translations go."""
    found = Withdrawal.objects.filter(subject=subject).select_related("successor")
    given = {withdrawal.locale: withdrawal for withdrawal in found}
    source = GuidePage.objects.filter(translation_key=subject).order_by("pk").first() if given else None
    source_locale = source.locale.language_code if source else ""
    withdrawal = given.get(compilation.locale) or given.get(source_locale) or Withdrawal()
    successor = compilation.guide(withdrawal.successor_id) if withdrawal.successor_id else None
    return {
        "state": State.WITHDRAWN.value,
        "reason": (withdrawal.reason if with_reason else "") or gettext("This content has been withdrawn."),
        "severity": None,
        "successor": successor and {"id": successor.id, "title": successor.title, "web": successor.href},
    }


def _plain(document: Any) -> Any:
    """DRF's ordered and lazy values as plain JSON values."""
    return json.loads(json.dumps(document, cls=JSONEncoder, ensure_ascii=False))
