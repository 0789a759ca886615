"""The only definition of public. Settling uses it; everything that serves reads editions."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from content.edition.models import Current
from content.model.branches.models import BranchPage, Offering
from content.model.compilation import Compilation, NamedGuide
from content.model.guides.models import GuidePage, find_linked
from content.model.notices.models import find_standing
from content.model.remembering import remembered
from content.model.vocabulary import Kind, State


@remembered
def is_public(page: Any) -> bool:
    """Whether a guide's or branch's page is live, below a site's root, and not restricted, nor any page above it."""
    return page.live and _is_in_a_site(page) and not page.get_view_restrictions().exists()


def _is_in_a_site(page: Any) -> bool:
    """Whether the page is below a site's root or a translation of one, as for Wagtail's own addresses."""
    above = page.get_ancestors(inclusive=True).values("translation_key")
    return Site.objects.filter(root_page__translation_key__in=above).exists()


@remembered
def is_recalled(guide: Any) -> bool:
    """Whether the whole guide stands recalled. `guide` is its id."""
    return find_standing(guide).filter(section="").exists()


@remembered
def is_guide_public(page: GuidePage) -> bool:
    """Also checks the source: a translation is public only while its source is, since its facts come from there."""
    return is_public(page) and (page.is_source or is_public(page.source_page)) and not is_recalled(page.translation_key)


@remembered
def find_public_branch(branch: BranchPage) -> BranchPage | None:
    """A public page of the branch, the source language first; None if no page is public."""
    pages = BranchPage.objects.filter(translation_key=branch.translation_key).order_by("pk")
    return next((page for page in pages if is_public(page)), None)


def is_offering_public(offering: Offering) -> bool:
    """Whether the branch is public in any language, and so is the guide."""
    return find_public_branch(offering.branch) is not None and is_guide_public(offering.guide)


def find_public_guide(compilation: Compilation, page_id: str) -> NamedGuide | None:
    """The guide of a page id, in the compilation's locale or else its source's; None if it is not public.

    The reference is noted in any case, so that the document is compiled again when the guide becomes public.
    """
    page = find_linked(page_id)
    if page is None:
        return None
    compilation.shows("guide", page.translation_key)
    translations = {p.locale.language_code: p for p in GuidePage.objects.filter(translation_key=page.translation_key)}
    for candidate in (translations.get(compilation.locale), page.source_page):
        if candidate and is_guide_public(candidate):
            return NamedGuide(str(candidate.translation_key), candidate.title, candidate.web_path)
    return None


def find_offered() -> QuerySet[Current]:
    """Offerings that are public and available; `subject` is the offering's id."""
    return Current.objects.filter(kind=Kind.OFFERING, state=State.LIVE, available=True)
