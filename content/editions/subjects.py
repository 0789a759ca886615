"""Which subjects a change concerns, and what of each should be public now."""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from content.branches.models import BranchPage, Offering
from content.branches.refusals import find_branch_refusals
from content.branches.refusals import find_refusals as find_offering_refusals
from content.compilation import NotReady
from content.compilation import Reference as ReferenceValue
from content.editions import compiler
from content.editions.compiler import Compiled
from content.editions.inspecting import Fault
from content.editions.models import Current, Kind, Reference, State
from content.editions.reducing import read_content
from content.editions.sparing import find_true_faults, spare
from content.editions.visibility import is_guide_public, is_offering_public, is_public
from content.group.models import GroupSettings
from content.guides.models import GuidePage
from content.guides.refusals import find_refusals
from content.publishing import Publication, Refused
from content.snippets.models import Category

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
    if reference.kind == "category":
        found.add(ReferenceValue("vocabulary", compiler.VOCABULARY_SUBJECT))
    return found


@dataclass(frozen=True)
class Held:
    """What is public in a locale stays, less what must not be shown any more: what it should be may not be public.

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


def compile_subject(subject: ReferenceValue, publication: Publication | None = None) -> list[Compiled | Held]:
    """Every locale of a subject that should be public, for a publication that has touched it, or something it shows.

    Raises Refused where what somebody asked for may not be public, or can't be compiled: a fault of ours must not
    take the editor's words with it.
    """
    publication = publication or Publication()
    rows = Current.objects.filter(kind=subject.kind, subject=subject.id, state=State.LIVE).select_related("edition")
    live = {row.locale: row for row in rows}
    try:
        return [_decide(one, subject, publication, live.get(one.locale)) for one in _find_candidates(subject)]
    except (Refused, DatabaseError):
        raise
    except Exception as error:
        raise Refused([_describe(error, subject)]) from error


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
    """Raises Refused where somebody has asked for it, or where nothing is public that could stay."""
    if is_asked or current is None:
        raise Refused(list(dict.fromkeys(messages)))
    return Held(candidate.locale, tuple(messages), waits)


def _find_candidates(subject: ReferenceValue) -> list[_Candidate]:
    if subject.kind == Kind.GUIDE:
        pages = GuidePage.objects.filter(translation_key=subject.id)
        return [_of_guide(page) for page in pages if is_guide_public(page)]
    if subject.kind == Kind.BRANCH:
        branches = BranchPage.objects.filter(translation_key=subject.id)
        return [_of_branch(page) for page in branches if is_public(page)]
    if subject.kind == Kind.OFFERING:
        offerings = Offering.objects.filter(pk=subject.id).select_related("branch", "guide", "practitioner")
        return [_of_offering(offering) for offering in offerings if is_offering_public(offering)]
    if subject.kind == Kind.GROUP:
        group = GroupSettings.objects.first() or GroupSettings()
        return [_Candidate(str(group), "", partial(compiler.compile_group, group))]
    if subject.kind == Kind.RECALLS:
        return [_Candidate("", "", compiler.compile_recalls)]
    name = _("Labels")
    return [
        # Nobody publishes it: code, and categories that are marked themselves.
        _Candidate(name, code, partial(compiler.compile_vocabulary, code), is_as_published=lambda: True)
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
        partial(_is_as_published, page),
    )


def _of_branch(page: BranchPage) -> _Candidate:
    return _Candidate(
        page.title,
        page.locale.language_code,
        partial(compiler.compile_branch, page),
        [f"{page.title}: {sentence}" for sentence in find_branch_refusals(page)],
        is_as_published=partial(_is_as_published, page),
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
        is_as_published=partial(_is_offered_so, offering),
    )


def _is_offered_so(offering: Offering) -> bool:
    current = Current.objects.filter(kind=Kind.OFFERING, subject=offering.pk, state=State.LIVE).first()
    if current is None:
        return False
    published, wanted = read_content(current.edition), compiler.compile_offering(offering).content
    return _without_words_of_others(published) == _without_words_of_others(wanted)


def _without_words_of_others(content: dict[str, Any]) -> dict[str, Any]:
    shown = {name: content[name] and content[name]["id"] for name in ("branch", "practitioner")}
    return json.loads(json.dumps(content | shown, cls=DjangoJSONEncoder))


def _is_as_published(page: GuidePage | BranchPage) -> bool:
    kind = Kind.GUIDE if isinstance(page, GuidePage) else Kind.BRANCH
    current = Current.objects.filter(
        kind=kind, subject=page.translation_key, locale=page.locale.language_code, state=State.LIVE
    )
    published = current.values_list("edition__source", flat=True).first()
    # Fetched anew: streams as they are stored, not as they read without what has been deleted since.
    stored = type(page)._default_manager.get(pk=page.pk).serializable_data()
    return published is not None and _read_typed(published, stored) == _read_typed(stored, published)


def _read_typed(source: dict[str, Any], other: dict[str, Any]) -> Any:
    """What was typed into columns that both know: installing a version, which adds or drops some, edits no page."""
    kept = {
        # A stream is text in here; PostgreSQL gives back its keys in another order.
        name: json.loads(value) if name in _STREAMS and isinstance(value, str) else value
        for name, value in source.items()
        if name in other and name not in _BOOKKEEPING
    }
    return json.loads(json.dumps(kept, cls=DjangoJSONEncoder))


_STREAMS = {field.name for field in GuidePage._meta.get_fields() if isinstance(field, StreamField)}
#: What Wagtail keeps of every page, and nobody reads.
_BOOKKEEPING = {field.name for field in Page._meta.get_fields()} - {"title", "slug"} | {"page_ptr"}
