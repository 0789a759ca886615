"""Many publishers and many readers at once: no deadlock, no lock error, no gap, and nobody sees N without 1..N.

usage: python bench/prove_concurrency.py [--seconds 60] [--publishers 8] [--database postgresql,sqlite]
       (make prove-concurrency)
       python bench/prove_concurrency.py --database postgresql --own --rest 0.1

PostgreSQL: 8 publishers (every third change is several guides in one release), as many readers and half as many
copies, processes all, that pass by what is kept in memory. They ask without a rest, so that together they take all
processors, and the publishers wait for each other's four guides. `--own`: each publisher has guides of its own, whose
words were signed.
SQLite: the product as `make run` starts it, three editors whose forms autosave, and 50 readers, over HTTP.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import random
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.support import ROOT, signing
from tests.support.ground import database, run_on
from tests.support.serving import free_port, wait_for

EDITORS, HTTP_READERS = 3, 50
#: Guides of each publisher that nobody else publishes.
OWN = 5


def publish(number: int, until: float, report: Any) -> None:
    """Writes, signs and publishes guides that others publish, too."""
    from content.model.guides.models import GuidePage
    from content.model.publishing import publishing

    chance = random.Random(number)
    keys = list(GuidePage.objects.filter(locale__language_code="en").order_by("pk").values_list("pk", flat=True))

    def publish_some(made: int) -> None:
        chosen = sorted(chance.sample(keys, 3)) if chance.random() < 0.33 else [chance.choice(keys)]
        with publishing(actor=f"publisher {number}"):
            for pk in chosen:
                page = GuidePage.objects.get(pk=pk)
                page.title = f"{page.title.split(' #')[0]} #{number}-{made}"
                signing.publish(page)

    report.put(("publisher", *repeat(publish_some, until)))


def publish_own(signed: dict[int, list[str]], number: int, until: float, report: Any) -> None:
    """Publishes guides that nobody else publishes, in words that were signed. `signed`: page -> its summaries."""
    from content.model.guides.models import GuidePage

    keys = sorted(signed)[number * OWN : (number + 1) * OWN]

    def publish_one(made: int) -> None:
        turn, which = divmod(made, len(keys))
        page = GuidePage.objects.get(pk=keys[which])
        page.summary = signed[page.pk][turn % 2]
        page.save_revision().publish()

    report.put(("publisher", *repeat(publish_one, until)))


def sign_summaries(publishers: int) -> dict[int, list[str]]:
    """Two summaries, signed by a clinician, for the guides of all publishers."""
    from content.model.guides.models import GuidePage

    signed = {}
    for page in GuidePage.objects.filter(locale__language_code="en").order_by("pk")[: OWN * publishers]:
        signed[page.pk] = signing.sign_summaries(page, f"{page.summary} One.", f"{page.summary} Two.")
    return signed


def repeat(work: Callable[[int], None], until: float) -> tuple[int, list[str]]:
    """How often it was done, and the errors."""
    made, errors = 0, []
    while time.time() < until:
        try:
            work(made)
            made += 1
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    return made, errors


def read(rest: float, number: int, until: float, report: Any) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client, seen, versions, errors, reads = Client(), 0, {}, [], 0
    slugs = [card["slug"] for card in client.get("/api/v1/guides/").json()["results"]]
    while time.time() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), coalesce(max(number), 0), min(number) FROM content_release")
            count, newest, first = cursor.fetchone()
        if newest - (first or 1) + 1 != count or newest < seen:
            errors.append(f"saw {count} releases up to {newest} after {seen}")
        seen = newest
        slug = slugs[reads % len(slugs)]
        response = client.get(f"/api/v1/guides/{slug}/")
        if response.status_code != 200 or response.json()["version"] < versions.get(slug, 0):
            errors.append(f"{slug}: {response.status_code}, version went back")
        else:
            versions[slug] = response.json()["version"]
        reads += 1
        time.sleep(rest)
    report.put(("reader", reads, errors))


def keep_copy(quiet: Any, rest: float, number: int, until: float, report: Any) -> None:
    """An app that syncs again and again, and once more when all publishers are done: then nothing may be missing."""
    from django.conf import settings
    from django.test import Client

    from tests.support.copies import Copy, fetch_all

    settings.ALLOWED_HOSTS = ["*"]
    copy, passes, errors = Copy(Client(), **({"locales": "en"} if number % 2 else {})), 0, []
    try:
        while not quiet.is_set():
            copy.sync()
            passes += 1
            time.sleep(rest)
        copy.sync()
        if copy.things != fetch_all(**copy.selection):
            errors.append(f"copy {number} is not what a full fetch gives")
    except Exception as error:
        errors.append(f"copy {number}: {type(error).__name__}: {error}")
    report.put(("copy", passes, errors))


def prove_processes(options: argparse.Namespace) -> tuple[str, list[str]]:
    from django.db import connections

    from bench.scale.filling import fill
    from content.edition.models import Release
    from content.release.settle import settle_all

    connections.close_all()
    publisher: Callable = publish
    if options.own:
        fill(100, 4, 10)
        settle_all()
        publisher = partial(publish_own, sign_summaries(options.publishers))
        connections.close_all()
    context, seconds, rest = multiprocessing.get_context("fork"), options.seconds, options.rest
    report, until, quiet = context.Queue(), time.time() + seconds, context.Event()
    publishers, copies = options.publishers, options.publishers // 2
    workers: list[tuple[Callable, int]] = [(publisher, n) for n in range(publishers)]
    workers += [(partial(read, rest), n) for n in range(publishers)]
    workers += [(partial(keep_copy, quiet, rest), n) for n in range(copies)]
    started = [context.Process(target=work, args=(number, until, report)) for work, number in workers]
    for process in started:
        process.start()
    results = [report.get(timeout=seconds + 120) for _process in started[:-copies]]
    quiet.set()
    results += [report.get(timeout=120) for _process in range(copies)]
    for process in started:
        process.join()
    errors = [error for _kind, _count, found in results for error in found]
    numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
    if numbers != list(range(1, len(numbers) + 1)):
        errors.append("the releases have a gap")
    if settle_all():
        errors.append("what is public is not what settling everything makes of it")
    made = sum(count for kind, count, _errors in results if kind == "publisher")
    reads = sum(count for kind, count, _errors in results if kind == "reader")
    passes = sum(count for kind, count, _errors in results if kind == "copy")
    figures = f"{made} publications of {publishers} publishers, {reads} reads of {publishers} readers"
    return f"{figures}, {passes} passes of {copies} copies", errors


class Browser:
    """An HTTP client with cookies, on one connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, data: dict[str, Any] | None = None, **headers: str) -> tuple[int, bytes]:
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            origin = f"http://localhost:{self.connection.port}"
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
            body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        for header in response.msg.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.read()


