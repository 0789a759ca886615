"""Makes a launch happen: all of it in one transaction and one release, or nothing."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.guides.models import GuidePage
from content.launches.models import Action, Launch, LaunchPage, may_launch
from content.notices.models import Withdrawal
from content.publishing import Refused, publishing
from content.scheduling import ACTOR, RETRY

logger = logging.getLogger(__name__)


def apply(launch: Launch, user: Any = None) -> None:
    """Do all that a launch says. Inside of `publishing()`, or of a rehearsal. Raises Refused."""
    for item in launch.pages.order_by("page__pk"):  # a source before its translations
        _apply_page(item, user)
    for item in launch.offerings.all():
        offering = item.build()
        try:
            offering.full_clean()
        except ValidationError as error:
            raise Refused([f"{offering}: {message}" for message in error.messages]) from error
        offering.save()


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
        raise Refused([_("“%(guide)s” has a time of its own to go out at. Take that away first.") % {"guide": draft}])
    revision = page.get_latest_revision()
    if revision is None:
        raise Refused([_("“%(guide)s” has no draft to publish.") % {"guide": page}])
    revision.publish(user=user)


def launch_now(launch: Launch, user: Any = None) -> None:
    """Once, whoever asks. Raises Refused, after which nothing has happened."""
    actor = user.get_username() if user else ACTOR
    with publishing(actor=actor, reason=_("Launch: %(title)s") % {"title": launch.title}):
        waiting = Launch.objects.select_for_update().filter(pk=launch.pk, done_at=None).first()
        if waiting is None:
            raise Refused([_("This launch has happened already.")])
        refuse_what_is_not_theirs(waiting, user)
        apply(waiting, user)
        waiting.done_at, waiting.refusal = timezone.now(), ""
        waiting.save()
        log(waiting, "guides.launch", user=user, data={"title": waiting.title})


def refuse_what_is_not_theirs(launch: Launch, user: Any = None) -> None:
    """Raises Refused unless whoever launches it, or has planned it, may do all of it by its own door.

    What a script has planned is asked of nobody.
    """
    if user is None and not launch.is_of_user:
        return
    on_behalf = user or launch.made_by
    if on_behalf is None or not on_behalf.is_active or not may_launch(on_behalf):
        message = _("Whoever planned this launch may not do so any more. Have somebody who may look at it and save it.")
        raise Refused([message])
    if forbidden := launch.find_forbidden(on_behalf):
        name = on_behalf.get_username()
        raise Refused([_("On behalf of %(user)s: %(why)s") % {"user": name, "why": why} for why in forbidden])


def run_launches() -> list[str]:
    """Do what is due; returns the titles. One that is refused says why, holds up no other, and is tried again."""
    now, done = timezone.now(), []
    due = Launch.objects.filter(done_at=None, planned_at__lte=now)
    for launch in due.filter(Q(tried_at=None) | Q(tried_at__lte=now - RETRY) | Q(tried_at__gt=now)).order_by(
        "planned_at"
    ):
        try:
            launch_now(launch)
            done.append(launch.title)
        except Refused as refused:
            Launch.objects.filter(pk=launch.pk, done_at=None).update(
                refusal="\n".join(refused.messages), tried_at=timezone.now()
            )
        except Exception:
            logger.exception("The launch “%s” failed", launch)
            Launch.objects.filter(pk=launch.pk).update(tried_at=timezone.now())
    return done
