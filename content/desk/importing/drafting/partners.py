"""Finds the partner that a combination names: a guide, a known therapy, or a new therapy that the import adds."""

import re
from functools import cached_property

from wagtail.models import Locale

from content.desk.importing.meaning.combinations import NamedTherapy
from content.model.guides.models import GuidePage
from content.model.snippets.models import Therapy
from content.model.sources import keep_sources

#: The most therapies that one document may add to the shared list. Further ones stay paragraphs.
MAX_NEW_THERAPIES = 50
#: Words that a therapy's name may have or lack.
_COMMON = {"topical", "oral", "tablets", "tablet", "lotion", "cream", "therapy", "treatment", "the"}


class Partners:
    """Needs a transaction. If nothing is imported, it is rolled back with the new therapies."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.new_therapies: list[Therapy] = []
        #: Names of the partners. The draft stores only their keys.
        self.names: list[str] = []

    def find(self, named: NamedTherapy) -> GuidePage | Therapy | None:
        """The partner; None if it is unknown and its name does not say how it is given."""
        if guide := self.guides.get(named.plain.lower()):
            self.names.append(guide.title)
            return guide
        therapy = self.therapies.get(_read_core(named.plain)) or self.add_therapy(named)
        if therapy:
            self.names.append(therapy.name)
        return therapy

    def add_therapy(self, named: NamedTherapy) -> Therapy | None:
        """A new therapy, as a draft that is saved with the guide. None if its kind is not clear."""
        if named.kind is None or len(self.new_therapies) >= MAX_NEW_THERAPIES:
            return None
        name = named.plain[0].upper() + named.plain[1:]
        therapy = Therapy.objects.create(locale=self.locale, name=name[:120], kind=named.kind, live=False)
        therapy.save_revision(clean=False)
        self.new_therapies.append(therapy)
        self.therapies[_read_core(named.plain)] = therapy
        return therapy

    @cached_property
    def guides(self) -> dict[str, GuidePage]:
        """Every name of every guide, in lower case -> its source page."""
        found: dict[str, GuidePage] = {}
        for page in keep_sources(GuidePage.objects.defer_streamfields()).order_by("pk"):
            for name in (page.title, *page.other_names):
                found.setdefault(name.lower(), page)
        return found

    @cached_property
    def therapies(self) -> dict[frozenset[str], Therapy]:
        """The therapies of the list, including new ones, by their distinguishing words."""
        found: dict[frozenset[str], Therapy] = {}
        for therapy in Therapy.objects.filter(locale=self.locale):
            found.setdefault(_read_core(therapy.name), therapy)
        return found


def _read_core(name: str) -> frozenset[str]:
    """The distinguishing words of a therapy's name."""
    return frozenset(re.findall(r"[\w-]+", re.sub(r"\([^)]*\)", "", name).lower())) - _COMMON
