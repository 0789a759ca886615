"""A worker says that it lives, and which of its lanes go on, so that a dead or hanging one is noticed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from content.model.running.models import Beat
from content.setup.lanes import Lane

BEAT_EVERY = 10
#: After so long, a worker that is gone is forgotten.
KEPT = timedelta(days=1)


def beat(name: str, started_at: datetime, lanes: Sequence[Lane]) -> None:
    now = timezone.now()
    rounds = {lane.name: lane.rounded_at.isoformat() for lane in lanes if lane.jobs}
    Beat.objects.update_or_create(name=name, defaults={"started_at": started_at, "beat_at": now, "lanes": rounds})
    Beat.objects.filter(beat_at__lt=now - KEPT).delete()


def end(name: str) -> None:
    Beat.objects.filter(name=name).delete()
