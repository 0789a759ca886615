"""What a changed row is called in the table of rights, and who may change it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.snippets.models import Category, Citation, Therapy
from content.model.snippets.registrations import FIELDS
from tests.content.desk.access.canaries import BRANCH_ID, ID
from tests.content.desk.access.planted import Planted
from tests.content.desk.access.rights import ADMINISTRATOR, MAY_CHANGE, NOT_FOR_ADMINISTRATORS
from tests.content.desk.access.tables import Change

#: Of a page's row: what makes it public or not, or keeps others from it; where it hangs; the rest is its draft.
PUBLICATION = {
    "live", "live_revision_id", "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired",
    "title", "slug", "url_path", "seo_title", "search_description",
}  # fmt: skip
#: What lets a picture of a patient be public.
CONSENT = {"consent_id"}
REGISTRATION = {*FIELDS, "account_id"}
LOCK = {"locked", "locked_at", "locked_by_id"}
TREE = {"path", "depth"}
#: Of a shared thing's row: that there is an edit which waits.
WAITING = {"latest_revision_id", "has_unpublished_changes"}
DRAFTED = (Category, Therapy, Citation)
COMMENTED = {ID: "guide", BRANCH_ID: "branch"}
#: Tables in which everybody may change their own row, and the column that says whose it is.
OWN = {
    "wagtailadmin_formstate": "user_id",
    "wagtailadmin_editingsession": "user_id",
    "wagtailusers_userprofile": "user_id",
    "auth_user": "id",
}
#: Of one's own account.
OWN_ACCOUNT = {"last_login", "first_name", "last_name", "email", "password"}
#: In which everything that is done is written down. Who may do it is asked of what was done.
LOGS = {"wagtailcore_pagelogentry", "wagtailcore_modellogentry"}


class Rows:
    def __init__(self, planted: Planted, users: dict[str, int]) -> None:
        self.users = users
        self.own = planted.own_branch
        self.models = {
            ContentType.objects.get_for_model(GuidePage).pk: "guide",
            ContentType.objects.get_for_model(BranchPage).pk: "branch",
        }
        self.drafted = {ContentType.objects.get_for_model(model).pk: model._meta.db_table for model in DRAFTED}
        self.kinds: dict[int, str] = {}
        for pk in Page.objects.values_list("pk", flat=True):
            self.kinds[pk] = "frame"
        self.kinds |= dict.fromkeys(GuidePage.objects.values_list("pk", flat=True), "guide")
        self.kinds |= dict.fromkeys(BranchPage.objects.values_list("pk", flat=True), "branch")
        self.kinds[self.own.pk] = "own branch"
        self.subjects = {str(page.translation_key).replace("-", ""): "guide" for page in GuidePage.objects.all()}
        self.subjects |= {str(page.translation_key).replace("-", ""): "branch" for page in BranchPage.objects.all()}
        self.subjects |= {
            offering.pk.hex: "own branch" if offering.branch_id == self.own.pk else "branch"
            for offering in Offering.objects.all()
        }
        self.subjects[self.own.translation_key.hex] = "own branch"

    def name(self, change: Change, role: str) -> str:
        """What it is: nothing where it is the role's own visit."""
        table, row = change.table, change.row
        if table in LOGS or (table in OWN and self._is_own(change, role)):
            return ""
        if table == "wagtailcore_page":
            return self._name_page(change)
        if table == "wagtailcore_revision":
            kind = self.drafted.get(row["content_type_id"]) or self._kind(row["object_id"])
            return f"{kind} draft"
        if table in self.drafted.values():
            is_whole = change.before is None or change.after is None
            is_draft = not row["live"] if is_whole else change.columns <= WAITING
            return f"{table} draft" if is_draft else table
        if table == "content_clinician" and change.columns & REGISTRATION:
            return "who a clinician is"
        if table == "content_signoff" and change.after and change.before and change.columns == {"signed_by_id"}:
            return "account of a signer" if row["signed_by_id"] is None else table  # that account was deleted
        if table == "content_guideimage" and change.before and change.after and change.columns & CONSENT:
            return "consent of a picture"
        if "subject" in row:
            return f"{table} of {self.subjects.get(str(row['subject']).replace('-', ''), 'new')}"
        if table in ("content_offering", "content_offeringbatch", "content_bulkoperation"):
            is_own = row.get("branch_id") == self.own.pk or row.get("made_by_id") == self.users.get(role)
            return f"{table} of {'own branch' if is_own else 'branch'}"
        if table == "wagtailcore_commentreply":
            return f"{table} of {COMMENTED.get(row['comment_id'], 'new page')}"
        if table == "auth_user" and row["is_superuser"] and "is_superuser" in change.columns:
            return "a superuser"
        if "page_ptr_id" in row:
            return f"{self._kind(change.pk)} publication" if change.before and change.after else ""
        if "page_id" in row:
            return f"{table} of {self._kind(row['page_id'])}"
        return table

    def _is_own(self, change: Change, role: str) -> bool:
        is_own = change.row[OWN[change.table]] == self.users.get(role)
        return is_own and (change.table != "auth_user" or (change.columns <= OWN_ACCOUNT and bool(change.before)))

    def _name_page(self, change: Change) -> str:
        kind = self._kind(change.pk)
        if change.before is None:
            return f"{self._kind_of_new(change)} made"
        if change.after is None:
            return f"{kind} deleted" if change.row["live"] else f"draft of a {kind} deleted"
        if change.columns <= {"numchild"}:
            return ""  # of what was made or deleted below it
        if change.columns & LOCK:
            return f"{kind} lock"
        if change.columns & TREE:
            return f"{kind} moved" if change.row["live"] else f"draft of a {kind} moved"
        return f"{kind} publication" if change.columns & PUBLICATION else f"{kind} draft"

    def _kind_of_new(self, change: Change) -> str:
        return self.models.get(change.row["content_type_id"], "frame")

    def _kind(self, pk: Any) -> str:
        return self.kinds.get(int(pk), "new page") if str(pk).isdigit() else "something"

    def may_change(self, role: str, what: str) -> bool:
        if role == ADMINISTRATOR:
            return what not in NOT_FOR_ADMINISTRATORS
        return not what or role in MAY_CHANGE.get(what, set())
