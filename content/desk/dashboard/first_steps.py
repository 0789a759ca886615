"""The first hour: five steps from an empty site to a guide on a clinic's website, ticked by what is there.

Each is a button for users who may take it, and says to others who does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.users.models import UserProfile

from content.approval.signoff.models import SignOff
from content.approval.signoff.signing import why_not_sign
from content.desk.access.pages import may_add_guides, may_edit_guides
from content.desk.notifications.kinds import may_sign
from content.desk.sightings.models import Sighting
from content.desk.signoff import worklists
from content.model.branches.models import BranchIndexPage, BranchPage
from content.model.group.models import GroupSettings
from content.model.guides.models import GuidePage
from content.model.snippets.models import Clinician

#: By which Wagtail remembers that a person has dismissed the panel.
DISMISSED = "first-steps"


@dataclass(frozen=True)
class Step:
    """`address` and `label`: of the button, for users who may take the step. `sentence`: what it is, or who does it."""

    title: str
    is_done: bool
    sentence: str = ""
    label: str = ""
    address: str = ""


def find_steps(user: Any) -> list[Step]:
    """The five steps, in order. None is left to do: an empty list."""
    done = {build: is_done() for build, is_done in _STEPS.items()}
    return [build(user, is_done) for build, is_done in done.items()] if not all(done.values()) else []


def _has_group() -> bool:
    """Whether somebody has changed the name that every site begins with."""
    begun = GroupSettings._meta.get_field("clinic_name").default
    return GroupSettings.objects.exclude(clinic_name__in=["", begun]).exists()


def _name_group(user: Any, is_done: bool) -> Step:
    title = _("Enter the clinic's name and contact")
    if user.has_perm("content.change_groupsettings"):
        names = [GroupSettings._meta.app_label, GroupSettings._meta.model_name]
        sentence = _("Readers see them on every page.")
        return Step(title, is_done, sentence, _("Enter them"), reverse("wagtailsettings:edit", args=names))
    return Step(title, is_done, _("A publisher or an administrator does this."))


def _add_branch(user: Any, is_done: bool) -> Step:
    title = _("Add the first branch, and publish it")
    for index in BranchIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE):
        if index.permissions_for_user(user).can_add_subpage():
            address = reverse("wagtailadmin_pages:add", args=["content", "branchpage", index.pk])
            return Step(title, is_done, _("With its address, opening hours and website."), _("Add a branch"), address)
    return Step(title, is_done, _("A marketing editor or an administrator does this."))


def _import_guide(user: Any, is_done: bool) -> Step:
    title = _("Import the first guide from a document")
    if may_add_guides(user):
        sentence = _("A Word file, a web page or a text becomes a draft, and you see what went where.")
        return Step(title, is_done, sentence, _("Import a document"), reverse("import_document"))
    return Step(title, is_done, _("A marketing editor or an administrator does this."))


def _sign_guide(user: Any, is_done: bool) -> Step:
    title = _("Have it signed off by a clinician")
    if not Clinician.objects.filter(account__is_active=True).exists() and user.has_perm("content.manage_registrations"):
        sentence = _(
            "Make an account for the clinician (Settings, Users) in the group “Clinical reviewers”, "
            "and enter them as a clinician with that account."
        )
        address = reverse(Clinician.snippet_viewset.get_url_name("add"))
        return Step(title, is_done, sentence, _("Add a clinician"), address)
    if may_sign(user):
        if reason := why_not_sign(user):
            return Step(title, is_done, reason)
        if worklists.find_requested():
            sentence = _("You read each part as readers will see it, and sign it or send it back.")
            return Step(title, is_done, sentence, _("Read and sign"), reverse("sign_offs"))
        return Step(title, is_done, _("A guide that an editor sends for sign-off waits for you here."))
    return _send_guide(user, title, is_done)


def _send_guide(user: Any, title: str, is_done: bool) -> Step:
    drafts = GuidePage.objects.defer_streamfields().order_by("-latest_revision_created_at")
    if may_edit_guides(user) and (draft := drafts.first()):
        sentence = _("Open the guide, and send it for clinical sign-off with the buttons below it.")
        return Step(title, is_done, sentence, _("Open the guide"), reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    return Step(title, is_done, _("A clinician does this, once an editor has sent a guide for sign-off."))


def _embed_guide(user: Any, is_done: bool) -> Step:
    title = _("Publish it, and show it on your website")
    if not GuidePage.objects.live().exists():
        return Step(title, is_done, _("A publisher publishes the guide once every part is signed."))
    if not settings.BEACON_EVERY:
        sentence = _("Copy a line into the page. Nobody counts here where guides are shown: hide this list then.")
    else:
        sentence = _("Copy a line into the page. It is ticked once some readers have seen the guide there.")
    return Step(title, is_done, sentence, _("Share and embed"), reverse("embeds_panel"))


#: Each with whether it is done, which is asked first.
_STEPS: dict[Callable[[Any, bool], Step], Callable[[], bool]] = {
    _name_group: _has_group,
    _add_branch: lambda: BranchPage.objects.live().exists(),
    _import_guide: lambda: GuidePage.objects.exists(),
    _sign_guide: lambda: SignOff.objects.exists(),
    _embed_guide: lambda: Sighting.objects.exists(),
}


class FirstStepsPanel(Component):
    """For everybody in the admin, until all is done or they dismiss it."""

    name, order = "first_steps", 5
    template_name = "admin/dashboard_first_steps.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        is_dismissed = UserProfile.get_for_user(user).dismissibles.get(DISMISSED)
        steps = [] if is_dismissed else find_steps(user)
        return {"steps": steps, "done": sum(step.is_done for step in steps), "dismissed": DISMISSED}
