"""Which subjects a change concerns, and what of each should be public now."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.utils.translation import gettext as _

from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.inspecting import Fault
from content.edition.models import Current, Reference
from content.edition.reducing import read_content
from content.edition.visibility import is_guide_public, is_offering_public, is_public
from content.model.branches.models import BranchPage, Offering
from content.model.branches.refusals import find_branch_refusals
from content.model.branches.refusals import find_refusals as find_offering_refusals
from content.model.compilation import NotReady
from content.model.compilation import Reference as ReferenceValue
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.guides.refusals import find_refusals
from content.model.publishing import Publication, Refused
from content.model.snippets.models import Category
from content.model.vocabulary import Kind, State
from content.release.sparing import find_true_faults, spare
from content.release.unchanged import is_as_published, is_offered_so

logger = logging.getLogger(__name__)

#: Dependencies first: what a later kind shows has been settled by then.
ORDER = [Kind.GROUP, Kind.VOCABULARY, Kind.BRANCH, Kind.GUIDE, Kind.OFFERING, Kind.RECALLS]


def find_subjects(marked: Iterable[ReferenceValue]) -> list[ReferenceValue]:
    """The marked subjects and everything whose current edition shows something marked, in order."""
    subjects = set(marked)
    for reference in marked:
        subjects |= _find_dependents(reference)
    return sort_subjects(subject for subject in subjects if subject.kind in Kind.values)


def sort_subjects(subjects: Iterable[ReferenceValue]) -> list[ReferenceValue]:
    return sorted(subjects, key=lambda subject: (ORDER.index(Kind(subject.kind)), subject.id))


def find_every_subject() -> set[ReferenceValue]:
    """All that is public, has been, or could be."""
    known = {ReferenceValue(row["kind"], str(row["subject"])) for row in Current.objects.values("kind", "subject")}
    known |= {ReferenceValue("guide", str(key)) for key in _keys(GuidePage)}
    known |= {ReferenceValue("branch", str(key)) for key in _keys(BranchPage)}
    known |= {ReferenceValue("offering", str(pk)) for pk in Offering.objects.values_list("pk", flat=True)}
    return known | {
        ReferenceValue("group", compiler.GROUP_SUBJECT),
        ReferenceValue("vocabulary", compiler.VOCABULARY_SUBJECT),
        ReferenceValue("recalls", compiler.RECALLS_SUBJECT),
    }


def find_stale_subjects() -> set[ReferenceValue]:
    """What an older compiler has made."""
    rows = Current.objects.exclude(edition__provenance__compiler=compiler.COMPILER_VERSION)
    return {ReferenceValue(row["kind"], str(row["subject"])) for row in rows.values("kind", "subject")}


def _keys(model: Any) -> Any:
    return model.objects.values_list("translation_key", flat=True).distinct()


def _find_dependents(reference: ReferenceValue) -> set[ReferenceValue]:
    rows = Reference.objects.filter(kind=reference.kind, target=reference.id, edition__current__isnull=False)
    found = {
        ReferenceValue(kind, str(subject)) for kind, subject in rows.values_list("edition__kind", "edition__subject")
    }
    if reference.kind in (Kind.GUIDE, Kind.BRANCH):
        # An offering that was never public has no edition that could say what it shows.
        of_page = {f"{reference.kind}__translation_key": reference.id}
        found |= {
            ReferenceValue("offering", str(pk))
            for pk in Offering.objects.filter(**of_page).values_list("pk", flat=True)
        }
    if reference.kind in (Kind.OFFERING, Kind.BRANCH):
        found |= _find_held_guides(reference)
    if reference.kind not in Kind.values:
        found |= _find_kept_away()  # what is not public has no edition that could say whether it shows this
    if reference.kind == "category":
        found.add(ReferenceValue("vocabulary", compiler.VOCABULARY_SUBJECT))
    return found


def _find_held_guides(reference: ReferenceValue) -> set[ReferenceValue]:
    """Those that it offers, or has offered until now: the rules of its country may be what has held them."""
    of, shown = ("pk", "subject") if reference.kind == Kind.OFFERING else ("branch__translation_key", "branch")
    offered = Offering.objects.filter(**{of: reference.id}).order_by().values("guide__translation_key")
    public = Current.objects.filter(kind=Kind.OFFERING, **{shown: reference.id}).values("guide")
    held = Current.objects.filter(Q(subject__in=offered) | Q(subject__in=public), kind=Kind.GUIDE, is_held=True)
    return {ReferenceValue(Kind.GUIDE, str(subject)) for subject in held.values_list("subject", flat=True)}


def _find_kept_away() -> set[ReferenceValue]:
    rows = Current.objects.filter(is_held=True).exclude(state=State.LIVE)
    return {ReferenceValue(kind, str(subject)) for kind, subject in rows.values_list("kind", "subject")}


@dataclass(frozen=True)
class Held:
    """What is public in a locale stays, less what must not be shown any more: what it should be may not be public.
    Where nothing is public, it stays away: nobody has asked for it, as for a translation that comes with its source.

    `messages` say why. `waits`: for somebody's signature alone. `instead`: what is shown meanwhile, where not all of it
    has to stay as it is.
    """

    locale: str
    messages: tuple[str, ...] = ()
    waits: bool = False
    instead: Compiled | None = None


@dataclass(frozen=True)
class _Candidate:
    """What should be public of a subject in a locale. `refusals` say why its source may not be, `waits` as there."""

    name: str
    locale: str
    compile: Callable[[], Compiled]
    refusals: list[str] = field(default_factory=list)
    waits: bool = False
    #: Why its words may not be published anew, though they may stay public.
    asked_of_publisher: list[str] = field(default_factory=list)
    #: Whether its own words and choices are those of the edition that is public. Asked only where something is wrong.
    is_as_published: Callable[[], bool] = lambda: False
    #: The key of the page that it comes from, if it does from one.
    page: int | None = None
    #: Whether readers can't be without it.
    is_needed: bool = False


def compile_subject(subject: ReferenceValue, publication: Publication | None = None) -> list[Compiled | Held]:
    """Every locale of a subject that should be public, for a publication that has touched it, or something it shows.

    Raises Refused where what somebody asked for may not be public, or can't be compiled: a fault of ours must not
    take the editor's words with it.
    """
    publication = publication or Publication()
    rows = list(Current.objects.filter(kind=subject.kind, subject=subject.id).select_related("edition"))
    live = {row.locale: row for row in rows if row.state == State.LIVE}
    try:
        return [
            _decide(one, subject, _narrow(publication, one, subject, rows), live.get(one.locale))
            for one in _find_candidates(subject, publication)
        ]
    except (Refused, DatabaseError):
        raise
    except Exception as error:
        raise Refused([_describe(error, subject)]) from error


def _narrow(
    publication: Publication, candidate: _Candidate, subject: ReferenceValue, rows: list[Current]
) -> Publication:
    """The publication as it concerns one locale: whoever saves the page of another has not asked for this one."""
    here = next((row for row in rows if row.locale == candidate.locale), None)
    is_away = here is None or here.state != State.LIVE
    if candidate.page is None:
        is_asked = not (publication.heals and is_away and subject.kind == Kind.OFFERING)
    elif subject in publication.saved or subject in publication.placed:
        is_placed = candidate.page in publication.placed.get(subject, ())
        # What was public before it got its new place stays so, and what stays away already is waited for.
        comes = is_placed and (here is None or (is_away and not here.is_held))
        is_asked = comes or candidate.page in publication.saved.get(subject, ())
    else:  # marked whole, as by a recall
        is_asked = not (here and is_away and here.is_held)
    return publication if is_asked else replace(publication, marked=publication.marked - {subject})


def _decide(
    candidate: _Candidate, subject: ReferenceValue, publication: Publication, current: Current | None
) -> Compiled | Held:
    """What was asked for is refused; what is only shown by it, or shows it, is held and holds up nobody."""
    is_asked = subject in publication.marked - publication.taken_off
    if publication.heals and subject.kind == Kind.GROUP:
        is_asked = False  # of which nothing tells whether somebody has changed it
    if is_asked and candidate.asked_of_publisher and not candidate.is_as_published():
        raise Refused([*candidate.refusals, *candidate.asked_of_publisher])
    if candidate.refusals:
        marked = [] if subject in publication.taken_off else _find_marked_faults(candidate, publication)
        is_asked = bool(marked) or (is_asked and not candidate.is_as_published())
        return _hold(candidate, [*marked, *candidate.refusals], current, is_asked, candidate.waits)
    try:
        compiled = candidate.compile()
    except NotReady as error:
        return _hold(candidate, [f"{candidate.name}: {error}"], current, is_asked)
    except (Refused, DatabaseError):
        raise
    except Exception as error:
        return _hold(candidate, [_describe(error, subject)], current, is_asked)
    if current and current.edition.digest == compiled.digest:
        return compiled  # public already, as it is
    faults = find_true_faults(compiled, current)
    if not faults:
        return compiled
    messages = [f"{candidate.name}: {fault.message}" for fault in faults]
    if subject not in publication.taken_off and any(_is_marked(fault, publication) for fault in faults):
        return _hold(candidate, messages, current, is_asked=True)
    if current and subject.kind == Kind.VOCABULARY and all(fault.kind == "category" for fault in faults):
        kept = _keep_labels(compiled, current, {fault.id for fault in faults})
        return Held(candidate.locale, tuple(messages), instead=kept)
    if spared := spare(compiled, faults, current):
        return Held(candidate.locale, tuple(messages), instead=spared)  # nobody is stopped by somebody else's words
    # Whoever publishes it is told: to hold it would be to publish nothing, and to say so.
    return _hold(candidate, messages, current, is_asked and not candidate.is_as_published())


def _keep_labels(compiled: Compiled, current: Current, faulty: set[str]) -> Compiled:
    """One label's fault holds up no other: it stays as readers know it, or away."""
    known = {one["code"]: one for one in read_content(current.edition)["categories"]}
    labels = [known.get(one["code"]) if one["code"] in faulty else one for one in compiled.content["categories"]]
    return replace(compiled, content=compiled.content | {"categories": [label for label in labels if label]})


