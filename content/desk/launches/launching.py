"""Carries out a launch: all of it in one transaction and one release, or nothing."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.desk.launches.models import Action, Launch, LaunchPage, may_launch
from content.desk.offerings.grids import lock_branches
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.model.notices.models import Withdrawal
from content.model.publishing import Refused, publishing
from content.release.scheduling import ACTOR, RETRY

logger = logging.getLogger(__name__)


def apply(launch: Launch, user: Any = None) -> None:
    """Make all changes of a launch, inside `publishing()` or a rehearsal. Raises Refused."""
    for item in launch.pages.order_by("page__pk"):  # sources before their translations
        _apply_page(item, user)
    items = list(launch.offerings.select_related("branch", "guide"))
    lock_branches({item.branch.source_page.pk for item in items})
    for item in items:
        try:
            offering = item.build()
            if changes := item.find_changes():
                raise Refused([_say_changed(offering, changes)])
            offering.full_clean()
        except ValidationError as error:
            what = f"{item.guide} – {item.branch}"
            raise Refused([f"{what}: {message}" for message in error.messages]) from error
        offering.save()


def _say_changed(offering: Offering, changes: list[tuple[str, str, str]]) -> str:
    message = _(
        "%(offering)s has changed since this launch was saved (%(changes)s). Check the launch, then save it again."
    )
    said = ", ".join(f"{label}: {then or '–'} → {now or '–'}" for label, then, now in changes)
    return message % {"offering": offering, "changes": said}


def _apply_page(item: LaunchPage, user: Any) -> None:
    page = GuidePage.objects.get(pk=item.page_id)
    if item.action == Action.WITHDRAW:
        if page.live:
            known = {"subject": page.translation_key, "locale": page.locale.language_code}
            Withdrawal.objects.update_or_create(**known, defaults={"reason": item.reason})
            page.unpublish(user=user)
        return
    draft = page.get_latest_revision_as_object()
    if draft.go_live_at and draft.go_live_at > timezone.now():
        raise Refused([_("“%(guide)s” has its own go-live time. Remove that first.") % {"guide": draft}])
    if draft.expire_at and draft.expire_at <= timezone.now():
        raise Refused([_("“%(guide)s” has an expiry date in the past.") % {"guide": draft}])
    revision = page.get_latest_revision()
    if revision is None:
        raise Refused([_("“%(guide)s” has no draft to publish.") % {"guide": page}])
    try:
        revision.publish(user=user)
    except ValidationError as error:  # Wagtail validates the page: a sibling may have its slug by now
        raise Refused([f"{draft}: {message}" for message in error.messages]) from error


def launch_now(launch: Launch, user: Any = None) -> None:
    """Carry out a launch, once. Raises Refused, and then nothing has changed."""
    actor = user.get_username() if user else ACTOR
    with publishing(actor=actor, reason=_("Launch: %(title)s") % {"title": launch.title}):
        waiting = Launch.objects.select_for_update().filter(pk=launch.pk, done_at=None).first()
        if waiting is None:
            raise Refused([_("This launch has already been published.")])
        if not waiting.items:
            raise Refused([_("This launch is empty: everything in it has been deleted.")])
        refuse_what_is_not_theirs(waiting, user)
        apply(waiting, user)
        waiting.done_at, waiting.refusal = timezone.now(), ""
        waiting.save()
        log(waiting, "guides.launch", user=user, data={"title": waiting.title})


def refuse_what_is_not_theirs(launch: Launch, user: Any = None) -> None:
    """Raises Refused unless the user who launches or planned it has the permission for each item's own screen.

    A launch that a script has planned is not checked.
    """
    if user is None and not launch.is_of_user:
        return
    on_behalf = user or launch.made_by
    if on_behalf is None or not on_behalf.is_active or not may_launch(on_behalf):
        message = _(
            "The person who planned this launch no longer has permission to. Ask somebody "
            "with permission to check and save it."
        )
        raise Refused([message])
    if forbidden := launch.find_forbidden(on_behalf):
        name = on_behalf.get_username()
        raise Refused([_("On behalf of %(user)s: %(why)s") % {"user": name, "why": why} for why in forbidden])


def run_launches() -> list[str]:
    """Carry out the launches that are due; returns their titles. A refused one keeps its reason and is retried."""
    now, done = timezone.now(), []
    due = Launch.objects.filter(done_at=None, planned_at__lte=now)
    for launch in due.filter(Q(tried_at=None) | Q(tried_at__lte=now - RETRY) | Q(tried_at__gt=now)).order_by(
        "planned_at"
    ):
        try:
            launch_now(launch)
            done.append(launch.title)
        except Refused as refused:
            _note_refusal(launch, refused.messages)
        except Exception as error:
            logger.exception("The launch “%s” failed", launch)
            sentence = _("Something went wrong (%(error)s). We will try again. See the server log for details.")
            _note_refusal(launch, [sentence % {"error": type(error).__name__}])
    return done


def _note_refusal(launch: Launch, messages: list[str]) -> None:
    waiting = Launch.objects.filter(pk=launch.pk, done_at=None)
    waiting.update(refusal="\n".join(messages), tried_at=timezone.now())
