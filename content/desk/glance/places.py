"""Where a guide is shown besides its own page: on websites, and in other guides."""

from dataclasses import dataclass

from content.desk.glance.looking import Look
from content.desk.sightings.places import Place, find_places
from content.edition.models import read_card
from content.edition.visibility import find_showing
from content.model.guides.models import GuidePage, find_sources


@dataclass(frozen=True)
class Shown:
    """`guides`: public guides that combine this one or link to it, each once: title, and its page."""

    websites: list[Place]
    guides: list[tuple[str, GuidePage | None]]


def read_places(look: Look) -> Shown:
    cards = dict(find_showing([look.subject]).order_by("locale").values_list("subject", "edition__card_body"))
    pages = find_sources(cards)
    guides = [(str(read_card(body)["title"]), pages.get(subject)) for subject, body in cards.items()]
    return Shown(find_places(guide=look.subject), sorted(guides, key=lambda guide: guide[0]))
