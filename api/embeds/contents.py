"""Builds the content of an embed: the same HTML for the element, the frame, the fragment and oEmbed."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from selectolax.lexbor import LexborHTMLParser

from api.embeds import styling
from api.embeds.requests import SHORT, TOP_HEADING, Asked
from api.languages import find_direction
from api.problems import Problem
from cms.preferences import find_language
from content.model.vocabulary import Kind, SectionKey
from content.public import listing, reading, resolving
from content.public.caching import key_of
from content.public.cards import GuideFilter

Document = dict[str, Any]
#: The most cards of a list, which ends with a link to all guides.
MOST_CARDS = 100
_HEADING = re.compile(r"(</?h)([2-6])(?=[ >])")


@dataclass(frozen=True)
class Content:
    """`status` is an HTTP status: 410 if it is gone, 404 if the branch does not offer it. Both have HTML to show."""

    html: str
    css: str
    title: str
    locale: str
    web: str
    keys: tuple[str, ...]
    status: int = 200
    #: The guide's document, if a guide is shown.
    guide: Document | None = None
    section: str | None = None
    #: What is shown, for sightings: guide, section, branch, locale and digest.
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def direction(self) -> str:
        return find_direction(self.locale)


def find_theme(asked: Asked) -> Document:
    """The theme of the branch on whose website it is shown, else the group's."""
    theme: Document = (_find_branch(asked) or asked.house.group.document)["theme"]
    return theme


def _find_branch(asked: Asked) -> Document | None:
    return asked.branch.document if asked.branch and asked.branch.is_live else None


def build_content(asked: Asked) -> Content:
    with override(asked.locale):
        if asked.guide is not None and not asked.guide.is_live:
            return _build_gone(asked, asked.guide.notice)
        if asked.branch is not None and not asked.branch.is_live:
            return _build_gone(asked, asked.branch.notice)
        return _build_guide(asked, asked.guide.document) if asked.guide else _build_list(asked)


def build_draft(document: Document, branch: str = "") -> Content:
    """The embed of a draft's document, for previews; on the website of a branch if one is given."""
    house = reading.read_house()
    locales = house.locales(document["locale"])
    found = resolving.find_branch(house, branch, locales) if branch else None
    at = found.served if found else None
    offering = resolving.find_guide(document["id"], locales, branch=at.subject)[1] if at else None
    asked = Asked(
        house=house,
        locales=locales,
        guide=None,
        section=None,
        branch=at,
        offering=offering,
        scheme=None,
        category=None,
    )
    with override(document["locale"]):
        return _build_guide(asked, document)


def _build_guide(asked: Asked, guide: Document) -> Content:
    section = next((part for part in guide["sections"] if part["key"] == asked.section), None)
    offering = _with_utm(asked.offering.document, guide["slug"]) if asked.offering else None
    is_offered = asked.branch is None or offering is not None
    words = _choose_short(guide, section) if asked.variant == SHORT else _choose_whole(guide, section)
    context = words | {"guide": guide, "section": section, "offering": offering}
    web = settings.BASE_URL + guide["links"]["web"] + (f"#{asked.section}" if section else "")
    return _build(
        asked,
        "embeds/guide.html" if is_offered else "embeds/not_offered.html",
        context,
        title=f"{section['heading']}: {guide['title']}" if section else guide["title"],
        web=web,
        keys=[key_of(Kind.GUIDE, guide["id"]), "offerings" if asked.branch else ""],
        status=200 if is_offered else 404,
        guide=guide if is_offered else None,
        section=asked.section,
        shown={"guide": guide["id"], "section": asked.section or "", "digest": (section or guide)["digest"]},
    )


def _choose_whole(guide: Document, section: Document | None) -> Document:
    sections = [section] if section else guide["sections"]
    return {
        "sections": sections,
        "facts": {name: value for part in guide["sections"] for name, value in part["facts"].items()},
        "facts_template": "" if section else "pages/facts.html",
        "shows_safety": any(part["key"] == SectionKey.SAFETY for part in sections),
        "safety_note": section["safety_note"] if section else None,
    }


def _choose_short(guide: Document, section: Document | None) -> Document:
    """Summary and facts, always with the risks in brief. A recall stands in place of words, so it is never left out."""
    words = _choose_whole(guide, section)
    words["sections"] = [part for part in words["sections"] if part["recall"]]
    words["safety_note"] = next((part["safety_note"] for part in guide["sections"] if part["safety_note"]), None)
    if section and not section["recall"]:
        template = f"components/sections/{section['key']}.html"
        words |= {"lead": section["lead"], "facts": section["facts"], "facts_template": template}
    return words | {"is_short": True, "shows_safety": words["shows_safety"] and bool(section)}


