"""The screens: addresses of the admin from the URL resolver, filled with the keys of rows, each with who may open it.

A new address is covered by itself. One whose parameters no row fills is told.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.documents.models import Document
from wagtail.models import Locale, Page

from content.desk.bulk.operating import JOBS
from content.edition.models import Edition
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.vocabulary import SectionKey

#: Whoever may do least comes first: a screen is shown as the first of them that may open it.
ROLES = ("nobody", "mumbai", "editor", "reviewer", "publisher", "admin")
APPS = ("content", "api")
#: Screens of Wagtail's that hold forms, panels and menus of ours.
WAGTAILS = re.compile(r"admin/(account/|pages/(<int:page_id>/edit/|<int:parent_page_id>/|add/[^/]*/[^/]*/[^/]*/))?$")
SCREEN = "a screen"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
#: A screen needs few rows; of these the first that opens is taken.
MOST = 6
#: Of a kind of bulk change: what its preview is of.
QUERIES = {"words": "?find=scalp&replacement=head&language={language}"}


@dataclass(frozen=True)
class Screen:
    route: str
    path: str
    role: str


def find_routes() -> Iterator[tuple[str, type[Model] | None]]:
    """Of ours below /admin/, each with the model that it is of, if it says so."""
    for route, pattern in _walk(get_resolver().url_patterns):
        view: Any = getattr(pattern.callback, "view_class", None)
        given = getattr(pattern.callback, "view_initkwargs", {})
        model = given.get("model") or getattr(view, "model", None)
        modules = {pattern.callback.__module__, getattr(view, "__module__", "")}
        is_ours = any(module.split(".")[0] in APPS for module in modules) or _is_of_ours(model)
        if route.startswith("admin/") and (is_ours or WAGTAILS.match(route)):
            yield route, model if isinstance(model, type) and issubclass(model, Model) else None


def _walk(patterns: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, pattern


def _is_of_ours(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Model) and model._meta.app_label == "content"


class Rows:
    """What fills the parameters of an address."""

    def __init__(self) -> None:
        self.models = {model.__name__.lower(): model for model in apps.get_models()}
        newest = GuidePage.objects.order_by("-latest_revision_created_at", "pk")
        self.guides = list(newest.values_list("pk", flat=True))
        self.english = Locale.objects.get(language_code="en").pk
        self.branches = list(BranchPage.objects.values_list("pk", flat=True))
        self.named: dict[str, list[Any]] = {
            "part": list(SectionKey),
            "subject": list(GuidePage.objects.order_by("pk").values_list("translation_key", flat=True)[:MOST]),
            "parent_page_id": list(
                Page.objects.filter(depth=3, locale__language_code="en").values_list("pk", flat=True)
            ),
            "content_type_app_name": ["content"],
            "content_type_model_name": ["guidepage"],
            "revision_id_a": ["earliest"],
            "revision_id_b": ["latest"],
            "name": list(GuideImage.objects.values_list("file", flat=True)),
            "uidb64": ["MQ"],
            "token": ["set-password"],
            "filename": [document.filename for document in Document.objects.all()],
        }

    def fill(self, route: str, model: type[Model] | None) -> list[list[str]]:
        """Paths, in groups: of each group one is shown, since pages of guides and of branches look different."""
        names = [one or other for one, other in PARAMETER.findall(route)]
        if {"subject", "locale"} <= set(names):
            editions = Edition.objects.filter(kind__in=("guide", "branch")).order_by("kind", "-version")
            return [[self._write(route, vars(edition)) for edition in editions[:MOST]]]
        if names == ["key"]:  # each has a form of its own
            return [
                [self._write(route, {"key": key}) + QUERIES.get(key, "").format(language=self.english)] for key in JOBS
            ]
        pages = [self.guides, self.branches] if "page_id" in names else [self.guides]
        groups = [[self._find(name, model, of) for name in names] for of in pages]
        return [
            [
                self._write(route, dict(zip(names, values, strict=True)))
                for values in itertools.islice(itertools.product(*group), MOST)
            ]
            for group in groups
        ]

    def _find(self, name: str, model: type[Model] | None, pages: list[int]) -> list[Any]:
        word = name.removesuffix("_id").removesuffix("_pk")
        if name in self.named:
            return self.named[name]
        if word in ("page", "guide"):
            return pages
        if word == "branch":
            return self.branches
        of = model if word in ("pk", "object", "id") else None
        of = of or next((one for known, one in self.models.items() if known.endswith(word)), None)
        if of is None:
            return []
        return list(of._default_manager.order_by("-pk").values_list("pk", flat=True)[:MOST])

    def _write(self, route: str, values: dict[str, Any]) -> str:
        return "/" + PARAMETER.sub(lambda match: str(values[match[1] or match[2]]), route).replace("\\", "")


def find_screens() -> tuple[list[Screen], list[str]]:
    """And the addresses that are no screens, each with what they are."""
    clients = {name: _log_in(name) for name in ROLES}
    rows, screens, others = Rows(), [], []
    for route, model in sorted(find_routes(), key=lambda found: found[0]):
        for paths in rows.fill(route, model):
            answers: set[str] = set()
            for path in paths:
                answers.add(_ask(clients["admin"], path))
                if SCREEN in answers or _ask(clients["nobody"], path) == SCREEN:
                    role = next(role for role in ROLES if _ask(clients[role], path) == SCREEN)
                    screens.append(Screen(route, path, role))
                    break
            else:
                others.append(f"{route}: {', '.join(sorted(answers)) or 'no row fills it'}")
    return screens, others


def _ask(client: Client, path: str) -> str:
    """What answers. A part of a page, as choosers and lists fetch it, is no screen."""
    answer = client.get(path)
    kind = answer.get("Content-Type", "").split(";")[0]
    is_page = not answer.streaming and b"<html" in answer.content
    return SCREEN if answer.status_code == 200 and is_page else f"{answer.status_code} {kind}"


def _log_in(name: str) -> Client:
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    if name != "nobody":
        client.force_login(get_user_model().objects.get(username=name))
    return client


def read_cookies(name: str) -> dict[str, str]:
    """Of a session of that account."""
    return {key: cookie.value for key, cookie in _log_in(name).cookies.items()}
