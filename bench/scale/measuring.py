"""What a site of some size costs: every endpoint from memory and made anew, sync, search, the admin, a publication."""

import json
import random
import time
import urllib.parse
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench.prove_concurrency import Browser
from bench.speed.machine import ask, by_brotli, run_module
from bench.speed.servers import Server, ours
from bench.speed.sides import fetch, start_bare
from bench.speed.spread import publisher, read_line
from tests.support.speed.wrk import Asked

#: So many guides are asked for in turns, and so many questions are searched.
MANY = 300
#: So many pages of the list: all that the smallest site has.
PAGES = 5
#: Answers a second of the bare server before and after: where sizes differ in it, the machine had other work.
BEAT = "bare server, answers/s"
TIMES = 3
#: Seconds for what is very slow.
LONG = 30
PATIENCE = 300
Figures = dict[str, float]


def measure_site(environment: dict[str, str], folder: Path, seconds: int, say: Callable[[str], None]) -> Figures:
    """Milliseconds for an answer, megabytes and counts, by name."""
    facts = json.loads(run_module("bench.scale.facts", environment))
    figures: Figures = {f"holds {name}": value for name, value in facts.items() if name != "list"}
    with ExitStack() as stack:
        server = stack.enter_context(ours(environment, folder))
        bare = start_bare(stack, folder, "guide", server.origin)
        figures[BEAT] = beat = ask(bare, by_brotli("/"), seconds=2).rate
        asked = find_addresses(server.origin)
        figures |= measure_endpoints("hot", server, asked, seconds, say)
        figures["memory"] = read_worker(server)
        figures[BEAT] = min(beat, ask(bare, by_brotli("/"), seconds=2).rate)
    with ours(environment, folder, hot=0) as server:
        figures |= measure_endpoints("cold", server, asked, seconds, say)
        one_by_one = ask(server.origin, *asked["search"], seconds=max(seconds, 2), connections=1)
        figures |= {"search p95": one_by_one.p95, "search errors": float(one_by_one.errors)}
        figures |= measure_admin(server, facts["list"])
        figures |= measure_sync(environment, server, say)
    return figures


