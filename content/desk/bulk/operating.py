"""Carries out bulk operations, each in one transaction, and undoes them.

choice -> plan: the rows of the preview -> prepare: what is ticked, locked and compared with what was shown -> write
"""

from itertools import starmap
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from content.desk.access.pages import editable_guides
from content.desk.bulk.contacts import ContactJob
from content.desk.bulk.guides import AftercareJob, CategoryJob
from content.desk.bulk.models import LONGEST_TITLE, BulkOperation
from content.desk.bulk.offerings import PractitionerJob, PriceJob, undo_offering
from content.desk.bulk.pages import undo_page
from content.desk.bulk.words import WordsJob
from content.desk.offerings.grids import lock_branches
from content.model.branches.models import BranchPage
from content.model.branches.policy import editable_branches, offering_branches
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, publishing

#: Every kind of bulk operation, by its key.
JOBS: dict[str, Any] = {
    job.key: job for job in (PriceJob(), PractitionerJob(), ContactJob(), CategoryJob(), AftercareJob(), WordsJob())
}
_MODELS: dict[str, Any] = {"guide": GuidePage, "branch": BranchPage}


def find_jobs(user: Any) -> list[Any]:
    return [job for job in JOBS.values() if job.may(user)]


class NotAsShown(Exception):
    """Nothing was changed: some rows are not as the preview has shown them. `messages` name them."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


def operate(job: Any, choice: Any, user: Any, sent: Any, form_key: Any) -> BulkOperation:
    """Change what is ticked, all of it or nothing. A form that is sent twice makes one operation.

    Raises NotAsShown, and Refused if something may not become public.
    """
    title = Truncator(choice.title).chars(LONGEST_TITLE)
    with publishing(actor=user.get_username(), reason=title):
        try:
            with transaction.atomic():
                made = BulkOperation.objects.create(kind=job.key, title=title, made_by=user, form_key=form_key)
        except IntegrityError:
            if sent_before := BulkOperation.objects.filter(form_key=form_key, made_by=user).first():
                return sent_before
            raise
        ready, faults = job.prepare(choice, user, sent)
        if faults or not ready:
            made.delete()
            raise NotAsShown(faults or [_("Nothing is ticked that would change.")])
        made.changes = [written.as_json() for written in job.write(ready, made, user)]
        made.things = [[change["thing"], find_key(change)] for change in made.changes]
        made.save()
    return made


def find_key(change: dict[str, Any]) -> int:
    """By which it is known whether a user may change a thing."""
    return int(change["branch"] if change["thing"] == "offering" else change["page"])


class Known:
    """What a user may change: read once for a list of operations."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.keys = {
            "offering": set(offering_branches(user).values_list("pk", flat=True)),
            "branch": set(editable_branches(user).values_list("pk", flat=True)),
            "guide": set(editable_guides(user).values_list("pk", flat=True)),
        }

    def may_change(self, thing: str, key: int) -> bool:
        return key in self.keys[thing]

    def may_read(self, operation: BulkOperation) -> bool:
        """Users read the operations on things that they may all change, and their own."""
        return operation.made_by_id == self.user.pk or all(starmap(self.may_change, operation.things))


def undo(operation: BulkOperation, user: Any) -> list[str]:
    """Restore what is still as the operation left it; returns a sentence for each thing that is left alone.

    Raises Refused, and changes nothing, if it was undone already, or nothing can be restored.
    """
    title = Truncator(_("Undone: %(title)s") % {"title": operation.title}).chars(LONGEST_TITLE)
    with publishing(actor=user.get_username(), reason=title):
        waiting = BulkOperation.objects.select_for_update().filter(pk=operation.pk, undone_at=None).first()
        if waiting is None:
            raise Refused([_("This has already been undone.")])
        known = Known(user)
        lock_branches({change["branch"] for change in waiting.changes if change["thing"] == "offering"})
        done = [_undo(change, known, title) for change in waiting.changes]
        left = [sentence for _restored, sentences in done for sentence in sentences]
        if not any(restored for restored, _sentences in done):
            raise Refused([_("Nothing was undone, because everything has changed since."), *left])
        waiting.undone_at, waiting.undone_by, waiting.left = timezone.now(), user, left
        waiting.save()
    return left


def _undo(change: dict[str, Any], known: Known, title: str) -> tuple[bool, list[str]]:
    if not known.may_change(change["thing"], find_key(change)):
        return False, [
            _("%(name)s was deleted, or you do not have permission to change it.") % {"name": change["name"]}
        ]
    if change["thing"] == "offering":
        return undo_offering(change, title, known.user)
    return undo_page(_MODELS[change["thing"]].objects.get(pk=change["page"]), change, title, known.user)
