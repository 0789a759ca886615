"""Who may do what, as groups of users with Wagtail's own permissions."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from content.branches.models import BranchIndexPage, BranchPage
from content.guides.models import GuideIndexPage

MARKETING_EDITORS = "Marketing editors"
CLINICAL_REVIEWERS = "Clinical reviewers"


def make_roles() -> list[Group]:
    """Make the groups of users that are missing, and give each what it may do. Takes nothing away; can be run again."""
    return [_make_marketing_editors(), _make_clinical_reviewers(), *map(make_branch_group, BranchPage.objects.all())]


def _make_marketing_editors() -> Group:
    """Every guide and branch, pictures and snippets."""
    group, _made = Group.objects.get_or_create(name=MARKETING_EDITORS)
    _permit(group)
    for index in (*GuideIndexPage.objects.all(), *BranchIndexPage.objects.all()):
        for codename in ("add_page", "change_page", "publish_page"):
            _permit_page(group, index, codename)
    root = Collection.get_first_root_node()
    for codename in ("add_image", "change_image", "choose_image"):
        # Wagtail asks by its own image model, whichever model pictures have.
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    models = ("category", "therapy", "clinician", "citation", "consent")
    names = [f"{verb}_{model}" for verb in ("add", "change") for model in models]
    names += ["view_mistakereport", "change_mistakereport"]
    group.permissions.add(*Permission.objects.filter(content_type__app_label="content", codename__in=names))
    translate = Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation")
    group.permissions.add(translate)
    return group


def _make_clinical_reviewers() -> Group:
    """They read what the claims check finds in any guide, and may overrule it."""
    group, _made = Group.objects.get_or_create(name=CLINICAL_REVIEWERS)
    _permit(group)
    group.permissions.add(Permission.objects.get(content_type__app_label="content", codename="overrule_claim"))
    return group


def make_branch_group(branch: BranchPage) -> Group:
    """The group whose members may edit one branch and its offerings, and nothing else."""
    group, _made = Group.objects.get_or_create(name=f"Branch: {branch.title}")
    _permit(group)
    for codename in ("change_page", "publish_page"):
        _permit_page(group, branch, codename)
    return group


def _permit(group: Group) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))


def _permit_page(group: Group, page: Any, codename: str) -> None:
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
    GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
