"""An offline app's copy of what a Treatment Guides server publishes, written from its documents alone."""

import base64
import hashlib
import json
import logging
import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Get = Callable[[str, dict[str, str]], tuple[int, dict[str, str], bytes]]
Document = dict[str, Any]
KNOWN = ("group", "vocabulary", "branch", "guide", "offering", "card")
ITEMS = "items (copy, type, id, locale, version, document, notice, PRIMARY KEY (copy, type, id, locale))"


@dataclass(eq=False)
class Later(Exception):
    """The server is busy, or cannot be reached: call again after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class State:
    """What is known beside the items. `building` is not `shown` while a new copy is to take the place of an old one."""

    selection: Document = field(default_factory=dict)
    shown: int = 0
    building: int = 0
    page_token: str | None = None
    sync_token: str | None = None
    whole: bool = False
    recalls: list[Any] = field(default_factory=list)
    etags: dict[str, str] = field(default_factory=dict)
    failures: int = 0


class App:
    """A copy in one SQLite file. Each page is applied in one transaction with the token that goes on from it."""

    def __init__(self, get: Get, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._get, self._file = get, folder / "copy.sqlite3"

    def begin(self, **selection: Any) -> None:
        """Forget all, and begin a copy of a selection: `locales`, `types`, `branch`, `fields`, `text`."""
        with self._store() as (store, old):
            _apply(store, State(selection, old.building + 1, old.building + 1))

    def begin_from(self, archive: bytes, public_key: str, **selection: Any) -> None:
        """Begin from a bundle that is signed by the key and is of the selection; a ValueError changes nothing."""
        try:
            chosen, page = _opened(archive, public_key, selection)
            with self._store() as (store, old):
                _apply(store, State(chosen, old.building + 1, old.building + 1), page)
        except Exception as error:  # Whatever a broken archive makes zipfile, zlib or json say.
            raise ValueError(f"This bundle is not taken: {error!r}") from error

    def sync(self, pages: int | None = None) -> None:
        """Go on to the end of a pass, or by so many pages of it."""
        for _page in range(10**9 if pages is None else pages):
            with self._store() as (_, old):
                token = {"page_token": old.page_token} if old.page_token else {"sync_token": old.sync_token}
            address = _address("sync/", token if any(token.values()) else old.selection)
            condition = {"If-None-Match": old.etags[address]} if old.etags.get(address) else {}
            try:
                status, headers, page = _ask(self._get, address, condition, old.failures)
            except Later:
                self._go_on(old, replace(old, failures=old.failures + 1))
                raise
            if status == 410 and any(token.values()):
                self._go_on(old, replace(old, building=old.building + 1, page_token=None, sync_token=None, etags={}))
                if old.building > old.shown + 3:  # No copy gets to its end: leave the server in peace.
                    raise Later(600)
            elif status == 200:
                self._go_on(old, replace(old, etags={address: headers.get("etag", "")}, failures=0), page)
                if page["next_page_token"] is None:
                    return
            elif status == 304 and condition:  # The page that ended the last pass is still the answer.
                return self._go_on(old, replace(old, failures=0))
            else:
                raise RuntimeError(f"{address} answers {status}: {page}")

    def documents(self, column: str = "document") -> dict[tuple[str, ...], Document]:
        """All that the copy holds, by type, id and locale; the locale is "" where a thing is the same in all."""
        query = f"SELECT type, id, locale, {column} FROM items WHERE copy = ? AND {column} IS NOT NULL"
        with self._store() as (store, state):
            return {tuple(key): json.loads(value) for *key, value in store.execute(query, (state.shown,))}

    def notices(self) -> dict[tuple[str, ...], Document]:
        """Why something was dropped, to be shown in its place."""
        return self.documents("notice")

    def recalls(self) -> list[Any]:
        """All that stands recalled: look here before showing a document."""
        with self._store() as (_, state):
            return state.recalls

    def selection(self) -> Document:
        """What the copy is of."""
        with self._store() as (_, state):
            return state.selection

    def is_whole(self) -> bool:
        """Whether a pass has ended at least once since the copy was begun."""
        with self._store() as (_, state):
            return state.whole

    def _go_on(self, old: State, new: State, page: Document | None = None) -> None:
        """From one state to the next; not if another process went on meanwhile: the answer is of the past then."""
        with self._store() as (store, now):
            if now == old:
                _apply(store, new, page)

    @contextmanager
    def _store(self) -> Iterator[tuple[sqlite3.Connection, State]]:
        """One transaction: closing without the COMMIT takes all back."""
        store = sqlite3.connect(self._file, isolation_level=None, timeout=60)
        try:
            store.execute("BEGIN IMMEDIATE")
            store.execute(f"CREATE TABLE IF NOT EXISTS {ITEMS}")
            store.execute("CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY, value)")
            rows = store.execute("SELECT value FROM state").fetchall()
            yield store, State(**json.loads(rows[0][0])) if rows else State()
            store.execute("COMMIT")
        finally:
            store.close()


def _apply(store: sqlite3.Connection, state: State, page: Document | None = None) -> None:
    """Apply a page, whole, with its token. After the last page what was built is what is shown."""
    for item in page["items"] if page else ():
        kept = (json.dumps(item["document"]), None) if item["state"] == "live" else (None, json.dumps(item["notice"]))
        store.execute(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version,"
            " document = excluded.document, notice = excluded.notice WHERE excluded.version >= version",
            (state.building, item["type"], item["id"], item["locale"] or "", item["version"], *kept),
        )
    if page:
        recalls = state.recalls if page["recalls"] is None else page["recalls"]
        state = replace(state, page_token=page["next_page_token"], recalls=recalls)
        if state.page_token is None:
            state = replace(state, sync_token=page["next_sync_token"], shown=state.building, whole=True)
    if state.page_token is None:  # A new copy begins, or has taken the place of the old one.
        store.execute("DELETE FROM items WHERE copy != ?", (state.shown,))
    store.execute("REPLACE INTO state VALUES (1, ?)", (json.dumps(asdict(state)),))


def _list(value: str | Sequence[str]) -> Sequence[str]:
    return value.split(",") if isinstance(value, str) else value


def _address(path: str, query: Document) -> str:
    values = {name: ",".join(_list(value)) for name, value in query.items() if value}
    return f"/api/v1/{path}?{urlencode(values)}".rstrip("?")


def _ask(get: Get, address: str, condition: dict[str, str], failures: int = 0) -> tuple[int, dict[str, str], Any]:
    """Ask, and follow redirects; Later where the server wants it so, fails, or does not answer to the end."""
    pause = min(5.0 * 2 ** min(failures, 10), 600.0) * random.uniform(0.8, 1)
    try:
        status, headers, body = get(address, {"User-Agent": "second-app/1", **condition})
        answer = json.loads(body) if status == 200 else body
    except (OSError, ValueError) as error:
        raise Later(pause) from error
    for name in {"deprecation", "sunset"} & headers.keys():
        logging.getLogger(__name__).warning("%s of %s: %s", name, address, headers[name])
    if status in (202, 429) or status >= 500:
        raise Later(float(wait) if (wait := headers.get("retry-after", "")).isdecimal() else pause)
    return _ask(get, headers["location"], condition, failures) if status == 301 else (status, headers, answer)


def _opened(archive: bytes, public_key: str, chosen: Document) -> tuple[Document, Document]:
    """What a bundle is of, and its page, if all is right. Its token knows no other selection than its own."""
    files = zipfile.ZipFile(BytesIO(archive))
    infos, own = files.infolist(), ("manifest.json", "manifest.sig")
    signed, signature = (files.read(name) for name in own)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
    key.verify(base64.b64decode(signature, validate=True), signed)
    manifest, page = json.loads(signed), json.loads(files.read("page.json"))
    digests = {info.filename: hashlib.sha256(files.read(info)).hexdigest() for info in infos}
    if {file["path"]: file["sha256"] for file in manifest["files"]} != {n: digests[n] for n in digests if n not in own}:
        raise ValueError("Its files are not those that the manifest names.")
    if manifest["format"] != 1 or page["next_page_token"] is not None or not page["next_sync_token"]:
        raise ValueError("It is of a format to come, or not whole.")
    locales, branch = manifest.get("locales") or [manifest["locale"]], manifest.get("branch")
    tags = [tag.replace("_", "-").lower() + "-" for tag in _list(chosen.get("locales") or locales)]
    told = {next((locale for locale in locales if tag.startswith(locale.lower() + "-")), tag) for tag in tags}
    names = {branch} | {i["slug"] for i in page["items"] if i["type"] == "branch" and i["id"] == branch}
    narrowed = any(chosen.get(name) for name in ("types", "fields", "text"))
    if narrowed or told != {*locales} or (chosen.get("branch") or branch) not in names:
        raise ValueError(f"It is of {locales} and branch {branch}, whole.")
    return {n: v for n, v in [("locales", locales), ("branch", branch), *chosen.items()] if v}, page


def expected(get: Get, selection: Document) -> dict[tuple[str, ...], Document]:
    """What a copy must hold now, all of one release.

    Without sync: group; branches and cards by their lists; guides by their addresses; offerings that are `available`
    by the guides of their branch; vocabularies but for their id. By a fresh sync: that id, which their address does not
    give; other offerings, for which it answers 404; types that these documents do not know.
    """
    release, branch, locales = _all(get, "release/"), selection.get("branch"), selection.get("locales")
    every = [term["code"] for term in _all(get, "vocabulary/")[0]["locales"]]
    sites = {tag: _all(get, f"branches/{branch}/" if branch else "branches/", locale=tag) for tag in every}
    gone = not any(sites.values())  # A copy goes on without a branch that is withdrawn, but none can begin with it.
    with TemporaryDirectory() as folder:
        app = App(get, Path(folder))
        app.begin(**selection | {"branch": None if gone else branch})
        app.sync()
        fresh = app.documents()
    types, fields = _list(selection.get("types") or KNOWN[:-1]), _list(selection.get("fields") or ())
    words = {d["locale"]: d for t in _list(locales or every) for d in _all(get, "vocabulary/", locale=t)}
    found = {k: d for k, d in fresh.items() if k[0] not in KNOWN or (d.get("available") is False and not gone)}
    found |= {(*key[:2], tag): words[tag] for key in fresh if key[0] == "vocabulary" for tag in words}
    found |= {("group", held["id"], ""): held for held in _all(get, "group/") if "group" in types}
    for tag in every:
        found |= {("branch", s["id"], tag): s for s in sites[tag] if s["locale"] == tag in words and "branch" in types}
        for site in sites[tag] if "offering" in types else ():
            for held in _all(get, f"branches/{site['id']}/guides/", locale=tag):
                found["offering", held["offering"]["id"], ""] = held["offering"]
        for card in _all(get, "guides/", locale=tag):
            if card["locale"] == tag in words and "card" in types:
                found["card", card["id"], tag] = {name: card[name] for name in card if name in (fields or card)}
            elif card["locale"] == tag in words and "guide" in types:
                names = [name for name in fields if name != "facts"]  # Those are of cards alone.
                guide = _all(get, f"guides/{card['id']}/", locale=tag, fields=names, text=selection.get("text"))
                found["guide", card["id"], tag] = guide[0] if names or not fields else {}
    return found if _all(get, "release/") == release else expected(get, selection)


def _all(get: Get, path: str, **query: Any) -> list[Document]:
    """A document, or all that a list has on all of its pages; nothing where there is none, or no more."""
    status, _, answer = _ask(get, path if path.startswith("/") else _address(path, query), {})
    if status in (404, 410):
        return []
    if status != 200:
        raise RuntimeError(f"{path} answers {status}: {answer}")
    return [*answer.get("results", [answer]), *(_all(get, answer["next"]) if answer.get("next") else ())]
