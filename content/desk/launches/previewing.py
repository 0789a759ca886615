"""Rehearses launches for their previews, and caches the result until something that it depends on changes.

A rehearsal takes the lock of releases, and everybody with the preview's address can cause one. So it runs once for
each state of drafts, signatures and releases, not for each request.
"""

import hashlib
import json
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Max

from content.approval.claims.models import Overrule
from content.approval.signoff.models import EmergencyPublication, SignOff
from content.desk.launches.launching import apply
from content.desk.launches.models import Launch
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage
from content.model.publishing import Refused
from content.public.changes import read_newest_mark
from content.release.overlays import Overlay, take
from content.release.rehearsing import as_if

#: Seconds after which it is rehearsed again in any case: a draft can depend on more than is checked here.
KEPT = 60
MOST_KEPT = 8


@dataclass(frozen=True)
class Outcome:
    """`overlay`: the rows that the launch would publish. If it can't happen, `refusals` say why."""

    overlay: Overlay | None = None
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Kept:
    state: str
    until: float
    outcome: Outcome


_kept: dict[int, _Kept] = {}
#: Simultaneous requests wait for one rehearsal.
_turn = threading.Lock()


def find_outcome(launch: Launch) -> Outcome:
    with _turn:
        state, moment = _read_state(launch)
        kept = _kept.get(launch.pk)
        if kept is None or kept.state != state or time.monotonic() > kept.until:
            kept = _Kept(state, time.monotonic() + KEPT, _find_out(launch, moment))
            _kept.pop(launch.pk, None)
            _kept[launch.pk] = kept
            while len(_kept) > MOST_KEPT:
                del _kept[next(iter(_kept))]
        return kept.outcome


def _find_out(launch: Launch, moment: datetime) -> Outcome:
    try:
        with as_if(partial(apply, launch), moment) as release:
            return Outcome(take(release))
    except Refused as refused:
        return Outcome(refusals=tuple(refused.messages))


def _read_state(launch: Launch) -> tuple[str, datetime]:
    """A digest of everything that the outcome depends on, and a moment for its release.

    Both are equal in every process, so that a copy can be synced under a preview. Each outcome gets another moment,
    since clients tell releases apart by it.
    """
    newest = read_newest_mark()
    pages, offerings = list(launch.pages.values()), list(launch.offerings.values())
    guides = {item["page_id"] for item in pages} | {item["guide_id"] for item in offerings}
    columns = ("pk", "latest_revision", "latest_revision_created_at", "live", "go_live_at", "last_published_at")
    drafts = list(GuidePage.objects.filter(pk__in=guides).order_by("pk").values(*columns))
    offered = Offering.objects.filter(guide__in=guides).order_by("pk").values()
    said = [
        SignOff.objects.aggregate(n=Count("pk"), newest=Max("signed_at")),
        Overrule.valid.aggregate(n=Count("pk"), newest=Max("made_at")),
        EmergencyPublication.objects.aggregate(n=Count("pk"), newest=Max("made_at")),
    ]
    state: list[Any] = [newest and newest.number, newest and newest.committed_at, launch.pk, launch.changed_at]
    state += [pages, offerings, drafts, list(offered), said]
    digest = hashlib.sha256(json.dumps(state, cls=DjangoJSONEncoder).encode()).hexdigest()
    moments = [launch.changed_at, newest and newest.committed_at]
    moments += [draft["latest_revision_created_at"] for draft in drafts]
    latest = max(moment for moment in moments if moment)
    return digest, latest + timedelta(microseconds=1 + int(digest[:4], 16))
