"""Tells the CDN what a release has changed. Sent from the outbox, so that a failed purge is retried."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from wagtail.contrib.frontend_cache.utils import get_backends

from content.edition.keys import key_of
from content.edition.models import Current
from content.edition.slugs import find_slugs
from content.model.outgoing import NotReached, ask
from content.model.vocabulary import Kind
from content.release.outbox.delivering import register_handler

logger = logging.getLogger(__name__)


class PurgeFailed(Exception):
    """The CDN did not accept the purge. The outbox retries it."""


class PurgeBackend(Protocol):
    def purge(self, keys: list[str]) -> None:
        """Raises PurgeFailed."""


class LogPurge:
    """The default, for sites without a CDN: only logs the keys."""

    def purge(self, keys: list[str]) -> None:
        logger.info("Purge %s", " ".join(keys))


class SurrogateKeyPurge:
    """Sends the keys in a header, as Fastly and Varnish (xkey) expect: `PURGE_URL`, `PURGE_TOKEN`."""

    #: Limits of one header: Fastly takes 256 keys, and most servers 8 KiB.
    AT_ONCE = 150

    def purge(self, keys: list[str]) -> None:
        for start in range(0, len(keys), self.AT_ONCE):
            self._send(" ".join(keys[start : start + self.AT_ONCE]))

    def _send(self, keys: str) -> None:
        headers = {"Surrogate-Key": keys, "xkey-purge": keys}
        if settings.PURGE_TOKEN:
            headers["Fastly-Key"] = settings.PURGE_TOKEN
        try:
            status = ask(settings.PURGE_URL, method=settings.PURGE_METHOD, headers=headers, is_configured=True)
        except NotReached as error:
            raise PurgeFailed(str(error)) from error
        if status >= 300:
            raise PurgeFailed(f"{settings.PURGE_URL}: it answered {status}")


class FrontendCachePurge:
    """Wagtail's frontend-cache backends, for a CDN that knows only addresses.

    Purges the addresses of subjects and the plain lists. Lists with filters or a cursor have countless addresses, which
    are not purged: leave CDN_MAX_AGE at 0 with this backend, so that they expire soon.
    """

    def purge(self, keys: list[str]) -> None:
        addresses = [f"{settings.BASE_URL}{path}" for path in _paths_of(keys)]
        with _errors_raised("wagtail.frontendcache"):
            for backend in get_backends().values():
                backend.purge_batch(addresses)


def _paths_of(keys: Iterable[str]) -> Iterator[str]:
    wanted = set(keys)
    folders = {Kind.GUIDE: "guides", Kind.BRANCH: "branches"}
    for folder in folders.values():
        if folder in wanted:
            yield from (f"/api/v1/{folder}/", f"/{folder}/", "/")
    if "sync" in wanted:
        yield "/api/v1/sync/"
    if any(key.startswith(f"{Kind.RECALLS}-") for key in wanted):
        yield "/api/v1/recalls/"
    for key in wanted:
        if key.startswith("rendition-"):
            yield f"{settings.MEDIA_URL}renditions/{key.removeprefix('rendition-')}"
    for row in Current.objects.filter(kind__in=folders):
        if key_of(row.kind, str(row.subject)) in wanted:
            for query in ("", f"?locale={row.locale}"):
                for name in (str(row.subject), *find_slugs(row)):
                    yield from _addresses_of(Kind(row.kind), name, query)


def _addresses_of(kind: Kind, name: str, query: str) -> Iterator[str]:
    keys = {kind.value: name}
    yield reverse(f"v1:{kind}", kwargs=keys) + query
    yield reverse(f"web:{kind}", kwargs={"key": name}) + query
    yield reverse(f"embeds:fragment_{kind}", kwargs=keys) + query
    if kind == Kind.GUIDE:
        yield reverse("web:guide_markdown", kwargs={"key": name}) + query


@contextmanager
def _errors_raised(name: str) -> Iterator[None]:
    """Raise the HTTP errors that Wagtail's backends only log."""
    errors: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            errors.append(record.getMessage())

    watched, collector = logging.getLogger(name), Collector(logging.ERROR)
    watched.addHandler(collector)
    try:
        yield
    finally:
        watched.removeHandler(collector)
    if errors:
        raise PurgeFailed("; ".join(errors))


@register_handler("purge", is_purge=True)
def purge(payload: dict[str, Any]) -> None:
    backend: PurgeBackend = import_string(settings.PURGE_BACKEND)()
    backend.purge(payload["keys"])
