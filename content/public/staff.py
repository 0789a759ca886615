"""Which branches are somebody's of the staff, for the screens of doors."""

from typing import Any

from content.model.branches.policy import find_owned_branches


def find_own_branches(user: Any) -> tuple[str, ...]:
    """The slugs of the branches that the user looks after."""
    return tuple(find_owned_branches(user).values_list("slug", flat=True))
