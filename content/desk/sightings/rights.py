"""Who may see where guides are embedded."""

from typing import Any

from django.db.models import QuerySet

from content.desk.access.pages import editable_guides, may_edit_guides
from content.desk.sightings.models import Sighting
from content.model.branches.policy import editable_branches


def may_read(user: Any) -> bool:
    return may_edit_guides(user) or editable_branches(user).exists()


def find_branches_of(user: Any) -> set[str] | None:
    """The slugs of the branches whose sightings the user may see; None: of all."""
    if editable_guides(user).exists():
        return None
    return {branch.slug for branch in editable_branches(user)}


def find_visible(user: Any) -> QuerySet[Sighting]:
    branches = find_branches_of(user)
    rows = Sighting.objects.all()
    return rows if branches is None else rows.filter(branch__in=branches)
