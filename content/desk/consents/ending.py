"""Finds what loses a picture when a consent ends. Shown before the end is saved."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from content.desk.deleting.consequences import Consequence
from content.edition.models import Edition
from content.model.branches.models import Offering
from content.model.consent.models import Consent, ConsentScope
from content.model.days import read_day, today
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.vocabulary import Kind, State
from content.release.pictures import find_showing


def ends(consent: Consent, sent: Any) -> bool:
    """Whether a form that was sent ends what the stored consent covers. What the form refuses ends nothing."""
    if not consent.covers_publishing:
        return False
    try:
        last = read_day(sent["expires_on"]) if sent.get("expires_on", "").strip() else None
    except ValidationError:
        return False
    is_over = bool(sent.get("withdrawn_on", "").strip()) or (last is not None and last < today())
    return is_over or sent.get("scope") == ConsentScope.CLINIC


def tell_of_end(consent: Consent) -> list[Consequence]:
    pictures = list(GuideImage.objects.filter(consent=consent).order_by("title", "pk"))
    public = [edition for picture in pictures for edition in find_showing(picture, current__isnull=False)]
    guides = {edition.pk: edition for edition in public if edition.kind == Kind.GUIDE and edition.state == State.LIVE}
    drafts = sorted({_name(page) for picture in pictures for page in _find_drafts(picture)})
    versions = {edition.pk for picture in pictures for edition in find_showing(picture)}
    return [one for one in _tell(pictures, list(guides.values()), drafts, len(versions)) if one]


def _tell(
    pictures: list[GuideImage], guides: list[Edition], drafts: list[str], versions: int
) -> Iterator[Consequence | None]:
    languages = dict(settings.LANGUAGES)
    names = sorted(f"{edition.card['title']} ({languages.get(edition.locale, edition.locale)})" for edition in guides)
    offered = Offering.objects.filter(
        guide__translation_key__in={edition.subject for edition in guides}, available=True, branch__live=True
    )
    branches = sorted(set(offered.values_list("branch__title", flat=True)))
    yield _count(
        ngettext("%(n)d picture is taken off.", "%(n)d pictures are taken off.", len(pictures)),
        [picture.title for picture in pictures],
    )
    yield _count(
        ngettext("%(n)d public guide loses a picture.", "%(n)d public guides lose a picture.", len(names)), names
    )
    yield _count(
        ngettext(
            "%(n)d branch shows such a guide, and its website and app do too.",
            "%(n)d branches show such a guide, and their websites and apps do too.",
            len(branches),
        ),
        branches,
    )
    yield _count(
        ngettext(
            "%(n)d guide uses such a picture in its form. Replace it there.",
            "%(n)d guides use such a picture in their form. Replace it there.",
            len(drafts),
        ),
        drafts,
    )
    if versions:
        message = ngettext(
            "%(n)d version that shows such a picture is erased for good, once it is public no more.",
            "%(n)d versions that show such a picture are erased for good, once they are public no more.",
            versions,
        )
        yield Consequence(message % {"n": versions}, [])


def _count(sentence: str, names: list[str]) -> Consequence | None:
    return Consequence(sentence % {"n": len(names)}, names) if names else None


def _find_drafts(picture: GuideImage) -> Iterator[GuidePage]:
    for thing, _references in picture.get_usage():
        page = getattr(thing, "specific", thing)
        if isinstance(page, GuidePage):
            yield page


def _name(page: GuidePage) -> str:
    return f"{page.title} ({page.locale.get_display_name()})"
