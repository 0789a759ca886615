"""Tells who looks after a branch when a guide that its website shows has changed, or was taken off.

release -> message in the outbox -> where its guides were seen lately -> one mail to each owner of those branches
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from content.desk.notifications.telling import find_language
from content.desk.sightings.models import Sighting, What
from content.desk.sightings.places import RECENT
from content.edition.models import Edition, Release
from content.model.branches.models import BranchPage, find_branches
from content.model.branches.policy import find_owners
from content.model.vocabulary import Kind, SectionKey, State
from content.release.outbox.delivering import register_handler
from content.release.outbox.mail import send_mails
from content.release.telling import find_new_recalls

TOPIC = "embeds"


@dataclass(frozen=True)
class Change:
    """What readers of one website see otherwise than before. `state`: of the guide, or of its section."""

    host: str
    title: str
    section: str
    state: str

    def tell(self) -> str:
        what = f"{self.title}: {dict(SectionKey.choices).get(self.section)}" if self.section else self.title
        sentence = {
            State.LIVE: _("%(what)s has changed (%(host)s)"),
            State.WITHDRAWN: _("%(what)s was withdrawn (%(host)s)"),
            State.RECALLED: _("%(what)s was RECALLED (%(host)s)"),
        }[State(self.state)]
        return sentence % {"what": what, "host": self.host}


@register_handler(TOPIC, is_once=True)
def deliver(payload: dict[str, Any]) -> None:
    found = find_changes(Release.objects.get(number=payload["release"]))
    for branch, changes in found.items():
        for address, owner in {owner.email: owner for owner in find_owners(branch)}.items():
            with override(find_language(owner)):
                send_mails([address], *_write(changes))


def find_changes(release: Release) -> dict[BranchPage, list[Change]]:
    """Branch -> what this release has changed on its websites: those that its page names. In few queries."""
    editions = Edition.objects.filter(release=release, kind=Kind.GUIDE, version__gt=1).only(*_READ)
    changed = {(str(edition.subject), edition.locale): edition for edition in editions}
    if not changed:
        return {}
    branches: dict[str, list[BranchPage]] = defaultdict(list)
    for page in find_branches():
        for origin in page.origins:
            branches[urlsplit(origin).hostname or ""].append(page)
    places = [row for row in _find_places(changed, branches) if (row["guide"], row["locale"]) in changed]
    before = _find_before(release) if places else {}
    recalled = {(recall["guide"], recall["section"] or "") for recall in find_new_recalls(release.number)}
    found: dict[BranchPage, list[Change]] = defaultdict(list)
    for row in places:
        key = row["guide"], row["locale"]
        if change := _find_change(row, changed[key], before[key], recalled):
            for branch in branches[row["host"]]:
                found[branch] += [] if change in found[branch] else [change]
    return found


_READ = ("subject", "locale", "version", "state", "section_digests", "card_body")


def _find_places(changed: Iterable[tuple[str, str]], hosts: Iterable[str]) -> QuerySet[Any, Any]:
    """Where these guides were seen lately, by website, section and language."""
    guides = {guide for guide, _locale in changed}
    recent = Sighting.objects.filter(day__gte=timezone.now().date() - RECENT, what=What.SHOWN)
    rows = recent.filter(guide__in=guides, host__in=list(hosts)).order_by("host", "guide", "section", "locale")
    return rows.values("host", "guide", "section", "locale").distinct()


def _find_before(release: Release) -> dict[tuple[str, str], Edition]:
    """(guide, locale) -> the edition before, of what this release has changed."""
    names = {name: OuterRef(name) for name in ("kind", "subject", "locale")}
    after = Edition.objects.filter(release=release, version=OuterRef("version") + 1, **names)
    rows = Edition.objects.filter(Exists(after), kind=Kind.GUIDE).only(*_READ)
    return {(str(row.subject), row.locale): row for row in rows}


def _find_change(
    row: dict[str, str], edition: Edition, before: Edition, recalled: set[tuple[str, str]]
) -> Change | None:
    """None if nothing has changed of the section that the website shows."""
    section, state = row["section"], edition.state
    is_same = (state, edition.section_digests.get(section)) == (before.state, before.section_digests.get(section))
    if section and is_same:
        return None
    parts = {part for guide, part in recalled if guide == row["guide"]}
    if state == State.LIVE and (section in parts if section else parts):
        state, section = State.RECALLED, section or sorted(parts)[0]
    title = edition.card.get("title") or before.card.get("title") or row["guide"]
    return Change(row["host"], title, section, state)


def _write(changes: list[Change]) -> tuple[str, str]:
    recalled = [change for change in changes if change.state == State.RECALLED]
    guides = {change.title for change in changes}
    names = {"guide": (recalled or changes)[0].title, "n": len(guides)}
    if recalled:
        subject = _("Recalled on your website: “%(guide)s”") % names
    else:
        subject = ngettext(
            "“%(guide)s” has changed on your website", "%(n)d guides have changed on your website", len(guides)
        )
        subject %= names
    lines = "\n".join(f"- {change.tell()}" for change in changes)
    what = _(
        "Embeds show this already, so there is nothing to paste. If the website or a leaflet has a copy of the words, "
        "take it down. Where guides are embedded: %(address)s"
    )
    address = settings.WAGTAILADMIN_BASE_URL + reverse("sightings")
    return subject, f"{lines}\n\n{what % {'address': address}}\n"
