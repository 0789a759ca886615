"""Finds the people who are told about a guide."""

from typing import Any

from wagtail.permissions import policy_registry

from content.approval.signoff.signing import why_not_sign
from content.desk.notifications.kinds import may_sign
from content.model.guides.models import GuidePage


def find_publishers(page: GuidePage) -> set[Any]:
    """Users who may publish a guide; superusers only if they are the only ones."""
    policy = policy_registry.get_by_type(GuidePage)
    publishers = policy.users_with_permission_for_instance("publish", page).filter(is_active=True)
    return set(publishers.filter(is_superuser=False) or publishers)


def find_keepers(page: GuidePage) -> set[Any]:
    """Who looks after a guide: its owner, its reviewer, and users who may publish it."""
    return {page.owner, page.reviewer.account if page.reviewer else None, *find_publishers(page)} - {None}


def find_signers(task_state: Any) -> list[Any]:
    """Who can be asked for the sign-off: the clinicians of the task, but for whoever asks."""
    asker = task_state.workflow_state.requested_by_id
    groups = task_state.task.specific.groups.all()
    members = {member.pk: member for group in groups for member in group.user_set.filter(is_active=True)}
    return [member for pk, member in sorted(members.items()) if pk != asker and may_sign(member)]


def find_first_signers(page: GuidePage, signers: list[Any]) -> list[Any]:
    """Who of them is asked first: the guide's reviewer if they can sign, else all."""
    reviewer = page.reviewer.account if page.reviewer else None
    return [reviewer] if reviewer in signers and not why_not_sign(reviewer) else signers
