"""A client that keeps a copy by sync, as an app would, and what that copy must be equal to."""

import json
from typing import Any

from django.test import Client

from content.edition.models import Current
from content.model.vocabulary import Kind, SectionKey, State

Things = dict[tuple[str, str, str], dict[str, Any]]


class Copy:
    """Knows nothing but the contract: apply pages, keep the token, never replace a higher version by a lower."""

    def __init__(self, client: Client, **selection: Any) -> None:
        self.client = client
        self.selection = selection
        self.token: str | None = None
        self.things: Things = {}
        self.versions: dict[tuple[str, str, str], int] = {}
        self.recalls: list[dict[str, Any]] = []

    def begin(self, **parameters: Any) -> dict[str, Any]:
        """The first page of a new copy: nothing of an old one may stay, for it may have gone meanwhile."""
        self.things, self.versions = {}, {}
        return self.ask(**parameters)

    def get(self, **parameters: Any) -> Any:
        by_token = {"page_token", "sync_token"} & set(parameters)
        return self.client.get("/api/v1/sync/", parameters if by_token else {**self.selection, **parameters})

    def ask(self, **parameters: Any) -> dict[str, Any]:
        answer = self.get(**parameters)
        assert answer.status_code == 200, answer.content
        page: dict[str, Any] = answer.json()
        return page

    def sync(self) -> None:
        page = self.ask(sync_token=self.token) if self.token else self.begin()
        self.apply_page(page)
        self.follow(page["next_page_token"])

    def follow(self, page_token: str | None) -> None:
        while page_token:
            page = self.ask(page_token=page_token)
            self.apply_page(page)
            page_token = page["next_page_token"]

    def apply_page(self, page: dict[str, Any]) -> None:
        for item in page["items"]:
            self.apply(item)
        self.recalls = self.recalls if page["recalls"] is None else page["recalls"]
        self.token = page["next_sync_token"] or self.token

    def apply(self, item: dict[str, Any], may_be_old: bool = False) -> None:
        key = item["type"], item["id"], item["locale"] or ""
        if self.versions.get(key, 0) > item["version"]:
            return
        self.versions[key] = item["version"]
        if item["state"] != "live":
            self.things.pop(key, None)
            return
        if not may_be_old:
            self.check_sections(self.things.get(key), item)
        self.things[key] = item["document"]

    def check_sections(self, held: dict[str, Any] | None, item: dict[str, Any]) -> None:
        """Whatever differs from what is held must be named; more may be. Where nothing is held, all is new anyway."""
        if item["type"] != "guide" or held is None or "sections" not in held:
            return
        before = {section["key"]: section["digest"] for section in held["sections"]}
        named = {section["key"]: section["digest"] for section in item["changed_sections"]}
        now = {section["key"]: section["digest"] for section in item["document"]["sections"]}
        assert set(now) == set(SectionKey.values)
        assert {key for key in now if before.get(key) != now[key]} <= set(named)
        assert all(now[key] == digest for key, digest in named.items())


def fetch_all(locales: str = "en,hi,ar", types: str = "", branch: str = "", fields: str = "", text: str = "") -> Things:
    """What a copy of that selection must hold, straight from the table of what is current."""
    rows = Current.objects.filter(state=State.LIVE).exclude(kind=Kind.RECALLS).select_related("edition")
    found: Things = {}
    for row in rows:
        document = json.loads(bytes(row.edition.body))
        at = {"branch": document.get("slug"), "offering": document.get("branch", {}).get("slug")}.get(row.kind)
        kinds = types.split(",") if types else [row.kind]
        kind = "card" if row.kind == Kind.GUIDE and "card" in kinds else row.kind
        if row.locale and row.locale not in locales.split(","):
            continue
        if kind not in kinds or (branch and at and at != branch):
            continue
        if kind == "card":
            document = json.loads(bytes(row.edition.card_body))
        if row.kind == Kind.GUIDE:
            document = {name: document[name] for name in document if not fields or name in fields.split(",")}
            document = keep_text(document, text) if text else document
        found[kind, str(row.subject), row.locale] = document
    return found


def keep_text(part: Any, form: str) -> Any:
    """As docs/api-guide.md says it."""
    if isinstance(part, list):
        return [keep_text(one, form) for one in part]
    if not isinstance(part, dict):
        return part
    if set(part) == {"portable_text", "html"}:
        lines = ["".join(child["text"] for child in block["children"]) for block in part["portable_text"]]
        kept = {"portable": {"portable_text": part["portable_text"]}, "html": {"html": part["html"]}}
        return {"portable_text": [], "html": "", **kept.get(form, {"text": "\n".join(lines)})}
    emptied = {"html"} | ({"fallback"} if form != "html" else set())
    return {name: "" if name in emptied else keep_text(below, form) for name, below in part.items()}