def _find_marked_faults(candidate: _Candidate, publication: Publication) -> list[str]:
    """What is wrong with the words of something marked that it would show, if only it were ready itself."""
    try:
        faults = find_true_faults(candidate.compile())
    except (Refused, DatabaseError):
        raise
    except Exception:
        return []  # why it is not ready is said by whoever finds it wrong
    return [f"{candidate.name}: {fault.message}" for fault in faults if _is_marked(fault, publication)]


def _is_marked(fault: Fault, publication: Publication) -> bool:
    """Whether the words are of something that somebody has touched in this publication."""
    if publication.heals:
        return False
    marked = {one.id for one in publication.marked if one.kind == fault.kind}
    if not marked or not fault.id:
        return bool(marked)
    if fault.kind == "category":  # documents call it by its slug
        keys = Category.objects.filter(slug=fault.id).values_list("translation_key", flat=True)
        return not marked.isdisjoint(map(str, keys))
    return fault.id in marked


def _describe(error: Exception, subject: ReferenceValue) -> str:
    logger.exception("%s %s can't be compiled", subject.kind, subject.id)
    message = _("Something went wrong while this was prepared for readers (%(error)s). It has been logged.")
    return message % {"error": type(error).__name__}


def _hold(
    candidate: _Candidate, messages: list[str], current: Current | None, is_asked: bool, waits: bool = False
) -> Held:
    """Raises Refused where somebody has asked for it, or where a document that must be there is not yet."""
    if is_asked or (current is None and candidate.is_needed):
        raise Refused(list(dict.fromkeys(messages)))
    return Held(candidate.locale, tuple(messages), waits)