def _build_list(asked: Asked) -> Content:
    branch = asked.branch
    narrowed = GuideFilter(category=asked.category, branch=branch.subject if branch else None)
    cards = listing.list_guides(asked.locales, narrowed, most=MOST_CARDS)
    if branch:
        cards = listing.add_offerings(branch.subject, cards)
    rows = [card | {"offering": _with_utm(card["offering"], card["slug"]) if branch else None} for card in cards]
    page = reverse("web:branch", kwargs={"key": branch.slug}) if branch else reverse("web:guides")
    return _build(
        asked,
        "embeds/list.html",
        {"cards": rows},
        title=branch.document["name"] if branch else _("Treatment guides"),
        web=f"{settings.BASE_URL}{page}?locale={asked.locale}",
        keys=["guides", "offerings"],
        shown={},
    )


def _build_gone(asked: Asked, notice: Document) -> Content:
    subject = asked.guide or asked.branch
    assert subject is not None
    page = reverse(f"web:{subject.kind}", kwargs={"key": subject.slug})
    web = f"{settings.BASE_URL}{page}?locale={asked.locale}"
    return _build(
        asked,
        "embeds/gone.html",
        {"notice": notice},
        title=asked.house.group.document["name"],
        web=web,
        keys=[key_of(subject.kind, subject.subject)],
        status=410,
    )


def build_missing(given: QueryDict, problem: Problem) -> Content:
    """For a frame, which shows its page whatever it is: what is wrong with its address, and the way to all guides."""
    house = reading.read_house()
    locales = house.locales(find_language(given.get("locale", "")) or house.default_locale)
    asked = Asked(
        house=house, locales=locales, guide=None, section=None, branch=None, offering=None, scheme=None, category=None
    )
    with override(asked.locale):
        web = f"{settings.BASE_URL}{reverse('web:guides')}?locale={asked.locale}"
        context, title = {"sentence": problem.detail}, house.group.document["name"]
        return _build(asked, "embeds/missing.html", context, title=title, web=web, keys=[], status=problem.status)


def _build(asked: Asked, template: str, context: Document, *, keys: list[str], **fields: Any) -> Content:
    branch, locale = _find_branch(asked), asked.locale
    context = context | {
        "group": asked.house.group.document,
        "branch": branch,
        "locale": locale,
        "direction": find_direction(locale),
        "web": fields["web"],
    }
    if branch:
        keys = [*keys, key_of(Kind.BRANCH, branch["id"])]
    if asked.absent:  # once it is public, it belongs there
        keys = [*keys, key_of(Kind.BRANCH, asked.absent.subject)]
    shown = fields.pop("shown", None)
    if shown is not None:
        shown = {"branch": branch["slug"] if branch else "", "locale": locale, "guide": "", "section": ""} | shown
    return Content(
        html=_lower_headings(_make_absolute(render_to_string(template, context)), asked.heading - TOP_HEADING),
        css=styling.build_css(find_theme(asked), asked.scheme),
        locale=locale,
        keys=tuple(key for key in keys if key),
        shown=shown or {},
        **fields,
    )


def _lower_headings(html: str, levels: int) -> str:
    """As many levels lower as the website wants its title to be."""
    return _HEADING.sub(lambda found: f"{found[1]}{min(int(found[2]) + levels, 6)}", html) if levels else html


def _make_absolute(html: str) -> str:
    """Make root-relative addresses absolute, since other websites show them, and say nothing of those websites."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for node in tree.css("a[href], img"):
        node.attrs["referrerpolicy"] = "no-referrer"
    for node in tree.css("[href], [src], [srcset]"):
        attributes = node.attributes
        for name in ("href", "src"):
            if value := attributes.get(name):
                node.attrs[name] = _absolute(value)
        if entries := attributes.get("srcset"):
            node.attrs["srcset"] = ", ".join(_absolute(entry.strip()) for entry in entries.split(","))
    return str(tree.html)


def _absolute(address: str) -> str:
    return settings.BASE_URL + address if address.startswith("/") and not address.startswith("//") else address


def _with_utm(offering: Document, campaign: str) -> Document:
    return offering | {"booking_url": _add_utm(offering["booking_url"], campaign)}


def _add_utm(address: str, campaign: str) -> str:
    """A booking link with UTM parameters. Those that it has already stay."""
    if not address:
        return ""
    parts = urlsplit(address)
    known = parse_qsl(parts.query, keep_blank_values=True)
    said = {name for name, _value in known}
    utm = {"utm_source": "treatment-guides", "utm_medium": "embed", "utm_campaign": campaign}
    query = urlencode([*known, *((name, value) for name, value in utm.items() if name not in said)])
    return urlunsplit(parts._replace(query=query))
