"""Finds what could be public of a subject: one candidate for each language, with functions that find its facts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.visibility import is_guide_public, is_offering_public, is_public
from content.model.branches.models import BranchPage, Offering
from content.model.branches.refusals import find_branch_refusals
from content.model.branches.refusals import find_refusals as find_offering_refusals
from content.model.compilation import Reference
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage, find_in_languages
from content.model.guides.pages import find_pages
from content.model.guides.refusals import find_final_refusals
from content.model.remembering import remembered_each
from content.model.vocabulary import Kind
from content.release.deciding import Source
from content.release.unchanged import is_as_published, is_offered_so


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A page, an offering, or a document compiled from many rows, in one language. Its functions are expensive."""

    kind: Kind
    name: str
    locale: str = ""
    is_wanted: bool = True
    compile: Callable[[], Compiled]
    find_source: Callable[[], Source] = Source
    is_as_published: Callable[[], bool] = lambda: False
    #: None: it has no page.
    page: GuidePage | BranchPage | None = None


def find_candidates(subject: Reference) -> list[Candidate]:
    return _FINDERS[Kind(subject.kind)](subject)


def _find_guides(subject: Reference) -> list[Candidate]:
    pages = find_pages([subject.id]).get(subject.id, [])
    return [
        Candidate(
            kind=Kind.GUIDE,
            name=page.title,
            locale=page.locale.language_code,
            is_wanted=is_guide_public(page),
            compile=partial(compiler.compile_guide, page),
            find_source=partial(_ask_guide, page),
            is_as_published=partial(is_as_published, page),
            page=page,
        )
        for page in pages
    ]


def _ask_guide(page: GuidePage) -> Source:
    found = find_final_refusals(page)
    absolute = [one for one in found if one.is_absolute]
    of_publisher = [one for one in found if one.of_publisher and not one.of_others]
    return Source(
        refusals=tuple(f"{page.title}: {one.message}" for one in absolute),
        waits=all(one.waits for one in absolute),
        of_publisher=tuple(f"{page.title}: {one.message}" for one in of_publisher),
    )


def _find_branches(subject: Reference) -> list[Candidate]:
    return [
        Candidate(
            kind=Kind.BRANCH,
            name=page.title,
            locale=page.locale.language_code,
            is_wanted=is_public(page),
            compile=partial(compiler.compile_branch, page),
            find_source=partial(_ask_branch, page),
            is_as_published=partial(is_as_published, page),
            page=page,
        )
        for page in BranchPage.objects.filter(translation_key=subject.id)
    ]


def _ask_branch(page: BranchPage) -> Source:
    return Source(tuple(f"{page.title}: {sentence}" for sentence in find_branch_refusals(page)))


def _find_offerings(subject: Reference) -> list[Candidate]:
    return [
        Candidate(
            kind=Kind.OFFERING,
            name=str(offering),
            is_wanted=is_offering_public(offering),
            compile=partial(compiler.compile_offering, offering),
            find_source=partial(_ask_offering, offering),
            is_as_published=partial(is_offered_so, offering),
        )
        for offering in find_offerings([subject.id]).values()
    ]


@remembered_each
def find_offerings(ids: list[str]) -> dict[str, Offering]:
    found = {str(one.pk): one for one in Offering.objects.filter(pk__in=ids).select_related("branch", "practitioner")}
    guides = find_in_languages(offering.guide_id for offering in found.values())
    for offering in found.values():
        offering.guide = next(page for page in guides[offering.guide_id] if page.pk == offering.guide_id)
    return found


def _ask_offering(offering: Offering) -> Source:
    found = find_offering_refusals(offering).values()
    return Source(tuple(f"{offering}: {sentence}" for sentences in found for sentence in sentences))


def _find_group(subject: Reference) -> list[Candidate]:
    group = GroupSettings.objects.first() or GroupSettings()
    return [Candidate(kind=Kind.GROUP, name=str(group), compile=partial(compiler.compile_group, group))]


def _find_vocabulary(subject: Reference) -> list[Candidate]:
    return [
        Candidate(
            kind=Kind.VOCABULARY,
            name=_("Labels"),
            locale=code,
            compile=partial(compiler.compile_vocabulary, code),
            # Nobody edits the vocabulary itself. It is made from code and from categories, which are marked themselves.
            is_as_published=lambda: True,
        )
        for code, _language in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def _find_recalls(subject: Reference) -> list[Candidate]:
    return [Candidate(kind=Kind.RECALLS, name="", compile=compiler.compile_recalls)]


_FINDERS: dict[Kind, Callable[[Reference], list[Candidate]]] = {
    Kind.GUIDE: _find_guides,
    Kind.BRANCH: _find_branches,
    Kind.OFFERING: _find_offerings,
    Kind.GROUP: _find_group,
    Kind.VOCABULARY: _find_vocabulary,
    Kind.RECALLS: _find_recalls,
}