def _find_candidates(subject: ReferenceValue, publication: Publication) -> list[_Candidate]:
    if subject.kind == Kind.GUIDE:
        pages = GuidePage.objects.filter(translation_key=subject.id)
        return [_of_guide(page) for page in pages if is_guide_public(page)]
    if subject.kind == Kind.BRANCH:
        branches = BranchPage.objects.filter(translation_key=subject.id)
        return [_of_branch(page) for page in branches if is_public(page)]
    if subject.kind == Kind.OFFERING:
        offerings = Offering.objects.filter(pk=subject.id).select_related("branch", "guide", "practitioner")
        # What somebody saves is asked of them also where nobody can see it yet: later it would stay away unseen.
        is_saved = subject in publication.marked - publication.taken_off and not publication.heals
        found = [(offering, is_offering_public(offering)) for offering in offerings]
        unseen = [_of_offering(offering) for offering, is_seen in found if is_saved and not is_seen]
        if refusals := [sentence for candidate in unseen for sentence in candidate.refusals]:
            raise Refused(refusals)
        return [_of_offering(offering) for offering, is_seen in found if is_seen]
    if subject.kind == Kind.GROUP:
        group = GroupSettings.objects.first() or GroupSettings()
        return [_Candidate(str(group), "", partial(compiler.compile_group, group), is_needed=True)]
    if subject.kind == Kind.RECALLS:
        return [_Candidate("", "", compiler.compile_recalls, is_needed=True)]
    name = _("Labels")
    return [
        # Nobody publishes it: code, and categories that are marked themselves.
        _Candidate(name, code, partial(compiler.compile_vocabulary, code), is_as_published=lambda: True, is_needed=True)
        for code, _language in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def _of_guide(page: GuidePage) -> _Candidate:
    found = find_refusals(page)
    refusals = [refusal for refusal in found if refusal.is_absolute]
    return _Candidate(
        page.title,
        page.locale.language_code,
        partial(compiler.compile_guide, page),
        [f"{page.title}: {refusal.message}" for refusal in refusals],
        all(refusal.waits for refusal in refusals),
        [f"{page.title}: {refusal.message}" for refusal in found if refusal.of_publisher and not refusal.of_others],
        partial(is_as_published, page),
        page.pk,
    )


def _of_branch(page: BranchPage) -> _Candidate:
    return _Candidate(
        page.title,
        page.locale.language_code,
        partial(compiler.compile_branch, page),
        [f"{page.title}: {sentence}" for sentence in find_branch_refusals(page)],
        is_as_published=partial(is_as_published, page),
        page=page.pk,
    )


def _of_offering(offering: Offering) -> _Candidate:
    refusals = [
        f"{offering}: {sentence}" for sentences in find_offering_refusals(offering).values() for sentence in sentences
    ]
    return _Candidate(
        str(offering),
        "",
        partial(compiler.compile_offering, offering),
        refusals,
        is_as_published=partial(is_offered_so, offering),
    )
