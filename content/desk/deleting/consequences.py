"""Finds what is deleted or withdrawn together with pages. Shown before anything is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from content.desk.launches.models import Launch, may_launch
from content.edition.models import read_card
from content.edition.visibility import find_offered, find_showing
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage, find_sources
from content.model.notices.models import find_standing
from content.model.publishing import Refused

#: How many names of a long list are shown. The sentence has the full number.
MOST_NAMED = 20


@dataclass(frozen=True)
class Consequence:
    """`sentence`: how many things of one kind there are, and what happens to them.

    `names`: some of them; none of what the user may not see.
    """

    sentence: str
    names: list[str]


class Told(NamedTuple):
    """As a `Consequence`, before it is counted: with all names, of which so many at most are shown."""

    sentence: str
    names: list[str]
    most: int = MOST_NAMED


class Going:
    """The guides and branches among some pages or below them, and everything that is deleted with them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        below = Q(pk__in=[])
        for page in pages:
            below |= Q(path__startswith=page.path)
        self.guides = list(GuidePage.objects.filter(below).select_related("locale"))
        self.branches = list(BranchPage.objects.filter(below))

    @cached_property
    def translations(self) -> list[GuidePage]:
        """Translations, outside these pages, of guides whose source is among the pages."""
        sources = find_sources({page.translation_key for page in self.guides})
        here = {page.pk for page in self.guides}
        keys = {page.translation_key for page in self.guides if sources[page.translation_key].pk == page.pk}
        found = GuidePage.objects.filter(translation_key__in=keys).exclude(pk__in=here)
        return list(found.select_related("locale").order_by("title", "pk"))

    @cached_property
    def all_guides(self) -> list[GuidePage]:
        return [*self.guides, *self.translations]

    @cached_property
    def keys(self) -> set[Any]:
        """The ids of guides that are deleted in all languages."""
        sources = find_sources({page.translation_key for page in self.all_guides})
        going = {page.pk for page in self.all_guides}
        return {page.translation_key for page in self.all_guides if sources[page.translation_key].pk in going}

    def find_staying(self, **having: Any) -> list[BranchPage]:
        """The remaining pages of these branches in other languages. They keep the offerings."""
        here = {page.pk for page in self.branches}
        keys = {page.translation_key for page in self.branches}
        staying = BranchPage.objects.filter(translation_key__in=keys, **having).exclude(pk__in=here)
        return list(staying.select_related("locale").order_by("title", "pk"))

    def find_offerings(self, staying: Iterable[BranchPage]) -> list[Offering]:
        """The deleted offerings: those of these guides, and of branches without a remaining page."""
        leaving = {page.translation_key for page in self.branches} - {page.translation_key for page in staying}
        going = Q(guide__in=self.all_guides) | Q(branch__translation_key__in=leaving)
        return list(Offering.objects.filter(going).select_related("guide", "branch").order_by("guide__title", "pk"))

    def find_showing(self) -> list[str]:
        """The titles of remaining public guides that combine with or link to a deleted guide."""
        bodies = find_showing(self.keys).values_list("edition__card_body", flat=True)
        return sorted({read_card(body)["title"] for body in bodies})

    def find_launches(self) -> list[str]:
        names = Q(pages__page__in=self.all_guides) | Q(offerings__guide__in=self.all_guides)
        names |= Q(offerings__branch__in=self.branches)
        return [launch.title for launch in Launch.objects.filter(names, done_at=None).distinct()]

    def find_recalls(self) -> list[str]:
        return [str(recall) for recall in find_standing().filter(guide__in=self.keys)]


def tell_of_deletion(pages: Iterable[Page], user: Any) -> list[Consequence]:
    going = Going(pages)
    translations = [_name(page) for page in going.translations]
    staying = going.find_staying()
    offerings = [str(offering) for offering in going.find_offerings(staying)]
    showing, launches, recalls = going.find_showing(), going.find_launches(), going.find_recalls()
    told = [
        Told(
            ngettext(
                "%(n)d translation will be deleted too, because its facts come from this page.",
                "%(n)d translations will be deleted too, because their facts come from this page.",
                len(translations),
            ),
            translations,
        ),
        Told(
            ngettext("%(n)d offering will be deleted too.", "%(n)d offerings will be deleted too.", len(offerings)),
            offerings,
        ),
        _tell_staying(staying),
        _tell_showing(showing),
        Told(
            ngettext(
                "It will be removed from %(n)d planned launch. The rest of the launch stays planned.",
                "It will be removed from %(n)d planned launches. The rest of each launch stays planned.",
                len(launches),
            ),
            launches,
            MOST_NAMED if may_launch(user) else 0,
        ),
        Told(
            ngettext(
                "%(n)d recall stays active: readers still see its reason.",
                "%(n)d recalls stay active: readers still see their reasons.",
                len(recalls),
            ),
            recalls,
        ),
    ]
    return _keep_some(told)


def tell_of_withdrawal(pages: Iterable[Page]) -> list[Consequence]:
    """What is withdrawn together with unpublished pages. It comes back when they are published again."""
    going = Going(pages)
    translations = [_name(page) for page in going.translations if page.live]
    public = set(find_offered().values_list("subject", flat=True))
    staying = going.find_staying(live=True)
    offerings = [str(offering) for offering in going.find_offerings(staying) if offering.pk in public]
    told = [
        Told(
            ngettext(
                "%(n)d translation will be unpublished too, because its facts come from this page. "
                "It returns when this page is published again.",
                "%(n)d translations will be unpublished too, because their facts come from this "
                "page. They return when this page is published again.",
                len(translations),
            ),
            translations,
        ),
        Told(
            ngettext(
                "%(n)d offering will be unpublished too. It returns when this page is published again.",
                "%(n)d offerings will be unpublished too. They return when this page is published again.",
                len(offerings),
            ),
            offerings,
        ),
        _tell_staying(staying),
        _tell_showing(going.find_showing()),
    ]
    return _keep_some(told)


def _tell_showing(titles: list[str]) -> Told:
    sentence = ngettext(
        "%(n)d public guide combines it or links to it, and will no longer show it.",
        "%(n)d public guides combine it or link to it, and will no longer show it.",
        len(titles),
    )
    return Told(sentence, titles)


def _tell_staying(pages: list[BranchPage]) -> Told:
    sentence = ngettext(
        "The branch and its offerings stay public in %(n)d other language. Unpublish it there too to "
        "remove it completely.",
        "The branch and its offerings stay public in %(n)d other languages. Unpublish it there too "
        "to remove it completely.",
        len(pages),
    )
    return Told(sentence, [_name(page) for page in pages])


def _keep_some(told: Iterable[Told]) -> list[Consequence]:
    return [Consequence(one.sentence % {"n": len(one.names)}, one.names[: one.most]) for one in told if one.names]


def _name(page: GuidePage | BranchPage) -> str:
    return f"{page.title} ({page.locale.get_display_name()})"


def refuse_others_translations(user: Any, pages: Iterable[Page]) -> None:
    """Raises Refused if a translation would be deleted that the user may not delete."""
    kept = [_name(page) for page in Going(pages).translations if not page.permissions_for_user(user).can_delete()]
    if kept:
        message = _(
            "Nothing was deleted. These translations would be deleted too, and you do not have "
            "permission to delete them: %(pages)s. Ask somebody who has."
        )
        raise Refused([message % {"pages": ", ".join(kept)}])
