"""Each role asks each address of the admin for each id that it should not see, in address, query and body."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from content.model.blocks.base import SectionStreamField
from content.model.guides.models import GuidePage
from tests.content.desk.access.addresses import Address, Addresses
from tests.content.desk.access.canaries import BRANCH_ID, FOUND, ID, WORD, tokens
from tests.content.desk.access.changes import Rows
from tests.content.desk.access.planted import Planted
from tests.content.desk.access.rights import ROLES, may_see
from tests.content.desk.access.tables import Tables

#: One way to ask an address: its method, and what goes with it.
WAYS = (
    ("GET", "plain"),
    ("GET", "ids"),
    ("GET", "search"),
    ("GET", "export"),
    ("POST", "ids"),
    ("POST", "json"),
    ("POST", "form"),
    ("POST", "foreign"),
    ("PUT", "json"),
    ("PATCH", "json"),
    ("DELETE", "json"),
)


@dataclass(frozen=True)
class Request:
    role: str
    address: Address
    method: str
    way: str

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.address.path} ({self.way})"


@dataclass
class Report:
    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    #: What was seen or changed -> by which requests.
    leaks: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    changes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    failures: dict[str, list[str]] = field(default_factory=dict)

    def describe(self) -> str:
        lines = [f"{self.requests} requests; answers {dict(sorted(self.statuses.items()))}"]
        for name, found in (("leak", self.leaks), ("change", self.changes), ("failure", self.failures)):
            for what, requests in sorted(found.items(), key=str):
                lines.append(f"{name} {what}: {len(requests)} requests, such as {'; '.join(requests[:4])}")
        return "\n".join(lines)


class Machine:
    def __init__(self) -> None:
        self.planted = Planted()
        self.users = {role: self._make_user(role, group) for role, group in ROLES.items() if role != "nobody"}
        self.clients = {role: self._log_in(role) for role in ROLES}
        self.superuser = Client(raise_request_exception=False)
        self.superuser.force_login(get_user_model().objects.get(username="admin"))
        self.tables = Tables()
        self.rows = Rows(self.planted, {role: user.pk for role, user in self.users.items()})
        self.tokens = tokens()
        self.forms: dict[str, QueryDict] = {}
        self.report = Report()

    def _make_user(self, role: str, group: str | None) -> Any:
        user = get_user_model().objects.create(username=f"hostile-{role}", password="!")
        if group:
            user.groups.add(Group.objects.get(name=group))
        else:
            user.user_permissions.add(_access_admin())
        return user

    def _log_in(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role in self.users:
            client.force_login(self.users[role])
        return client

    def find_requests(self, roles: Iterable[str] = ROLES) -> list[Request]:
        addresses = Addresses(self.planted).fill_all()
        return [Request(role, address, *way) for role in roles for address in addresses for way in WAYS]

    def run(self, requests: Iterable[Request]) -> Report:
        for request in requests:
            with transaction.atomic():
                self.ask(request)
                transaction.set_rollback(True)
        return self.report

    def ask(self, request: Request) -> None:
        client = self.clients[request.role]
        kept = _copy(client.cookies)
        with self.tables.watching() as written:
            response = self._send(client, request)
        client.cookies = kept
        self.report.requests += 1
        self.report.statuses[response.status_code] += 1
        if response.status_code >= 500:
            self.report.failures.setdefault(f"{request.method} {request.address.route}", []).append(str(request))
        for kind, name in self.find_seen(response):
            if not may_see(request.role, kind, name):
                self.report.leaks.setdefault((request.role, f"{kind}_{name}"), []).append(str(request))
        for what in sorted({self.rows.name(change, request.role) for change in self.tables.compare(written)}):
            if not self.rows.may_change(request.role, what):
                self.report.changes.setdefault((request.role, what), []).append(str(request))
        if written:
            cache.clear()

    def _send(self, client: Client, request: Request) -> Any:
        path, query = request.address.path, {}
        if request.way in ("ids", "foreign"):
            query = self._ids()
        elif request.way == "search":
            query = dict.fromkeys(("q", "search", "query", "term", "label", "title"), WORD)
        elif request.way == "export":
            query = {"export": "csv", "format": "csv"}
        headers = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if request.way in ("ids", "json") else {}
        if request.method == "GET":
            return client.get(path, query, **headers)
        url = f"{path}?{_encode(query)}" if query else path
        if request.way == "json":
            body = json.dumps(self._json())
            return client.generic(request.method, url, body, content_type="application/json", **headers)
        body = _encode(self._body(request))
        return client.generic("POST", url, body, content_type="application/x-www-form-urlencoded", **headers)

    def _pages(self) -> list[int]:
        return [ID, BRANCH_ID, self.planted.live_guide.pk, self.planted.live_branch.pk]

    def _ids(self) -> dict[str, Any]:
        pages = self._pages()
        of_one = ("object", "object_id", "page_id", "user", "pk", "instance_id", "collection_id", "image", "against")
        many = dict.fromkeys(("id", "ids", "pages", "object_ids", "target_pages[]"), pages)
        return {**many, **dict.fromkeys(of_one, ID), "multiple": 1, "fields": "*", "parent_page_id": ID}

    def _json(self) -> dict[str, Any]:
        pages = self._pages()
        of_one = ("id", "page", "page_id", "destination_page_id", "parent_id", "revision_id", "locale")
        return {**dict.fromkeys(of_one, ID), "ids": pages, "pages": pages, "recursive": True, "title": "hacked"}

    def _body(self, request: Request) -> dict[str, Any]:
        if request.way == "ids":
            # What confirms a question, and what moves something.
            named = {"position": 0, "new_parent_page": 3, "chooser": ID, "locales": [1, 2, 3], "reason": "hacked"}
            return {**self._ids(), **named, "comment": "hacked", "confirm": "yes", "action-publish": "1"}
        form = self._find_form(request.address.path)
        return _alter(form, foreign=request.way == "foreign")

    def _find_form(self, path: str) -> QueryDict:
        """What a superuser is shown at an address, in a savepoint, since to look can write too."""
        if path not in self.forms:
            with transaction.atomic():
                kept = _copy(self.superuser.cookies)
                self.forms[path] = _read_form(_read(self.superuser.get(path)))
                self.superuser.cookies = kept
                transaction.set_rollback(True)
        return self.forms[path]

    def find_seen(self, response: Any) -> set[tuple[str, str]]:
        """Kind and field of every canary in an answer: its body, its headers, and what it will say on the next page."""
        text = _read(response) + str(response.headers)
        said = getattr(getattr(response, "wsgi_request", None), "_messages", None)
        text += " ".join(str(message) for message in getattr(said, "_queued_messages", []))
        seen = {(match[1], match[2]) for match in FOUND.finditer(text)}
        return seen | {(kind, "token") for kind, token in self.tokens.items() if token in text}


def _copy(cookies: Any) -> Any:
    return SimpleCookie({name: morsel.value for name, morsel in cookies.items()})


def _access_admin() -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename="access_admin")


def _read(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")


def _encode(values: dict[str, Any]) -> str:
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return query.urlencode()


def _read_form(text: str) -> QueryDict:
    """The fields of the largest form, with what stands in them; of a dialog's as well."""
    if text.startswith("{"):
        try:
            text = str(json.loads(text).get("html", ""))
        except ValueError:
            return QueryDict()
    forms = BeautifulSoup(text, "html.parser").find_all("form", method=re.compile("post", re.IGNORECASE))
    values = QueryDict(mutable=True)
    for tag in max(forms, key=lambda form: len(form.find_all(True)), default=BeautifulSoup("", "html.parser")).find_all(
        ["input", "textarea", "select"]
    ):
        if name := tag.get("name"):
            values.setlist(name, [*values.getlist(name), *_read_values(tag)])
    return values


