"""The only definition of public. Settling uses it; everything that serves reads editions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, QuerySet
from wagtail.models import Page, PageViewRestriction, Site

from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.branches.pages import find_branch_pages
from content.model.compilation import Compilation, NamedGuide
from content.model.guides.models import GuidePage, find_in_languages
from content.model.notices.models import list_standing
from content.model.remembering import remembered
from content.model.vocabulary import Kind, State


@remembered
def is_public(page: Any) -> bool:
    """Whether a guide's or branch's page is live, below a site's root, and not restricted, nor any page above it."""
    return page.live and page.path.startswith(tuple(_find_roots())) and not _is_restricted(page)


@remembered
def _find_roots() -> dict[str, bool]:
    """Where in the tree the sites' roots and their translations are, as for Wagtail's own addresses.

    With each, whether any page is restricted. Mostly none is, and no page has to be asked for those above it.
    """
    roots = Page.objects.filter(translation_key__in=Site.objects.values("root_page__translation_key"))
    return dict(roots.values_list("path", Exists(PageViewRestriction.objects.all())))


def _is_restricted(page: Any) -> bool:
    return any(_find_roots().values()) and page.get_view_restrictions().exists()


def is_recalled(guide: Any) -> bool:
    """Whether the whole guide stands recalled. `guide` is its id."""
    return any(not recall.section for recall in list_standing(guide))


@remembered
def is_guide_public(page: GuidePage) -> bool:
    """Also checks the source: a translation is public only while its source is, since its facts come from there."""
    return is_public(page) and (page.is_source or is_public(page.source_page)) and not is_recalled(page.translation_key)


def find_public_branch(branch: BranchPage) -> BranchPage | None:
    """A public page of the branch, the source language first; None if no page is public."""
    id = str(branch.translation_key)
    return next((page for page in find_branch_pages([id]).get(id, ()) if is_public(page)), None)


def is_offering_public(offering: Offering) -> bool:
    """Whether the branch is public in any language, and so is the guide."""
    return find_public_branch(offering.branch) is not None and is_guide_public(offering.guide)


def find_public_guide(compilation: Compilation, page_id: str) -> NamedGuide | None:
    """The guide of a page id, in the compilation's locale or else its source's; None if it is not public.

    The reference is noted in any case, so that the document is compiled again when the guide becomes public.
    """
    pages = find_in_languages([int(page_id)]).get(int(page_id)) if page_id.isdecimal() else None
    if not pages:
        return None
    compilation.shows("guide", pages[0].translation_key)
    return name_guide(pages, compilation.locale)


def name_guide(pages: Sequence[GuidePage], locale: str) -> NamedGuide | None:
    """What others may show of a guide in this locale. `pages`: all its pages."""
    translation = next((page for page in pages if page.locale.language_code == locale), None)
    for candidate in (translation, pages[0].source_page):
        if candidate and is_guide_public(candidate):
            return NamedGuide(str(candidate.translation_key), candidate.title, candidate.web_path)
    return None


def find_showing(guides: Iterable[Any]) -> QuerySet[Current]:
    """What is public of other guides that combine these or link to them."""
    targets = [str(guide) for guide in guides]
    showing = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE, edition__references__kind="guide")
    return showing.filter(edition__references__target__in=targets).exclude(subject__in=targets).distinct()


def find_offered() -> QuerySet[Current]:
    """Offerings that are public and available; `subject` is the offering's id."""
    return Current.objects.filter(kind=Kind.OFFERING, state=State.LIVE, available=True)
