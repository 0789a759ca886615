"""Returns to an earlier edition, and erases the words of one. History allows nothing else."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.approval.signoff.models import ChangeRequest, SignOff
from content.edition.models import Current, Edition
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.outbox.models import Message
from content.model.publishing import Refused, publishing
from content.model.vocabulary import Kind
from content.release.outbox.delivering import send

_MODELS: dict[str, Any] = {Kind.GUIDE: GuidePage, Kind.BRANCH: BranchPage}


def find_page(edition: Edition) -> Any:
    """The page of an edition; None if it was deleted."""
    pages = _MODELS[edition.kind].objects.filter(translation_key=edition.subject)
    return pages.filter(locale__language_code=edition.locale).first()


def return_to(edition: Edition, user: Any = None) -> None:
    """Publish the source of an earlier edition as a new edition: history only grows.

    Raises Refused if the page is gone, the words are erased, or they may not be public any more, and ValidationError if
    they don't fit the page any more.
    """
    page = find_page(edition)
    if page is None:
        raise Refused([_("The page was deleted, so you cannot return to this version.")])
    if edition.source is None:
        raise Refused([_("This version is no longer kept, so you cannot return to it.")])
    reason = _("Return to version %(version)s") % {"version": edition.version}
    with publishing(actor=user.get_username() if user else "", reason=reason):
        restored = page.with_content_json(edition.source)
        restored.go_live_at, restored.expire_at = None, page.expire_at
        revision = restored.save_revision(user=user)
        log(instance=page, action="guides.return", user=user, revision=revision, data={"version": edition.version})
        revision.publish(user=user)


def redact(edition: Edition, reason: str, user: Any = None, *, picture: str = "") -> None:
    """Erase an earlier edition for good. Its digest, dates and the reason stay.

    `picture`: the title of the picture for which it is erased, if it is not for its words. Raises Refused for the
    current edition, which must be withdrawn or changed first.
    """
    with transaction.atomic():
        # Locked against a second redaction. It can't become current: a return always makes a new edition.
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if Current.objects.filter(edition=locked).exists():
            raise Refused([_("This version is public now. Withdraw it or publish another first.")])
        who = user.get_username() if user else ""
        notice = {"redacted": reason, "redacted_by": who, "redacted_at": timezone.now().isoformat()}
        erase_signed(locked)
        nothing: dict[str, Any] = {"body": b"", "body_gzip": b"", "body_br": b"", "card_body": b"", "source": None}
        Edition.objects.filter(pk=locked.pk).update(**nothing, notice=notice)
        page = find_page(locked)
        if page:
            action = "guides.redact_picture" if picture else "guides.redact"
            data = {"version": locked.version, "reason": reason, "picture": picture}
            log(instance=page, action=action, user=user, data=data)
        if not Message.objects.filter(topic="collect_pictures", delivered_at=None).exists():
            send("collect_pictures", {})  # removes pictures that only these words named


def erase_signed(edition: Edition) -> None:
    """Erase what clinicians were shown of the erased words, unless it is still public."""
    words = SignOff.objects.filter(guide=edition.subject, locale=edition.locale, digest__in=_signed_in(edition))
    current = Current.objects.filter(kind=edition.kind, subject=edition.subject, locale=edition.locale).first()
    erased = words.exclude(digest__in=_signed_in(current.edition) if current else [])
    ChangeRequest.objects.filter(digest__in=set(erased.values_list("digest", flat=True))).update(content={})
    erased.update(content={})


def _signed_in(edition: Edition) -> list[str]:
    review = json.loads(bytes(edition.body)).get("review", {}) if edition.body else {}
    return [signed["approved_digest"] for signed in review.get("signed_off", [])]
