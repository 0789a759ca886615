"""Which addresses of Wagtail's admin are there for whom: one table. What it does not name is for administrators alone.

Each row is a pattern of Wagtail's names of addresses, and who needs them. Most of those addresses ask for permissions
themselves; the table keeps closed those that don't, and those that a later version of Wagtail brings.
Our own addresses are not in it: they all ask for themselves.
"""

from collections.abc import Callable
from fnmatch import fnmatch
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.images import get_image_model
from wagtail.models import Collection, Site, Task, Workflow
from wagtail.permissions import policy_registry

from content.desk.access.pages import may_edit_guides, may_work_with_pages
from content.model.group.models import GroupSettings
from content.model.snippets.models import Category, Citation, Clinician, Therapy

#: Says of a user, and of the names in an address, whether it is there for them.
Rule = Callable[[Any, dict[str, Any]], bool]
#: Those that Wagtail knows; whoever may do any of them with a model may look at its rows.
ACTIONS = {"add", "change", "delete", "view", "choose", "publish", "lock", "unlock"}
#: What guides show: their editors choose them, whether they may change them or not.
SHARED = (Category, Citation, Clinician, Therapy)


def may_do_anything_with(user: Any, model: Any) -> bool:
    return policy_registry.get_by_type(model).user_has_any_permission(user, ACTIONS)


def administers(user: Any) -> bool:
    """Whoever may change what groups may do could give themselves every right: nothing is kept from them."""
    return user.is_superuser or user.has_perm("auth.change_group")


def everybody(user: Any, named: dict[str, Any]) -> bool:
    return True


def pages(user: Any, named: dict[str, Any]) -> bool:
    return may_work_with_pages(user)


def guides(user: Any, named: dict[str, Any]) -> bool:
    return may_edit_guides(user)


def translations(user: Any, named: dict[str, Any]) -> bool:
    return user.has_perm("simple_translation.submit_translation")


def of(*models: Any) -> Rule:
    return lambda user, named: any(may_do_anything_with(user, model) for model in models)


def chosen(model: Any) -> Rule:
    """The dialog that chooses one: also for whoever edits what shows it."""
    return lambda user, named: may_do_anything_with(user, model) or (model in SHARED and may_edit_guides(user))


def named_model(user: Any, named: dict[str, Any]) -> bool:
    """Of an address that names its model."""
    try:
        model = apps.get_model(named["app_label"], named["model_name"])
    except LookupError:
        return False
    return may_do_anything_with(user, model)


def build_rows(snippets: list[Any]) -> list[tuple[str, Rule]]:
    """The table; of each kind of snippet its listing and its chooser."""
    image = get_image_model()
    rows: list[tuple[str, Rule]] = [
        # Coming, going, one's own account, and what every page of the admin loads
        ("wagtailadmin_home", everybody),
        ("wagtailadmin_log*", everybody),
        ("wagtailadmin_password_reset*", everybody),
        ("wagtailadmin_account", everybody),
        ("wagtailadmin_sprite", everybody),
        ("wagtailadmin_javascript_catalog", everybody),
        ("wagtailadmin_dismissibles", everybody),
        ("wagtailadmin_editing_sessions:*", everybody),
        # Pages: which ones, see guard.py
        # Some name more than their pages: groups, and by them every branch; websites, and whoever wrote anything.
        ("wagtailadmin_explore*", guides),
        ("wagtailadmin_pages:set_privacy", guides),
        ("wagtailadmin_pages:search*", guides),
        ("wagtailadmin_pages:type_use*", guides),
        ("wagtailadmin_pages:workflow_preview", guides),
        ("wagtailadmin_pages:*", pages),
        ("wagtailadmin_api:pages:listing", pages),
        ("wagtailadmin_api:pages:detail", pages),
        ("wagtailadmin_api:pages:find", pages),
        ("wagtailadmin_choose_page*", pages),
        ("branch_listing:*", pages),
        ("guide_listing:*", guides),
        ("simple_translation:*", translations),
        ("wagtailadmin_block_preview", guides),
        ("wagtailadmin_reports:*", guides),
        # Pictures
        ("wagtailimages:*", of(image)),
        ("wagtailimages_chooser:*", of(image)),
        ("wagtailadmin_tag_*", of(image)),
        # Many at once: which ones, see guard.py
        ("wagtail_bulk_action", named_model),
        # The site
        ("wagtailsettings:*", of(GroupSettings)),
        ("wagtailsites:*", of(Site)),
        ("wagtailusers_users:*", of(get_user_model())),
        ("wagtailusers_groups:*", of(Group)),
        ("wagtailadmin_collections:*", of(Collection)),
        ("wagtailadmin_workflows:*", of(Workflow, Task)),
    ]
    for model in snippets:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        rows += [(f"wagtailsnippets_{name}:*", of(model)), (f"wagtailsnippetchoosers_{name}:*", chosen(model))]
    return rows


def find_rule(rows: list[tuple[str, Rule]], name: str) -> Rule:
    return next((rule for pattern, rule in rows if fnmatch(name, pattern)), lambda user, named: administers(user))
