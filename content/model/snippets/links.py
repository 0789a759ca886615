"""Checks whether the addresses of citations still work. A worker runs this from time to time."""

import logging
from datetime import timedelta
from http import HTTPStatus

from django.db.models import Q
from django.utils import timezone

from content.model.days import today
from content.model.outgoing import NotReached, ask
from content.model.snippets.models import Citation

logger = logging.getLogger(__name__)
EVERY = timedelta(days=7)
#: Answers that mean a dead link. Other errors (403, 429, 5xx) tell nothing about it.
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
AGENT = "TreatmentGuides (checks its citations)"


def check_due(limit: int = 1) -> list[Citation]:
    """Check at most `limit` citations that were not checked for a week; returns the dead ones."""
    due = Citation.objects.filter(Q(checked_at=None) | Q(checked_at__lt=timezone.now() - EVERY))
    return [citation for citation in due.order_by("checked_at", "pk")[:limit] if check(citation)]


def check(citation: Citation) -> bool:
    """Check a citation, and return whether it is dead. Without an answer its last state stays."""
    now, dead_since = timezone.now(), citation.dead_since
    try:
        is_gone = ask(citation.link, headers={"User-Agent": AGENT}) in GONE
        dead_since = (dead_since or today()) if is_gone else None
    except NotReached as error:
        logger.info("A citation can't be asked for: %s", error)
    # Not by `save`, which would settle, though nothing public has changed.
    Citation.objects.filter(pk=citation.pk).update(checked_at=now, dead_since=dead_since)
    citation.dead_since = dead_since
    return dead_since is not None
