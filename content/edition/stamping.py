"""Stamps documents with version, digest and dates: at a release, or for the preview of a draft."""

from datetime import datetime
from typing import Any

from content.edition.compiler import Compiled
from content.edition.models import Edition


def format_moment(moment: datetime) -> str:
    """ISO 8601 in UTC, as every document writes it."""
    return moment.isoformat().replace("+00:00", "Z")


def stamp(compiled: Compiled, version: int, now: datetime, previous: Edition | None = None) -> dict[str, Any]:
    """Add version, digest and dates. A section keeps its date while its digest stays the same."""
    moment = format_moment(now)
    before = previous.provenance if previous else {}
    document = dict(compiled.content)
    if "sections" in document:
        digests = previous.section_digests if previous else {}
        dates = before.get("sections_updated_at") or {}
        document["sections"] = [
            section
            | {
                "updated_at": dates.get(section["key"], moment)
                if digests.get(section["key"]) == section["digest"]
                else moment
            }
            for section in document["sections"]
        ]
    return document | {
        "version": version,
        "digest": compiled.digest,
        "published_at": before.get("published_at") or moment,
        "updated_at": moment,
    }