def autosave(port: int, page: Any, until: float, results: list, form: dict[str, Any]) -> None:
    browser, errors, saved, revision = Browser(port), [], 0, ""
    browser.send("GET", "/admin/login/")
    typed = {"username": "admin", "password": "sample-admin", "next": "/admin/"}
    while browser.send("POST", "/admin/login/", typed)[0] == 429 and time.time() < until:
        time.sleep(1)  # a process looks at two passwords at a time
    while time.time() < until:
        data = {**form, "summary": f"Typed at {time.monotonic_ns()}"}
        if revision:
            data["overwrite_revision_id"] = revision
        status, body = browser.send("POST", f"/admin/pages/{page}/edit/", data, Accept="application/json")
        answer = json.loads(body) if status == 200 and body.startswith(b"{") else {}
        if not answer.get("success"):
            errors.append(f"autosave answered {status}: {body[:200]!r}")
        revision = str(answer.get("revision_id", ""))
        saved += 1
        time.sleep(0.2)
    results.append(("editor", saved, errors))


def visit(port: int, paths: list[str], until: float, results: list) -> None:
    browser, errors, reads = Browser(port), [], 0
    while time.time() < until:
        status, body = browser.send("GET", paths[reads % len(paths)])
        if status != 200:
            errors.append(f"{status}: {body[:200]!r}")
        reads += 1
    results.append(("reader", reads, errors))


def prove_http(seconds: float) -> tuple[str, list[str]]:
    from content.model.guides.models import GuidePage
    from tests.support.guide_forms import form_data

    port = free_port()
    address = {"BASE_URL": f"http://localhost:{port}"}
    log = open(os.path.join(os.environ["DATA_DIR"], "server.log"), "w+")  # noqa: SIM115
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **address}, stdout=log, stderr=log)
    try:
        wait_for(f"http://localhost:{port}/healthz/", server, Path(log.name))
        pages = list(GuidePage.objects.live().filter(locale__language_code="en").order_by("pk"))
        slugs = [page.slug for page in pages]
        paths = [f"/api/v1/guides/{slug}/" for slug in slugs] + ["/api/v1/guides/"]
        results: list[tuple[str, int, list[str]]] = []
        until = time.time() + seconds
        work = [
            threading.Thread(target=autosave, args=(port, page.pk, until, results, form_data(page)))
            for page in pages[:EDITORS]
        ]
        work += [threading.Thread(target=visit, args=(port, paths, until, results)) for _n in range(HTTP_READERS)]
        for thread in work:
            thread.start()
        for thread in work:
            thread.join()
    finally:
        server.terminate()
        server.wait(timeout=20)
    log.seek(0)
    errors = [error for _kind, _count, found in results for error in found]
    errors += [line for line in log if "database is locked" in line or "deadlock" in line]
    if len(results) != EDITORS + HTTP_READERS:
        errors.append(f"only {len(results)} of {EDITORS + HTTP_READERS} came to their end")
    saved = sum(count for kind, count, _errors in results if kind == "editor")
    reads = sum(count for kind, count, _errors in results if kind == "reader")
    return f"{saved} autosaves of {EDITORS} editors, {reads} answers to {HTTP_READERS} readers", errors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--publishers", type=int, default=8, help="On PostgreSQL.")
    parser.add_argument("--database", default="postgresql,sqlite")
    parser.add_argument("--own", action="store_true", help="each publisher has signed guides of its own, on PostgreSQL")
    parser.add_argument("--rest", type=float, default=0, help="seconds between two reads of one reader, on PostgreSQL")
    options = parser.parse_args()
    run_on(options.database.split(","))
    if database() == "postgresql":
        figures, errors = prove_processes(options)
    else:
        figures, errors = prove_http(options.seconds)
    for error in errors[:10]:
        print(f"  {error}", flush=True)
    print(f"{database()}, {options.seconds:g} s: {figures}: {len(errors)} errors", flush=True)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
