"""How soon what is published, or recalled, is what every worker serves; and what readers notice of many releases."""

import http.client
import json
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from bench.speed.machine import ask, build_module, by_brotli
from bench.speed.servers import Server, nginx, ours, write_front
from bench.speed.sides import GUIDE, fetch
from tests.support import ROOT
from tests.support.serving import free_port

#: Within so many seconds everything has to be seen, or the run ends.
PATIENCE = 20
MOST_CONNECTIONS = 200


class Window:
    """One connection, and the last answer that it was given."""

    def __init__(self, origin: str) -> None:
        self.connection = http.client.HTTPConnection(origin.removeprefix("http://"), timeout=PATIENCE)
        self.seen = self.look()

    def look(self) -> tuple[int, str]:
        """Status and ETag. nginx and we close a connection after a number of requests; the next is a new one."""
        self.connection.request("GET", GUIDE, headers={"Accept-Encoding": "br"})
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("ETag", "")

    @property
    def port(self) -> int:
        return self.connection.sock.getsockname()[1]

    def changed_at(self) -> float | None:
        """When another answer was seen just now."""
        if (seen := self.look()) == self.seen:
            return None
        self.seen = seen
        return time.monotonic()


def open_windows(server: Server, workers: int) -> dict[str, Window]:
    """A connection to each worker: the kernel gives each to whichever it likes."""
    windows: dict[str, Window] = {}
    for _try in range(MOST_CONNECTIONS):
        window = Window(server.origin)
        for process in psutil.Process(server.pid).children(recursive=True):
            ports = {one.raddr.port for one in process.net_connections("tcp") if one.raddr}
            if window.port in ports:
                windows.setdefault(f"worker {process.pid}", window)
        if len(windows) == workers:
            return windows
    raise AssertionError(f"Of {workers} workers, {len(windows)} took any of {MOST_CONNECTIONS} connections.")


@contextmanager
def publisher(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = build_module("bench.speed.publisher", *arguments)
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True, bufsize=1)
    try:
        read_line(process)  # it is ready
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def read_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    line = process.stdout.readline()
    assert line, "The publisher ended early: see its words above."
    return json.loads(line)


def measure_spread(environment: dict[str, str], folder: Path, times: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds from the commit until the last worker served it, of so many publications and of as many recalls."""
    with ExitStack() as stack:
        server = stack.enter_context(ours(environment, folder, workers=2))
        port = free_port()
        front = stack.enter_context(nginx(folder, write_front(folder, port, server), port, "/healthz/"))
        process = stack.enter_context(publisher(environment, "ask"))
        windows = {**open_windows(server, 2), "nginx": Window(front.origin)}  # last: idle ones are closed
        found: dict[str, list[float]] = {"publish": [], "recall": [], "nginx": []}
        work = ["publish"] * times + ["recall", "lift"] * (times // 2)
        for number, what in enumerate(work):
            seen = _do(process, windows, what)
            found["nginx"].append(seen.pop("nginx"))
            found["publish" if what == "publish" else "recall"].append(max(seen.values()))
            if number % 20 == 0:
                say(".")
        return {name: describe_delays(delays) for name, delays in found.items()}


def _do(process: subprocess.Popen[str], windows: dict[str, Window], what: str) -> dict[str, float]:
    """Window -> seconds after the commit at which it showed the change."""
    assert process.stdin
    process.stdin.write(f"{what}\n")
    seen: dict[str, float] = {}
    committed, began = None, time.monotonic()
    while committed is None or len(seen) < len(windows):
        assert time.monotonic() < began + PATIENCE, f"{what}: after {PATIENCE} s {set(windows) - set(seen)} lack it"
        for name, window in windows.items():
            if name not in seen and (at := window.changed_at()):
                seen[name] = at
        if committed is None and select.select([process.stdout], [], [], 0)[0]:
            committed = read_line(process)["at"]
        time.sleep(0.002)
    return {name: max(at - committed, 0.0) for name, at in seen.items()}


def describe_delays(delays: list[float]) -> dict[str, float]:
    ordered = sorted(delays)
    at_99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {"count": len(ordered), "median": ordered[len(ordered) // 2], "p99": at_99, "most": ordered[-1]}


def measure_storm(environment: dict[str, str], folder: Path, seconds: int) -> dict[str, Any]:
    """Hot reads in peace, while two others publish five times a second in all, and in peace again: each for so long."""
    with ours(environment, folder) as server:
        ask(server.origin, by_brotli(GUIDE), seconds=1)
        before = ask(server.origin, by_brotli(GUIDE), seconds=seconds)
        with ExitStack() as stack:
            publishers = [
                stack.enter_context(
                    publisher(environment, "storm", "--rate", "2.5", "--seconds", str(seconds), "--guide", guide)
                )
                for guide in ("mesotherapy-for-hair", "superficial-chemical-peel")
            ]
            stormy = ask(server.origin, by_brotli(GUIDE), seconds=seconds)
            told = [read_line(process) for process in publishers]
        after = ask(server.origin, by_brotli(GUIDE), seconds=seconds)
    errors = [error for one in told for error in one["errors"]]
    assert not errors, errors[:3]
    return {
        "quiet p99": min(before.p99, after.p99),
        "storm p99": stormy.p99,
        "quiet rate": max(before.rate, after.rate),
        "storm rate": stormy.rate,
        "storm errors": before.errors + stormy.errors + after.errors,
        "storm publications a second": sum(one["made"] / one["seconds"] for one in told),
    }


def measure_storms(environment: dict[str, str], folder: Path, seconds: int, times: int) -> dict[str, Any]:
    """Medians of so many storms; of their errors the sum."""
    found = [measure_storm(environment, folder, seconds) for _time in range(times)]
    told = {name: median(one[name] for one in found) for name in found[0]}
    return {**told, "storm errors": sum(one["storm errors"] for one in found)}


def measure_phones(environment: dict[str, str], folder: Path, phones: int, seconds: int) -> dict[str, Any]:
    """After a publication: half of the phones ask whether what they show still holds, half for the changes."""
    with ExitStack() as stack:
        server = stack.enter_context(ours(environment, folder))
        token = _copy(server.origin)
        etags = {path: fetch(server.origin + path, **{"Accept-Encoding": "br"})[1]["etag"] for path in (GUIDE, LIST)}
        process = stack.enter_context(publisher(environment, "ask"))
        assert process.stdin
        process.stdin.write("publish\n")
        read_line(process)
        time.sleep(1)  # the stated bound within which the server knows it
        conditional = [by_brotli(path, If_None_Match=etag) for path, etag in etags.items()]
        delta = by_brotli(f"/api/v1/sync/?sync_token={token}")
        found = ask(server.origin, conditional[0], delta, conditional[1], delta, seconds=seconds)
    return {
        "phones": phones,
        "seconds": phones / found.rate,
        "rate": found.rate,
        "p99": found.p99,
        "errors": found.errors,
    }


LIST = "/api/v1/guides/?page_size=20"


def _copy(origin: str) -> str:
    """The token of a phone that has everything in English."""
    answer = json.loads(fetch(f"{origin}/api/v1/sync/?locales=en")[0])
    while token := answer["next_page_token"]:
        answer = json.loads(fetch(f"{origin}/api/v1/sync/?page_token={token}")[0])
    return str(answer["next_sync_token"])
