"""The audit trail of a guide: signed, sent back, published, recalled, overruled, erased. For a screen and exports."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from content.approval.signoff.models import SignOff
from content.approval.signoff.parts import name_part
from content.desk.exports import guard
from content.edition.models import Edition
from content.model.guides.models import GuidePage
from content.model.vocabulary import Kind

#: Actions that are left out: signatures and editions tell of them in more detail.
_TOLD_OTHERWISE = ("guides.sign", "wagtail.publish", "wagtail.publish.scheduled")
COLUMNS = ("moment", "who", "action", "detail", "version", "part", "digest")


@dataclass(frozen=True)
class Entry:
    """`digest`: of the signed part, or of the published version. `shown`: the signed content."""

    moment: datetime
    who: str
    action: str
    detail: str = ""
    version: int | None = None
    part: str = ""
    digest: str = ""
    shown: dict[str, Any] = field(default_factory=dict)


def read_audit(page: GuidePage) -> list[Entry]:
    """All entries about a guide in its language, oldest first."""
    entries = [*_read_log(page), *_read_signatures(page), *_read_editions(page)]
    return sorted(entries, key=lambda entry: entry.moment)


def _read_log(page: GuidePage) -> Iterable[Entry]:
    actions = dict(registry.get_choices())  # old entries may have actions that no longer exist
    for entry in PageLogEntry.objects.filter(page=page.pk).exclude(action__in=_TOLD_OTHERWISE).select_related("user"):
        label, message = str(actions.get(entry.action, entry.action)), str(entry.message)
        yield Entry(entry.timestamp, entry.user_display_name, label, "" if message == label else message)


def _read_signatures(page: GuidePage) -> Iterable[Entry]:
    found = SignOff.objects.filter(guide=page.translation_key, locale=page.locale.language_code)
    for signed in found.select_related("signed_by"):
        yield Entry(
            moment=signed.signed_at,
            who=f"{signed.name} ({signed.registration_body} {signed.registration_number})",
            action=_("Sign off"),
            detail=signed.signed_by.get_username() if signed.signed_by else "",
            part=name_part(signed.part),
            digest=signed.digest,
            shown=signed.content,
        )


def _read_editions(page: GuidePage) -> Iterable[Entry]:
    found = Edition.objects.filter(
        kind=Kind.GUIDE, subject=page.translation_key, locale=page.locale.language_code
    ).select_related("release")
    for edition in found.only("version", "state", "digest", "release"):
        yield Entry(
            moment=edition.release.committed_at,
            who=edition.release.actor,
            action={"live": _("Public"), "withdrawn": _("Withdrawn"), "recalled": _("Recalled")}[edition.state],
            detail=edition.release.reason,
            version=edition.version,
            digest=edition.digest,
        )


def write_csv(entries: Iterable[Entry]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        values = {**asdict(entry), "moment": entry.moment.isoformat()}
        writer.writerow([guard("" if values[name] is None else str(values[name])) for name in COLUMNS])
    return out.getvalue()


def build_json(page: GuidePage, entries: Iterable[Entry]) -> dict[str, Any]:
    """The export as JSON, which includes the signed content."""
    return {
        "guide": str(page.translation_key),
        "title": page.title,
        "locale": page.locale.language_code,
        "entries": [{**asdict(entry), "moment": entry.moment.isoformat()} for entry in entries],
    }
