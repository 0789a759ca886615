"""Signing the overview fills in the guide's review, where the editor has left it open: by whom, when, and the next."""

from typing import Any

from content.approval.signoff.parts import digest_of, judge
from content.model.conflicts import lock
from content.model.days import today
from content.model.guides.models import GuidePage
from content.model.guides.reviewing import find_next_review
from content.model.snippets.models import Clinician
from content.model.vocabulary import OVERVIEW


def propose(page: GuidePage, clinician: Clinician) -> dict[str, Any]:
    """The columns that signing fills in, with their values. The day of a review is that of whoever signs."""
    last = page.last_reviewed or today()
    columns = {} if page.last_reviewed else {"reviewer": clinician, "last_reviewed": last}
    if page.next_review is None or page.next_review <= last:
        columns["next_review"] = find_next_review(last)
    return columns


def fill_in(page: GuidePage, signed: str, clinician: Clinician, user: Any) -> GuidePage | None:
    """Save a new draft with the review filled in; None if there is nothing to fill in.

    `signed`: the overview's digest. None also if somebody has changed the overview since, whose words no one has read.
    """
    draft = lock(page)
    columns = propose(draft, clinician)
    if not columns or digest_of(judge(draft)[OVERVIEW]) != signed:
        return None
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.save_revision(user=user, log_action=True, clean=False)
    return draft