def _read_values(tag: Any) -> Iterator[str]:
    if tag.name == "textarea":
        yield tag.text
    elif tag.name == "select":
        options = tag.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")] or options[:1]
        yield from (option.get("value", "") for option in chosen)
    elif tag.get("type") in ("checkbox", "radio"):
        yield tag.get("value", "on")  # ticked, whether it was or not
    elif tag.get("type") not in ("file", "submit"):
        yield tag.get("value", "")


def _alter(form: QueryDict, *, foreign: bool) -> dict[str, list[str]]:
    """A form with every text changed, and its buttons pressed; or with every number that may name a row changed."""
    altered: dict[str, list[str]] = {name: [_lower(value) for value in form.getlist(name)] for name in form}
    for name, values in altered.items():
        if name.endswith("_FORMS") or name.startswith("csrf"):
            continue
        if foreign:
            altered[name] = [str(ID) if value.isdigit() or _is_choice(name) else value for value in values]
        else:
            altered[name] = [f"{value} hacked" if _is_prose(name, value) else value for value in values]
    for field_of in GuidePage._meta.get_fields():
        if isinstance(field_of, SectionStreamField) and f"{field_of.name}-count" not in altered:
            altered[f"{field_of.name}-count"] = ["0"]
    return altered if foreign else {**altered, "action-publish": ["1"]}


def _lower(value: str) -> str:
    return value.replace("Zq", "zq")


def _is_choice(name: str) -> bool:
    return name in ("consent", "category", "hero", "reviewer", "account", "practitioner", "new_parent_page")


def _is_prose(name: str, value: str) -> bool:
    return bool(value) and not re.fullmatch(r"[\d.:/ -]*|true|on|null|\[\]|\w{2,12}|#\w+|.*@.*|https?:.*", value)


def choose(requests: list[Request], count: int, seed: int) -> list[Request]:
    """So many of the requests: the same for the same seed."""
    return random.Random(seed).sample(requests, min(count, len(requests)))
