"""The margin beside an edition: which it is, from when until when, who signed what, its digest and its address."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content.approval.signoff.parts import name_part
from content.desk.history import moments
from content.desk.history.moments import AtBranch
from content.edition.models import Edition
from content.model.branches.models import BranchPage
from content.model.vocabulary import Kind, State
from content.public.records import Record


@dataclass
class Signature:
    """What one clinician signed on one day."""

    by: dict[str, Any]
    signed_at: datetime
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Margin:
    """`release`: of the moment that was asked for. `until`: None while it is public."""

    edition: Edition
    release: int
    until: datetime | None
    signatures: list[Signature]
    branch_page: BranchPage | None
    at_branch: AtBranch | None

    @property
    def redacted(self) -> str:
        return str(self.edition.notice.get("redacted", ""))

    @property
    def has_phone(self) -> bool:
        """The phone shows guides. A notice reads there as on the web page."""
        return self.edition.kind == Kind.GUIDE and self.edition.state == State.LIVE

    @property
    def query(self) -> str:
        asked = {"release": str(self.release)} if self.release != self.edition.release_id else {}
        if self.branch_page:
            asked["branch"] = str(self.branch_page.translation_key)
        return urlencode(asked)

    @property
    def address(self) -> str:
        edition = self.edition
        path = reverse("edition", args=[edition.kind, edition.subject, edition.locale, edition.version])
        return f"{settings.BASE_URL}{path}{'?' if self.query else ''}{self.query}"

    @property
    def code(self) -> SafeString:
        """The address as a QR code."""
        drawn = segno.make(self.address, error="m", micro=False)
        return mark_safe(drawn.svg_inline(border=2, light="#fff", omitsize=True, title=_("Address of this version")))

    @property
    def dates(self) -> str:
        began = _say(self.edition.release.committed_at)
        if self.until is None:
            return _("Public since %(began)s") % {"began": began}
        return _("Public from %(began)s until %(ended)s") % {"began": began, "ended": _say(self.until)}


def _say(moment: datetime) -> str:
    here = localtime(moment)
    return f"{here:%Y-%m-%d %H:%M} ({here.tzinfo})"


def build_margin(edition: Edition, *, release: int | None = None, branch: BranchPage | None = None) -> Margin:
    """`release`: until the next edition any; else that of the edition itself."""
    same = Edition.objects.filter(kind=edition.kind, subject=edition.subject, locale=edition.locale)
    following = same.filter(version=edition.version + 1).select_related("release").first()
    if release is None or release < edition.release_id or (following and release >= following.release_id):
        release = edition.release_id
    is_guide = edition.kind == Kind.GUIDE
    return Margin(
        edition=edition,
        release=release,
        until=following.release.committed_at if following else None,
        signatures=read_signatures(edition),
        branch_page=branch if is_guide else None,
        at_branch=moments.read_branch(branch, edition.subject, edition.locale, release)
        if is_guide and branch
        else None,
    )


def read_signatures(edition: Edition) -> list[Signature]:
    """Who signed what an edition says, by clinician and day."""
    document = json.loads(bytes(edition.body)) if edition.body else {}
    found: dict[Any, Signature] = {}
    for entry in document.get("review", {}).get("signed_off", []):
        signed_at = parse_datetime(entry["signed_at"])
        assert signed_at
        key = entry["by"]["id"], localtime(signed_at).date()
        signature = found.setdefault(key, Signature(entry["by"], signed_at))
        signature.parts.append(name_part(entry["part"]))
    return sorted(found.values(), key=lambda signature: signature.signed_at)


def build_record(margin: Margin, edition: Edition | None = None) -> Record:
    """What the doors need to show it again; or to show another edition, with which it is compared."""
    shown = edition or margin.edition
    document = json.loads(bytes(shown.body)) if shown.body else {}
    if document and margin.at_branch and margin.at_branch.offering:
        document["offering"] = margin.at_branch.offering
    remark = _("Version %(version)s. %(dates)s.") % {"version": shown.version, "dates": margin.dates}
    group = moments.read_group(margin.release)
    return Record(locale=shown.locale, group=group, remark=remark, document=document, notice=shown.notice)