def find_addresses(origin: str) -> dict[str, tuple[Asked, ...]]:
    """By endpoint, from all over the site, so that no answer is asked for twice in a row."""
    pages, cards = walk(origin, "/api/v1/guides/?page_size=20")
    chance = random.Random(1)
    slugs = [card["slug"] for card in chance.sample(cards, min(MANY, len(cards)))]
    offered = [card["slug"] for card in walk(origin, "/api/v1/branches/mumbai/guides/?page_size=100")[1]][:MANY]
    paths = {
        "guide": [f"/api/v1/guides/{slug}/" for slug in slugs],
        "section": [f"/api/v1/guides/{slug}/sections/safety/" for slug in slugs],
        "list": pages[:: max(1, len(pages) // PAGES)][:PAGES],
        "branch guide": [f"/api/v1/branches/mumbai/guides/{slug}/" for slug in offered],
        "branch's list": ["/api/v1/branches/mumbai/guides/?page_size=20"],
        "sync page": ["/api/v1/sync/?locales=en", "/api/v1/sync/?locales=hi"],
        "search": [f"/api/v1/search/?q={urllib.parse.quote(question)}" for question in ask_questions(cards, chance)],
        "web page": [f"/guides/{slug}/" for slug in slugs],
        "embed": [f"/embed/frame/guides/{slug}/process/" for slug in slugs],
    }
    return {name: tuple(map(by_brotli, found)) for name, found in paths.items()}


def walk(origin: str, path: str) -> tuple[list[str], list[dict[str, Any]]]:
    """The addresses of all pages of a list, and what it lists."""
    pages, found, address = [], [], origin + path
    while address:
        pages.append(address.removeprefix(origin))
        answer = json.loads(fetch(address)[0])
        found += answer["results"]
        address = urllib.parse.urljoin(origin, answer["next"]) if answer["next"] else ""
    return pages, found


def ask_questions(cards: list[dict[str, Any]], chance: random.Random) -> list[str]:
    """Two or three words of a guide's card, as a patient may remember them; one question in ten is mistyped."""
    questions = []
    for card in chance.sample(cards, min(MANY, len(cards))):
        words = [word.strip(".,;:") for word in f"{card['title']} {card['summary']}".split() if len(word) > 3]
        chosen = chance.sample(words, min(len(words), chance.choice((2, 3))))
        if chance.random() < 0.1:
            chosen[0] = chosen[0][:2] + chosen[0][3:]
        questions.append(" ".join(chosen))
    return questions


def measure_endpoints(
    way: str, server: Server, asked: dict[str, tuple[Asked, ...]], seconds: int, say: Callable[[str], None]
) -> Figures:
    """Milliseconds of the server's core for an answer, 16 at once, the median of some rounds. Each was given before."""
    rates: dict[str, list[float]] = {name: [] for name in asked}
    errors = 0
    for addresses in asked.values():
        for address in addresses:
            fetch(server.origin + address.path, **dict(address.headers))
    for _round in range(TIMES):
        for name, addresses in asked.items():
            found = ask(server.origin, *addresses, seconds=seconds)
            if not found.rate:  # slower than that: it gets longer
                found = ask(server.origin, *addresses, seconds=LONG)
            rates[name].append(found.rate or 1 / LONG)
            errors += found.errors
            say(".")
    figures = {f"{way} {name}": 1000 / median(found) for name, found in rates.items()}
    return {**figures, f"{way} errors": float(errors)}


def read_worker(server: Server) -> float:
    """Megabytes of the largest of the server's processes."""
    processes = psutil.Process(server.pid).children(recursive=True)
    return max(process.memory_info().rss for process in processes) / 1e6


def time_median(work: Callable[[], Any], times: int) -> float:
    """Milliseconds, after once that does not count."""
    work()
    took = []
    for _time in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def measure_admin(server: Server, guides: int) -> Figures:
    """The first page and the list of guides, as the administrator sees them."""
    browser = Browser(int(server.origin.rpartition(":")[2]))
    browser.connection.timeout = PATIENCE
    browser.send("GET", "/admin/login/")
    typed = {"username": "admin", "password": "sample-admin", "next": "/admin/"}
    assert browser.send("POST", "/admin/login/", typed)[0] == 302
    figures: Figures = {}
    for name, path in (("first page", "/admin/"), ("explorer", f"/admin/pages/{guides}/")):
        status, body = browser.send("GET", path)
        assert status == 200, (path, status, body[:300])
        figures[f"admin: {name}"] = time_median(lambda path=path: browser.send("GET", path), 5)  # type: ignore[misc]
    return figures


def measure_sync(environment: dict[str, str], server: Server, say: Callable[[str], None]) -> Figures:
    """A new copy in English, a publication five times, and what a copy that lacks the last of them asks for."""
    began, pages, answer = time.perf_counter(), 1, json.loads(fetch(f"{server.origin}/api/v1/sync/?locales=en")[0])
    while token := answer["next_page_token"]:
        answer = json.loads(fetch(f"{server.origin}/api/v1/sync/?page_token={token}")[0])
        pages += 1
        if pages % 200 == 0:
            say(".")
    whole = time.perf_counter() - began
    with ExitStack() as stack:
        process = stack.enter_context(publisher(environment, "ask"))
        took = []
        for _time in range(6):
            assert process.stdin
            process.stdin.write("publish\n")
            took.append(read_line(process)["seconds"] * 1000)
    delta = by_brotli(f"/api/v1/sync/?sync_token={answer['next_sync_token']}")
    ask(server.origin, delta, seconds=1)
    return {
        "full sync": whole * 1000,
        "full sync, a page": whole * 1000 / pages,
        "delta sync": 1000 / median(ask(server.origin, delta, seconds=2).rate for _time in range(TIMES)),
        "publish": median(took[1:]),
    }
