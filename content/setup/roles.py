"""Who may do what, as groups of users with Wagtail's own permissions."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from content.desk.signoff.workflow import ensure_workflow
from content.model.branches.models import BranchIndexPage, BranchPage
from content.model.guides.models import GuideIndexPage

MARKETING_EDITORS = "Marketing editors"
CLINICAL_REVIEWERS = "Clinical reviewers"
PUBLISHERS = "Publishers"
ADMINISTRATORS = "Administrators"
#: Shared things whose edits wait as drafts until somebody publishes them. A clinician is saved as public at once.
DRAFTED = ("category", "therapy", "citation")
#: The list of jargon, which readers never see: whoever writes guides keeps it.
PLAIN_WORDS = ("add_plainword", "change_plainword", "delete_plainword")
#: Our own, beside those of Wagtail and of every model.
OWN_PERMISSIONS = (
    "recall_guide",
    "redact_edition",
    "overrule_claim",
    "sign_off_guide",
    "publish_unsigned",
    "manage_registrations",
)


def make_roles() -> list[Group]:
    """Make the groups of users that are missing, and give each what it may do. Takes nothing away; can be run again.

    Whoever may do more than one thing is put into more than one group.
    """
    reviewers = _make_clinical_reviewers()
    ensure_workflow(reviewers)
    roles = [_make_marketing_editors(), reviewers, _make_publishers(), _make_administrators()]
    return [*roles, *map(make_branch_group, BranchPage.objects.all())]


def _make_marketing_editors() -> Group:
    """They write every guide and submit it; branches they publish too. Pictures, drafts of what guides share,
    translations.
    """
    group = _make_group(MARKETING_EDITORS)
    for index in GuideIndexPage.objects.all():
        _permit_page(group, index, "add_page", "change_page")
    for index in BranchIndexPage.objects.all():
        _permit_page(group, index, "add_page", "change_page", "publish_page")
    _permit_pictures(group)
    names = [f"{verb}_{model}" for verb in ("add", "change") for model in (*DRAFTED, "consent")]
    _permit(group, "content", *names, "view_clinician", "view_mistakereport", "change_mistakereport")
    _permit(group, "content", *PLAIN_WORDS)
    _permit(group, "simple_translation", "submit_translation")
    return group


def _make_clinical_reviewers() -> Group:
    """They read every guide and branch, sign guides off, overrule the claims check, and recall what is dangerous."""
    group = _make_group(CLINICAL_REVIEWERS)
    _permit(group, "content", "overrule_claim", "sign_off_guide", "recall_guide")
    return group


def _make_publishers() -> Group:
    """They publish what is signed and what guides share, now or later, take it off, and recall it."""
    group = _make_group(PUBLISHERS)
    for index in (*GuideIndexPage.objects.all(), *BranchIndexPage.objects.all()):
        _permit_page(group, index, "change_page", "publish_page")
    _permit_pictures(group)
    _permit(group, "content", "recall_guide", "add_launch", "change_launch", "delete_launch", "change_groupsettings")
    shared = [f"{verb}_{model}" for verb in ("add", "change", "publish") for model in (*DRAFTED, "clinician")]
    _permit(group, "content", *shared, *PLAIN_WORDS)
    return group


def _make_administrators() -> Group:
    """Everything there is, but to sign: that is for clinicians."""
    group = _make_group(ADMINISTRATORS)
    group.permissions.add(*Permission.objects.exclude(codename="sign_off_guide"))
    root = Page.get_first_root_node()
    _permit_page(group, root, "add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
    _permit_pictures(group)
    return group


def make_branch_group(branch: BranchPage) -> Group:
    """The group whose members may edit one branch and its offerings, and nothing else."""
    group = _make_group(f"Branch: {branch.title}")
    _permit_page(group, branch, "change_page", "publish_page")
    return group


def _make_group(name: str) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    _permit(group, "wagtailadmin", "access_admin")
    return group


def _permit(group: Group, app_label: str, *codenames: str) -> None:
    group.permissions.add(*Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames))


def _permit_page(group: Group, page: Any, *codenames: str) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _permit_pictures(group: Group) -> None:
    root = Collection.get_first_root_node()
    # Wagtail asks by its own image model, whichever model pictures have.
    names = ("add_image", "change_image", "choose_image")
    for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=names):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
