"""The table of who may open which address of Wagtail's admin. Addresses that are not in it are for administrators.

Each row is a pattern for names of addresses, and a rule. Most of these addresses check permissions themselves. The
table closes those that don't, and new ones in later versions of Wagtail. Our own addresses are not in it, since each
checks permissions itself.
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

from content.desk.access.pages import (
    may_edit_guides,
    may_read_guides,
    may_read_pages,
    may_work_with_pages,
)
from content.model.group.models import GroupSettings
from content.model.snippets.models import Category, Citation, Clinician, Therapy

#: Whether a user may open an address, given the values that the address names.
Rule = Callable[[Any, dict[str, Any]], bool]
#: All of Wagtail's actions. A user with any of them for a model may see its rows.
ACTIONS = {"add", "change", "delete", "view", "choose", "publish", "lock", "unlock"}
#: Shared things. Editors of guides may choose them even if they may not change them.
SHARED = (Category, Citation, Clinician, Therapy)


def may_do_anything_with(user: Any, model: Any) -> bool:
    return policy_registry.get_by_type(model).user_has_any_permission(user, ACTIONS)


def administers(user: Any) -> bool:
    """Users who may change groups can give themselves every permission, so nothing is closed to them."""
    return user.is_superuser or user.has_perm("auth.change_group")


def everybody(user: Any, named: dict[str, Any]) -> bool:
    return True


def pages(user: Any, named: dict[str, Any]) -> bool:
    return may_work_with_pages(user)


def guides(user: Any, named: dict[str, Any]) -> bool:
    return may_edit_guides(user)


def readers(user: Any, named: dict[str, Any]) -> bool:
    """For addresses that only show pages: clinicians read them all."""
    return may_read_pages(user)


def guide_readers(user: Any, named: dict[str, Any]) -> bool:
    return may_read_guides(user)


def translations(user: Any, named: dict[str, Any]) -> bool:
    return user.has_perm("simple_translation.submit_translation")


def of(*models: Any) -> Rule:
    return lambda user, named: any(may_do_anything_with(user, model) for model in models)


def chosen(model: Any) -> Rule:
    """For the chooser of a model. Editors of guides may also choose what guides show."""
    return lambda user, named: may_do_anything_with(user, model) or (model in SHARED and may_edit_guides(user))


def named_model(user: Any, named: dict[str, Any]) -> bool:
    """For addresses that name their model."""
    try:
        model = apps.get_model(named["app_label"], named["model_name"])
    except LookupError:
        return False
    return may_do_anything_with(user, model)


#: Rows for no particular model. The first matching pattern counts.
FIXED_ROWS: tuple[tuple[str, Rule], ...] = (
    # Log-in and log-out, one's own account, and files that every page loads
    ("wagtailadmin_home", everybody),
    ("wagtailadmin_log*", everybody),
    ("wagtailadmin_password_reset*", everybody),
    ("wagtailadmin_account", everybody),
    ("wagtailadmin_sprite", everybody),
    ("wagtailadmin_javascript_catalog", everybody),
    ("wagtailadmin_dismissibles", everybody),
    ("wagtailadmin_editing_sessions:*", everybody),
    # Pages: guard.py checks which ones.
    # Some screens show more than pages: groups, which name every branch, websites, and authors.
    ("wagtailadmin_explore*", guide_readers),
    ("wagtailadmin_pages:set_privacy", guides),
    ("wagtailadmin_pages:search*", guide_readers),
    ("wagtailadmin_pages:view_draft", readers),
    ("wagtailadmin_pages:type_use*", guides),
    ("wagtailadmin_pages:workflow_preview", guides),
    ("wagtailadmin_pages:*", pages),
    ("wagtailadmin_api:pages:listing", readers),
    ("wagtailadmin_api:pages:detail", readers),
    ("wagtailadmin_api:pages:find", pages),
    ("wagtailadmin_choose_page*", pages),
    ("branch_listing:choose_parent", pages),
    ("guide_listing:choose_parent", guides),
    ("branch_listing:*", readers),
    ("guide_listing:*", guide_readers),
    ("simple_translation:*", translations),
    ("wagtailadmin_block_preview", guides),
    ("wagtailadmin_reports:*", guides),
    # Bulk actions: guard.py checks the rows.
    ("wagtail_bulk_action", named_model),
)


def build_rows(snippets: list[Any]) -> list[tuple[str, Rule]]:
    """The whole table. `snippets` are the models that have a listing and a chooser of their own."""
    image = get_image_model()
    return [
        *FIXED_ROWS,
        ("wagtailimages:*", of(image)),
        ("wagtailimages_chooser:*", of(image)),
        ("wagtailadmin_tag_*", of(image)),
        ("wagtailsettings:*", of(GroupSettings)),
        ("wagtailsites:*", of(Site)),
        ("wagtailusers_users:*", of(get_user_model())),
        ("wagtailusers_groups:*", of(Group)),
        ("wagtailadmin_collections:*", of(Collection)),
        ("wagtailadmin_workflows:*", of(Workflow, Task)),
        *(row for model in snippets for row in _build_snippet_rows(model)),
    ]


def _build_snippet_rows(model: Any) -> list[tuple[str, Rule]]:
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    return [(f"wagtailsnippets_{name}:*", of(model)), (f"wagtailsnippetchoosers_{name}:*", chosen(model))]


def find_rule(rows: list[tuple[str, Rule]], name: str) -> Rule:
    return next((rule for pattern, rule in rows if fnmatch(name, pattern)), lambda user, named: administers(user))
