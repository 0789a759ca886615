"""Bundles as tests of them read them."""

import shutil
from pathlib import Path

from django.core.management import call_command


def keep_apart(settings, place: Path) -> Path:
    """Have them kept in a folder of the test's own, which is returned.

    The database is rolled back after each test; archives of its releases must not stay.
    """
    shutil.copytree(settings.PUBLIC_ROOT, place / "public", ignore=shutil.ignore_patterns("bundles"))
    public = settings.STORAGES["public"]
    kept = {**public, "OPTIONS": {**public["OPTIONS"], "location": str(place / "public")}}
    settings.STORAGES = {**settings.STORAGES, "public": kept}
    return place / "public" / "bundles"


def download(client, locale: str = "en") -> bytes:
    """As a worker has built it."""
    call_command("worker", once=True)
    answer = client.get(f"/api/v1/bundles/{locale}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    return b"".join(answer.streaming_content)
