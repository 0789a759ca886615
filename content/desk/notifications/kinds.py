"""Kinds of notices, when each person wants them, and who can be sent which."""

from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.desk.access.pages import may_edit_guides, may_publish_guides


class When(TextChoices):
    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the daily digest")
    NEVER = "never", _("Not at all")


class NoticeKind(TextChoices):
    SIGN_OFF = "sign_off", _("Guides that wait for my sign-off")
    OVERDUE = "overdue", _("Sign-offs that are overdue")
    CLAIMS = "claims", _("Questions about claims")
    ANSWERED = "answered", _("Answers to my comments")
    REFUSED = "refused", _("Guides of mine that are sent back, or refused on schedule")
    SIGNED = "signed", _("Guides of mine that are signed off")
    PUBLISHED = "published", _("Guides of mine that are published")
    STALE = "stale", _("Translations that are out of date")
    REVIEW = "review", _("Reviews that are due")
    MISTAKE = "mistake", _("Mistakes that readers report")
    SAFETY = "safety", _("Recalls, and guides published in an emergency")


#: What nobody can put off.
ALWAYS_AT_ONCE = {NoticeKind.SAFETY}
#: What can wait until the digest, as long as somebody has chosen nothing else. All others come at once.
DIGESTED = {NoticeKind.PUBLISHED, NoticeKind.STALE, NoticeKind.MISTAKE}


def find_default(kind: str) -> When:
    return When.DIGEST if kind in DIGESTED else When.AT_ONCE


def may_sign(user: Any) -> bool:
    return bool(user.has_perm("content.sign_off_guide"))


def _writes(user: Any) -> bool:
    return may_edit_guides(user) or may_sign(user)


#: Kind -> whether a user can be sent it. Kinds that are not named here are for everybody in the admin.
_RECEIVERS: dict[NoticeKind, Callable[[Any], bool]] = {
    NoticeKind.SIGN_OFF: may_sign,
    NoticeKind.OVERDUE: lambda user: may_sign(user) or may_publish_guides(user),
    NoticeKind.CLAIMS: lambda user: user.has_perm("content.overrule_claim"),
    NoticeKind.ANSWERED: _writes,
    NoticeKind.REFUSED: may_edit_guides,
    NoticeKind.SIGNED: may_edit_guides,
    NoticeKind.PUBLISHED: _writes,
    NoticeKind.STALE: _writes,
    NoticeKind.REVIEW: _writes,
    NoticeKind.MISTAKE: lambda user: user.has_perm("content.view_mistakereport"),
}


def find_kinds(user: Any) -> list[NoticeKind]:
    """The kinds that this user can be sent, in order."""
    return [kind for kind in NoticeKind if kind not in _RECEIVERS or _RECEIVERS[kind](user)]
