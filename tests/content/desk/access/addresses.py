"""Every address of the admin, walked from the URL resolver, filled with the ids of planted rows."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from content.model.branches.models import BranchIndexPage
from content.model.guides.models import GuideIndexPage
from tests.content.desk.access.canaries import BRANCH_ID, ID
from tests.content.desk.access.planted import Planted

#: It ends the session that asks, or fails on purpose.
NOT_ASKED = ("admin/logout/", "admin/failwhale/")
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
#: What Wagtail calls the id of a page.
OF_PAGES = {"page_id", "parent_page_id", "page_to_move_id", "page_pk", "destination_id", "branch_id"}
APPS, MODELS = {"app_label", "app_name", "content_type_app_name"}, {"model_name", "content_type_model_name"}


@dataclass(frozen=True)
class Address:
    route: str
    path: str
    values: dict[str, str] = field(hash=False, compare=False)


def walk(patterns: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route, with its parameters still in it, and what answers."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def find_routes() -> list[str]:
    """Of the admin, without its last one, which catches the rest."""
    routes = {route for route, _view in walk(get_resolver().url_patterns) if route.startswith("admin/")}
    return sorted(route for route in routes if not route.startswith(NOT_ASKED) and ".*" not in route)


class Addresses:
    def __init__(self, planted: Planted) -> None:
        foreign = [ID, BRANCH_ID, planted.live_guide.pk, planted.live_branch.pk]
        pages = [*map(str, foreign), str(planted.own_branch.pk)]
        parents = [str(model.objects.get(locale__language_code="en").pk) for model in (GuideIndexPage, BranchIndexPage)]
        revisions = [str(Page.objects.get(pk=pk).latest_revision_id) for pk in foreign]
        task_state = planted.task_state
        subjects = [planted.live_guide, planted.live_branch, planted.branch]
        self.given: dict[str, list[str]] = {
            **dict.fromkeys(OF_PAGES, pages),
            "parent_page_id": [*pages, *parents, "1"],
            "destination_id": [*parents, str(ID)],
            "revision_id": revisions,
            "revision_id_a": ["live", "earliest", *revisions[:2]],
            "revision_id_b": ["latest", *revisions[:2]],
            "task_state_id": [str(task_state.pk)],
            "task_id": [str(task_state.task_id), str(ID)],
            "workflow_state_id": [str(task_state.workflow_state_id)],
            "subject": [str(page.translation_key) for page in subjects],
            "launch_id": [str(ID), str(BRANCH_ID)],
            "recall_id": [str(planted.recall.pk)],
            "kind": ["guide", "branch"],
            "locale": ["en"],
            "version": ["1"],
            "filter_spec": ["max-165x165", "original"],
            "action": ["delete"],
            "int": [str(ID)],
            "str": [str(ID)],
        }
        bulk_action_registry._scan_for_bulk_actions()

    def fill_all(self) -> list[Address]:
        return [address for route in find_routes() for address in self.fill(route)]

    def fill(self, route: str) -> Iterator[Address]:
        names = [(match[1] or "str", match[2] or match[3]) for match in PARAMETER.finditer(route)]
        plain = [(kind, name) for kind, name in names if name not in APPS | MODELS]
        for named in self._models(route, names):
            choices = [named.get(name) or self._choices(route, kind, name) for kind, name in plain]
            for values in itertools.product(*choices):
                given = {**{name: value[0] for name, value in named.items()}, **self._zip(plain, values)}
                yield Address(route, self._write(route, given), given)

    def _zip(self, plain: Any, values: Any) -> dict[str, str]:
        return {name: value for (_kind, name), value in zip(plain, values, strict=True)}

    def _choices(self, route: str, kind: str, name: str) -> list[str]:
        if name == "action_name":
            return ACTIONS if "/api/" in route else ["approve", "reject"]
        if name == "pk" and "pages/" in route:
            return self.given["page_id"]
        if name == "object_id":
            return self.given["page_id"][:4]
        return self.given.get(name) or self.given.get(kind, ["x"])

    def _models(self, route: str, names: Any) -> Iterator[dict[str, list[str]]]:
        """App and model together, and for a bulk action what it is."""
        app = next((name for _kind, name in names if name in APPS), None)
        model = next((name for _kind, name in names if name in MODELS), None)
        if app is None or model is None:
            yield {}
            return
        known: Any = bulk_action_registry.actions
        if "/bulk/" in route:
            for label, models in known.items():
                for name, actions in models.items():
                    yield {app: [label], model: [name], "action": list(actions)}
            return
        for label, name in MODELS_ASKED:
            yield {app: [label], model: [name]}

    def _write(self, route: str, given: dict[str, str]) -> str:
        path = PARAMETER.sub(lambda match: given[match[2] or match[3]], route)
        return "/" + path.replace("\\", "").replace("^", "").replace("$", "")


ACTIONS = [
    "convert_alias", "copy", "delete", "publish", "unpublish", "move", "copy_for_translation", "create_alias",
    "revert_to_page_revision",
]  # fmt: skip
MODELS_ASKED = [
    ("content", "guidepage"), ("content", "branchpage"), ("wagtailcore", "page"), ("content", "category"),
    ("content", "clinician"), ("content", "consent"), ("content", "launch"), ("content", "mistakereport"),
    ("content", "guideimage"), ("content", "groupsettings"), ("content", "clinicalsignoff"),
    ("wagtailcore", "groupapprovaltask"), ("auth", "user"), ("auth", "group"), ("taggit", "tag"),
]  # fmt: skip


def fill(route: str, given: dict[str, list[str]]) -> Iterator[str]:
    """Addresses of a route with each of the values given for its kinds of parameters."""
    names = [(match[1] or "str", match[2] or match[3]) for match in PARAMETER.finditer(route)]
    for values in itertools.product(*(given.get(name) or given.get(kind, ["x"]) for kind, name in names)):
        left = iter(values)
        address = PARAMETER.sub(lambda _match, left=left: next(left), route)
        yield "/" + address.replace("\\", "").replace("^", "").replace("$", "")
