"""Who may recall a guide, and who may lift a recall."""

from typing import Any

from content.desk.access.pages import may_publish_guides
from content.model.notices.models import Recall


def may_recall(user: Any) -> bool:
    return bool(user.has_perm("content.recall_guide"))


def may_lift(user: Any, recall: Recall) -> bool:
    """Lifting makes words public again: so it is for publishers, and for whoever made the recall, as a mistake."""
    return may_recall(user) and (recall.recalled_by_id == user.pk or may_publish_guides(user))
