"""Whether one process would carry ten thousand apps that listen for releases, and what asking costs in its place.

usage: python bench/measure_listeners.py [--listeners 10000] [--seconds 30]     (make measure-listeners; needs wrk)

The product has no such address: `bench/listening.py` adds one to its server. Told are memory and processor time of
the server, how soon all have heard of a release, what other readers notice of it; and what the same number of apps
costs that ask `release/` within each minute. With the connections that the product allows (`--backpressure`), who
comes too late is told nothing, and readers are not answered either: that is shown at the end.
"""

import argparse
import asyncio
import http.client
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from bench.measure_front import used_by
from bench.measure_hot import count_answers
from cms.serving import CONNECTIONS, build_options
from tests.support import ROOT
from tests.support.ground import ground
from tests.support.serving import free_port, run_script, wait_for

RELEASE = "/api/v1/release/"
#: How often an app asks, in the middle (docs/api-guide.md).
EVERY_SECONDS = 46.5
PUBLISH = """
import os, time
from pathlib import Path
from content.model.guides.models import GuidePage
from tests.support import signing
page = GuidePage.objects.get(slug="superficial-chemical-peel", locale__language_code="en")
page.summary = f"Published at {time.time()}."
signing.publish(page)
(Path(os.environ["DATA_DIR"]) / "published").write_text(str(time.time()))
"""


class Listener(asyncio.Protocol):
    """Of an app: notes when it was heard, and when it was told of a release."""

    heard: list[float] = []
    told: list[float] = []
    lost: list[Exception | None] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"GET /events/ HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        if b": you are heard" in data:
            self.heard.append(time.time())
        if b"event: release" in data:
            self.told.append(time.time())

    def connection_lost(self, error: Exception | None) -> None:
        self.lost.append(error)


class Crowd:
    """Listeners, in a thread of their own."""

    def __init__(self, port: int, count: int) -> None:
        self.port, self.count = port, count
        for notes in (Listener.heard, Listener.told, Listener.lost):
            notes.clear()
        self.loop = asyncio.new_event_loop()
        self.transports: list[asyncio.Transport] = []
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self.connect(), self.loop)

    async def connect(self) -> None:
        for _number in range(self.count):
            transport, _listener = await self.loop.create_connection(Listener, "127.0.0.1", self.port)
            self.transports.append(transport)

    def wait(self, noted: list[float], seconds: float) -> float:
        """Until all have noted it, at most so long. Returns how long it took."""
        began = time.monotonic()
        while len(noted) < self.count and time.monotonic() - began < seconds:
            time.sleep(0.05)
        return time.monotonic() - began

    def leave(self) -> None:
        def close() -> None:
            for transport in self.transports:
                transport.abort()

        self.loop.call_soon_threadsafe(close)
        time.sleep(2)
        self.loop.call_soon_threadsafe(self.loop.stop)


class Reader:
    """Asks for a guide every 20 ms, as somebody else would: how long it took, in seconds."""

    def __init__(self, port: int) -> None:
        self.port, self.took, self.goes_on = port, [], True  # type: tuple[int, list[float], bool]
        self.thread = threading.Thread(target=self.ask, daemon=True)
        self.thread.start()

    def ask(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while self.goes_on:
            began = time.monotonic()
            connection.request("GET", "/api/v1/guides/mesotherapy-for-hair/")
            connection.getresponse().read()
            self.took.append(time.monotonic() - began)
            time.sleep(0.02)

    def end(self) -> str:
        self.goes_on = False
        self.thread.join(timeout=60)
        took = [1000 * seconds for seconds in self.took]
        late = quantiles(took, n=100, method="inclusive")[98]
        return f"a reader waits {median(took):.1f} ms, p99 {late:.0f} ms, at most {max(took):.0f} ms"


@contextmanager
def listening(environment: dict[str, str], connections: int) -> Iterator[tuple[int, int]]:
    """A server that allows so many connections: its port, and its group of processes."""
    port, log = free_port(), Path(environment["DATA_DIR"]) / "server.log"
    words = build_options("127.0.0.1", port)
    words[words.index("--backpressure") + 1] = str(connections)
    words[-1] = "bench.listening:application"
    with log.open("w") as out:
        command = [sys.executable, "-m", "granian", *words]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz/", server, log)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(timeout=60)


def memory_of(group: int) -> float:
    """Megabytes that the processes of a group have for themselves."""
    listed = subprocess.run(["ps", "-eo", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
    pids = [pid for found, pid in (line.split() for line in listed.splitlines()) if int(found) == group]
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def measure(environment: dict[str, str], listeners: int, seconds: float) -> None:
    data = Path(environment["DATA_DIR"])
    with listening(environment, 2 * listeners) as (port, group):
        address = f"http://127.0.0.1:{port}{RELEASE}"
        count_answers(address, 1)
        alone = count_answers(address, 4)
        each = 1 / (alone * EVERY_SECONDS)
        print(
            f"asked: {alone:,.0f} answers of release/ a second; {listeners:,} apps take {listeners * each:.1%} of that",
            flush=True,
        )
        before = memory_of(group)
        crowd = Crowd(port, listeners)
        took = crowd.wait(Listener.heard, 120)
        print(
            f"heard: {len(Listener.heard):,} of {listeners:,} listeners within {took:.1f} s; {len(Listener.lost)} lost"
        )
        print(f"memory: {before:.0f} MB without, {memory_of(group):.0f} MB with them", flush=True)
        began = used_by(group)
        time.sleep(seconds)
        idle = (used_by(group) - began) / seconds
        print(f"idle: {idle:.1%} of a processor, with what keeps connections open; {len(Listener.lost)} lost")
        reader = Reader(port)
        time.sleep(seconds / 3)
        print(f"idle: {reader.end()}")
        print(f"idle: {count_answers(address, 4):,.0f} answers of release/ a second", flush=True)
        for _round in range(3):
            Listener.told.clear()
            reader, began = Reader(port), used_by(group)
            run_script(data, PUBLISH)
            crowd.wait(Listener.told, 60)
            at = float((data / "published").read_text())
            delays = sorted(moment - at for moment in Listener.told)
            spent = used_by(group) - began
            soon = f"half within {median(delays):.2f} s, all within {delays[-1]:.2f} s"
            print(f"told: {len(delays):,}, {soon}; {spent:.1f} s of a processor; {reader.end()}", flush=True)
        crowd.leave()
    with listening(environment, CONNECTIONS) as (port, group):
        crowd = Crowd(port, CONNECTIONS + 200)
        crowd.wait(Listener.heard, 15)
        print(f"as the product is set: {len(Listener.heard):,} of {CONNECTIONS + 200:,} are heard")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", RELEASE)
            print(f"as the product is set: a reader is answered {connection.getresponse().status}")
        except TimeoutError:
            print("as the product is set: a reader is not answered within 10 s")
        crowd.leave()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listeners", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < options.listeners + 500:
        sys.exit(f"This machine allows {hard} files at once: each listener takes one.")
    with ground("sqlite") as environment:
        os.environ["DATA_DIR"] = environment["DATA_DIR"]
        measure(environment, options.listeners, options.seconds)


if __name__ == "__main__":
    main()
