"""What was public at a release: an edition, and what the group and a branch said then. Asked by day, time and zone."""

import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.desk.access.pages import may_read_page
from content.edition.models import Current, Edition, Release
from content.model.branches.models import BranchPage, find_branches
from content.model.days import read_day
from content.model.ordering import ByCodePoint
from content.model.vocabulary import Kind, State

#: Before this there were no releases, and databases can't compare with every moment that a form can name.
FIRST_YEAR = 2000


class AsOfForm(forms.Form):
    """A moment, and a branch. Cleaned, it has the `moment`, and the page of the `branch`."""

    as_of = forms.CharField(label=gettext_lazy("Day"), max_length=40, widget=forms.DateInput(attrs={"type": "date"}))
    at = forms.TimeField(
        required=False,
        label=gettext_lazy("Time, else the end of the day"),
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    branch = forms.ChoiceField(required=False, label=gettext_lazy("Branch"))

    def __init__(self, *args: Any, branches: dict[str, BranchPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.branches = branches
        names = [timezone.get_current_timezone_name(), settings.TIME_ZONE]
        zones = dict.fromkeys([*names, *(branch.time_zone for branch in branches.values())])
        self.fields["zone"].choices = [(name, name) for name in zones]  # type: ignore[attr-defined]
        named = [(key, branch.title) for key, branch in branches.items()]
        self.fields["branch"].choices = [("", _("No branch")), *named]  # type: ignore[attr-defined]
        if not branches:
            del self.fields["branch"]

    def clean_as_of(self) -> Any:
        return read_day(self.cleaned_data["as_of"])

    def clean_branch(self) -> BranchPage | None:
        return self.branches.get(self.cleaned_data["branch"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "as_of" not in data or "zone" not in data or "at" not in data:
            return data
        zone, now = ZoneInfo(data["zone"]), timezone.now()
        if datetime.combine(data["as_of"], data["at"] or time.min, zone) > now:
            raise forms.ValidationError({"as_of": _("This is still to come. Choose a moment that has been.")})
        data["moment"] = min(datetime.combine(data["as_of"], data["at"] or time.max, zone), now)
        return data


def list_branches(user: Any) -> dict[str, BranchPage]:
    """The branches whose history the user may read, by id."""
    found = find_branches().order_by(ByCodePoint("title"))
    return {str(branch.translation_key): branch for branch in found if may_read_page(user, branch)}


def find_release(moment: datetime) -> int:
    """The number of the newest release of that moment; 0 before the first."""
    if moment.year < FIRST_YEAR:
        return 0
    found = Release.objects.filter(committed_at__lte=moment).order_by("-number").first()
    return found.number if found else 0


def _newest(editions: QuerySet[Edition], release: int) -> Edition | None:
    return editions.filter(release__lte=release).order_by("-release_id", "-version").first()


def read_group(release: int) -> dict[str, Any]:
    """What the group said of itself. It is public since the first release."""
    found = _newest(Edition.objects.filter(kind=Kind.GROUP), release) or Edition.objects.filter(kind=Kind.GROUP)[0]
    return dict(json.loads(bytes(found.body)))


@dataclass(frozen=True)
class AtBranch:
    """What a branch said of a guide. `remarks`: sentences on what it did not say, and on what was not kept."""

    name: str
    offering: dict[str, Any] | None
    branch: dict[str, Any] | None
    remarks: list[str]


def read_branch(page: BranchPage, guide: UUID, locale: str, release: int) -> AtBranch:
    current = Current.objects.filter(kind=Kind.OFFERING, branch=page.translation_key, guide=guide)
    offerings = Edition.objects.filter(kind=Kind.OFFERING, subject__in=current.values("subject"))
    offering, said_of_offering = _read(_newest(offerings, release), _("The branch did not offer it then."))
    if offering and not offering["available"]:
        offering, said_of_offering = None, _("The branch did not offer it then.")
    pages = Edition.objects.filter(kind=Kind.BRANCH, subject=page.translation_key)
    edition = _newest(pages.filter(locale=locale), release) or _newest(pages, release)
    branch, said_of_branch = _read(edition, _("The branch was not public then: its hours are not kept."))
    remarks = [said for said in (said_of_offering, said_of_branch) if said]
    return AtBranch(branch["name"] if branch else page.title, offering, branch, remarks)


def _read(edition: Edition | None, absent: str) -> tuple[dict[str, Any] | None, str]:
    """The document, or why there is none."""
    if edition and edition.state == State.LIVE and edition.body:
        return json.loads(bytes(edition.body)), ""
    if edition and (reason := edition.notice.get("redacted")):
        return None, _("What the branch said was erased: “%(reason)s”.") % {"reason": reason}
    return None, absent
