"""Which subjects a change concerns, and what of each should be public now."""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from content.branches.models import BranchPage, Offering
from content.branches.refusals import find_refusals as find_offering_refusals
from content.compilation import NotReady
from content.compilation import Reference as ReferenceValue
from content.editions import compiler
from content.editions.compiler import Compiled
from content.editions.models import Current, Kind, Reference, State
from content.editions.visibility import is_guide_public, is_offering_public, is_public
from content.group.models import GroupSettings
from content.guides.models import GuidePage
from content.guides.refusals import find_refusals
from content.publishing import Refused

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
    """What is public of a guide in a locale stays as it is: what it shows has changed, and waits to be signed."""

    locale: str


def compile_subject(subject: ReferenceValue, *, ask: bool = True) -> list[Compiled | Held]:
    """Every locale of a subject that should be public; `ask` whether it may be.

    Not asked is only what is public already as it is: what an editor has changed since is asked always.

    Raises Refused where a live page may not be, and where it can't be compiled: a fault of ours must not take
    the editor's words with it.
    """
    try:
        return list(_compile(subject, ask))
    except (Refused, DatabaseError):
        raise
    except Exception as error:
        logger.exception("%s %s can't be compiled", subject.kind, subject.id)
        message = _("Something went wrong while this was prepared for readers (%(error)s). It has been logged.")
        raise Refused([message % {"error": type(error).__name__}]) from error


def _compile(subject: ReferenceValue, ask: bool) -> Sequence[Compiled | Held]:
    if subject.kind == Kind.GUIDE:
        pages = GuidePage.objects.filter(translation_key=subject.id)
        return [_compile_guide(page, ask) for page in pages if is_guide_public(page)]
    if subject.kind == Kind.BRANCH:
        branches = BranchPage.objects.filter(translation_key=subject.id)
        return [compiler.compile_branch(page) for page in branches if is_public(page)]
    if subject.kind == Kind.OFFERING:
        offerings = Offering.objects.filter(pk=subject.id).select_related("branch", "guide", "practitioner")
        return [_compile_offering(offering, ask) for offering in offerings if is_offering_public(offering)]
    if subject.kind == Kind.GROUP:
        return [compiler.compile_group(GroupSettings.objects.first() or GroupSettings())]
    if subject.kind == Kind.RECALLS:
        return [compiler.compile_recalls()]
    return [compiler.compile_vocabulary(code) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def _is_as_published(page: GuidePage) -> bool:
    """Whether an editor's own words and choices are those of the edition that is public."""
    current = Current.objects.filter(
        kind=Kind.GUIDE, subject=page.translation_key, locale=page.locale.language_code, state=State.LIVE
    )
    published = current.values_list("edition__source", flat=True).first()
    # Fetched anew: streams as they are stored, not as they read without what has been deleted since.
    stored = GuidePage.objects.get(pk=page.pk).serializable_data()
    return published is not None and _typed(published) == _typed(stored)


def _typed(source: dict[str, Any]) -> Any:
    kept = {
        # A stream is text in here; PostgreSQL gives back its keys in another order.
        name: json.loads(value) if name in _STREAMS and isinstance(value, str) else value
        for name, value in source.items()
        if name not in _BOOKKEEPING
    }
    return json.loads(json.dumps(kept, cls=DjangoJSONEncoder))


_STREAMS = {field.name for field in GuidePage._meta.get_fields() if isinstance(field, StreamField)}
#: What Wagtail keeps of every page, and nobody reads.
_BOOKKEEPING = {field.name for field in Page._meta.get_fields()} - {"title", "slug"} | {"page_ptr"}


def _compile_offering(offering: Offering, ask: bool) -> Compiled:
    if ask and (refusals := find_offering_refusals(offering)):
        raise Refused([f"{offering}: {sentence}" for sentences in refusals.values() for sentence in sentences])
    return compiler.compile_offering(offering)


def _compile_guide(page: GuidePage, ask: bool) -> Compiled | Held:
    refusals = [refusal for refusal in find_refusals(page) if refusal.is_absolute]
    if refusals and _is_as_published(page):
        if all(refusal.waits for refusal in refusals):
            return Held(page.locale.language_code)
        refusals = refusals if ask else [refusal for refusal in refusals if refusal.waits]
    if refusals:
        raise Refused([f"{page.title}: {refusal.message}" for refusal in refusals])
    try:
        return compiler.compile_guide(page)
    except NotReady as error:
        raise Refused([f"{page.title}: {error}"]) from error
