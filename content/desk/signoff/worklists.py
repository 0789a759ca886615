"""The worklists of sign-off, for the screens and the dashboard."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page, TaskState, WorkflowState

from content.approval.signoff.models import EmergencyPublication, SignOff
from content.approval.signoff.signing import find_open_parts
from content.approval.signoff.tasks import ClinicalSignOff
from content.edition.models import Current
from content.model.days import today
from content.model.guides.models import GuidePage, write_keys
from content.model.snippets.models import Clinician
from content.model.vocabulary import Kind, State

#: How many guides of a clinician whose registration has ended are listed. They may have signed them all.
MOST_LAPSED = 50


def find_requested() -> list[tuple[GuidePage, TaskState]]:
    """Guides that were submitted for sign-off, the longest waiting first."""
    states = TaskState.objects.filter(
        task__in=ClinicalSignOff.objects.all(),
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    ).select_related("workflow_state__requested_by")
    found = [(int(state.workflow_state.object_id), state) for state in states.order_by("started_at")]
    pages = GuidePage.objects.defer_streamfields().in_bulk({key for key, _state in found})
    return [(pages[key], state) for key, state in found if key in pages]


def find_held() -> list[GuidePage]:
    """Held guides with parts that wait for a sign-off."""
    rows = Current.objects.filter(kind=Kind.GUIDE, is_held=True)
    return [page for row in rows for page in _pages(row.subject, row.locale) if find_open_parts(page)]


def find_emergencies(**having: Any) -> list[tuple[GuidePage, EmergencyPublication]]:
    """Public guides with parts that were published in an emergency and are still unsigned."""
    live = Current.objects.filter(kind=Kind.GUIDE, state=State.LIVE)
    found = []
    for emergency in EmergencyPublication.objects.filter(**having).order_by("made_at"):
        if live.filter(subject=emergency.guide, locale=emergency.locale).exists():
            for page in _pages(emergency.guide, emergency.locale):
                if find_open_parts(page).items() & emergency.digests.items():
                    found.append((page, emergency))
    return found


def find_returned(guides: Any) -> list[tuple[GuidePage, str]]:
    """The guides among these that somebody sent back, with the comment. Without those submitted again since."""
    states = _last_states(guides, WorkflowState.STATUS_NEEDS_CHANGES)
    return [(page, state.current_task_state.comment) for page, state in states]


def find_sent_back(guides: Any) -> list[tuple[GuidePage, str]]:
    """Of those, what a clinician sent back: a guide may have other workflows, too."""
    states = _last_states(guides, WorkflowState.STATUS_NEEDS_CHANGES)
    tasks = set(ClinicalSignOff.objects.values_list("pk", flat=True)) if states else set()
    return [(page, last.comment) for page, state in states if (last := state.current_task_state).task_id in tasks]


def find_ready(guides: Any) -> list[GuidePage]:
    """The guides among these whose newest draft is signed but not published."""
    states = _last_states(guides.filter(has_unpublished_changes=True), WorkflowState.STATUS_APPROVED)
    return [
        page
        for page, _state in states
        if page.scheduled_revision is None and not find_open_parts(page.get_latest_revision_as_object())
    ]


def _last_states(guides: Any, status: str) -> list[tuple[GuidePage, WorkflowState]]:
    """(guide, state) of those whose last workflow ended with this status."""
    of_pages = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
    since = Q(created_at__gt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk"))
    later = of_pages.filter(since, object_id=OuterRef("object_id"))
    states = of_pages.filter(
        ~Exists(later), status=status, current_task_state__isnull=False, object_id__in=write_keys(guides)
    ).select_related("current_task_state")
    found = [(int(state.object_id), state) for state in states.order_by("created_at", "pk")]
    pages = guides.select_related("locale").in_bulk([key for key, _state in found])
    return [(pages[key], state) for key, state in found if key in pages]


@dataclass(frozen=True)
class Lapsed:
    """A clinician whose registration has ended, and the public guides with a sign-off of theirs: how many, and some."""

    clinician: Clinician
    number: int
    guides: list[GuidePage]

    @property
    def more(self) -> int:
        return self.number - len(self.guides)


def find_lapsed(most: int | None = MOST_LAPSED) -> list[Lapsed]:
    """`most`: how many guides of each are listed; None: all."""
    lapsed = Clinician.objects.filter(registered_until__lt=today())
    found = []
    for clinician in lapsed:
        theirs = SignOff.objects.filter(
            clinician=clinician.public_id, guide=OuterRef("translation_key"), locale=OuterRef("locale__language_code")
        )
        signed = GuidePage.objects.defer_streamfields().live().filter(Exists(theirs)).select_related("locale")
        if number := signed.count():
            some = signed.order_by("translation_key", "locale__language_code")[:most]
            found.append(Lapsed(clinician, number, list(some)))
    return found


def _pages(guide: Any, locale: str) -> list[GuidePage]:
    pages = GuidePage.objects.filter(translation_key=guide, locale__language_code=locale)
    return list(pages.select_related("locale"))
