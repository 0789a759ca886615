"""Jobs that change drafts of pages: the rows of their preview, and how they are written."""

from abc import ABC, abstractmethod
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.desk.access.pages import find_screen
from content.desk.bulk.rows import MOST_PAGES, MOST_READ, Difference, Row, TooMuchToRead, Written, bound
from content.desk.bulk.values import Change, digest_changes, is_same, is_there, put_changes, put_value, read_value
from content.model.audit import BULK
from content.model.conflicts import lock
from content.model.remembering import remembering


@dataclass
class Ready:
    """A draft, locked, that has the changes, and is about to be written."""

    draft: Any
    changes: list[Change]
    publishes: bool = False


class PageJob(ABC):
    """A kind of bulk operation on pages. `thing`: "guide" or "branch"."""

    thing: str

    @abstractmethod
    def find_pages(self, choice: Any, user: Any) -> Any:
        """The query set of pages that the user has chosen and may edit."""

    @abstractmethod
    def find_changes(self, draft: Any, choice: Any) -> list[Change]:
        """What the job would change in a draft."""

    def find_problem(self, after: Any, changes: list[Change]) -> str:
        """Why these changes can't be made; empty if they can. `after`: the draft with them."""
        return next((one.problem for one in changes if one.problem), "")

    def describe(self, before: Any, after: Any, changes: list[Change], choice: Any, row: Row) -> None:  # noqa: B027
        """Tell in the row what else the changes do."""

    def may_publish(self, after: Any, choice: Any, user: Any) -> bool:
        """Whether the draft with the changes is published at once."""
        return False

    def plan(self, choice: Any, user: Any) -> list[Row]:
        rows: list[Row] = []
        pages = self.find_pages(choice, user)
        if pages.count() > MOST_READ:
            raise TooMuchToRead(MOST_READ)
        with remembering():
            for page in pages.iterator(chunk_size=100):
                draft = read_draft(page)
                if changes := self.find_changes(draft, choice):
                    rows.append(self._build_row(page, draft, changes, choice, user))
                    bound(rows, MOST_PAGES)
        return rows

    def _build_row(self, page: Any, draft: Any, changes: list[Change], choice: Any, user: Any) -> Row:
        after = read_draft(page)
        put_changes(after, changes)
        row = Row(
            key=f"{self.thing}-{page.pk}",
            name=draft.title,
            locale=page.locale,
            address=find_screen(user, page),
            differences=[Difference(one.label, one.old, one.new) for one in changes if not one.hits],
            hits=[hit for one in changes for hit in one.hits],
            problem=explain_lock(page, user) or self.find_problem(after, changes),
            shown=digest_changes(changes),
        )
        self.describe(draft, after, changes, choice, row)
        if self.may_publish(after, choice, user):
            row.notes.append(_("Goes public at once."))
        return row

    def prepare(self, choice: Any, user: Any, sent: Any) -> tuple[list[Ready], list[str]]:
        """The ticked drafts, locked and ready to write; and a sentence for each that isn't as it was shown."""
        hits, prefix = sent.getlist("hit"), f"{self.thing}-"
        ticked = {key.removeprefix(prefix) for key in (*sent.getlist("row"), *(hit.partition("/")[0] for hit in hits))}
        keys = {int(key) for key in ticked if key.isdecimal() and len(key) < 10}
        ready, faults = [], []
        for page in self.find_pages(choice, user).filter(pk__in=keys).order_by("pk"):
            keys.discard(page.pk)
            key, draft = f"{prefix}{page.pk}", lock(page)
            changes = self.find_changes(draft, choice)
            if digest_changes(changes) != sent.get(f"{key}-shown"):
                faults.append(_("“%(name)s” has changed since it was shown here.") % {"name": draft})
                continue
            of_page = {hit.partition("/")[2] for hit in hits if hit.startswith(f"{key}/")}
            kept = [found for one in changes if (found := one.keep(of_page))]
            put_changes(draft, kept)
            if problem := explain_lock(page, user) or self.find_problem(draft, kept):
                faults.append(f"{draft}: {problem}")
            elif kept:
                ready.append(Ready(draft, kept, self.may_publish(draft, choice, user)))
        if keys:
            faults.append(_("Some rows have changed since they were shown here."))
        return ready, faults

    def write(self, ready: list[Ready], operation: Any, user: Any) -> list[Written]:
        return [self._write(one, operation, user) for one in ready]

    def _write(self, one: Ready, operation: Any, user: Any) -> Written:
        save_draft(one.draft, operation, user, publishes=one.publishes)
        values = [[c.name, c.block, c.before, c.after, c.place, c.label] for c in one.changes]
        shown = [Difference(c.label, c.old, c.new) for c in one.changes]
        data = {"page": one.draft.pk, "values": values, "published": one.publishes}
        return Written(self.thing, name_page(one.draft), shown, data)


def name_page(page: Any) -> str:
    return f"{page.title} ({page.locale.get_display_name()})"


def read_draft(page: Any) -> Any:
    """The newest draft of a page that was read with `latest_revision`."""
    draft = page.with_content_json(page.latest_revision.content) if page.latest_revision else copy(page)
    draft.locale = page.locale
    return draft


def explain_lock(page: Any, user: Any) -> str:
    """Why the user can't edit the page now; empty if they can."""
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        return _("You do not have permission to edit it.")
    return _("It is locked. Unlock it first.") if rights.page_locked() else ""


def save_draft(draft: Any, operation: Any, user: Any, *, publishes: bool) -> None:
    """Save a new revision, whose entry in the log names the operation; and publish it, if that is asked for."""
    if not draft.live:
        draft.save(clean=False)
    revision = draft.save_revision(user=user, clean=False)
    data = {"operation": str(operation)}
    log(draft, BULK, user=user, revision=revision, content_changed=True, data=data)
    if publishes:
        revision.publish(user=user)


def undo_page(page: Any, change: dict[str, Any], title: str, user: Any) -> tuple[bool, list[str]]:
    """Restore what an operation has changed in a page, where it is still as the operation left it.

    Returns whether anything was restored, and a sentence for each value that is left alone.
    """
    if reason := explain_lock(page, user):
        return False, [f"{change['name']}: {reason}"]
    draft, left = lock(page), []
    is_public = change["published"] and draft.live and not draft.has_unpublished_changes
    for name, block, before, after, place, label in reversed(change["values"]):
        names = {"name": change["name"], "label": label}
        if not is_same(read_value(draft, name, block), after):
            left.append(_("%(name)s: “%(label)s” has changed since.") % names)
        elif not is_there(draft, name, before):
            left.append(_("%(name)s: what was chosen as “%(label)s” before is deleted.") % names)
        else:
            put_value(draft, name, block, before, place)
    if len(left) == len(change["values"]):
        return False, left
    save_draft(draft, title, user, publishes=is_public and page.permissions_for_user(user).can_publish())
    return True, left
