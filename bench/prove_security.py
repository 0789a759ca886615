"""What attackers load the server with leaves readers in peace: p99 of public reads within 3 times its quiet value.

usage: python bench/prove_security.py [--connections 200] [--seconds 30] [--behind nginx]     (make prove-security)

The product is served as `make run` serves it, with its samples. Reads are timed quiet, then beside all loads at once,
then quiet again; the quiet value is the worse of the two. Add a load to make_loads to prove it with the others.
"""

import argparse
import http.client
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from tests.support.hostile_senders import guess_log_ins, import_hostile_documents, log_in_as_editor
from tests.support.nginx import behind_nginx
from tests.support.serving import free_port, serving
from tests.support.slow_clients import idle_connections, long_heads, slow_bodies, slow_heads, slow_readers

#: name -> load(port, until): goes on until then (time.monotonic), and returns what it did as a number.
Load = Callable[[int, float], int]
READS = (
    "/api/v1/guides/mesotherapy-for-hair/",
    "/api/v1/guides/",
    "/guides/mesotherapy-for-hair/",
    "/embed/fragment/guides/mesotherapy-for-hair/",
)
READERS = 4


def make_loads(connections: int, guessers: int, session: str) -> dict[str, Load]:
    """So many connections, a fifth of each kind; so many guessers; and one account that imports, with its session."""
    each = connections // 5
    return {
        "slow bodies": partial(slow_bodies, each),
        "slow heads": partial(slow_heads, each),
        "long heads": partial(long_heads, each),
        "slow readers": partial(slow_readers, each),
        "idle connections": partial(idle_connections, each),
        "guesses": partial(guess_log_ins, guessers),
        "hostile documents": partial(import_hostile_documents, session),
    }


def read(port: int, until: float, times: list[float], errors: list[str]) -> None:
    """One reader: an address after the other, with a pause, each timed with its connection."""
    number = 0
    while time.monotonic() < until:
        path = READS[number % len(READS)]
        began = time.perf_counter()
        try:
            with closing(http.client.HTTPConnection("localhost", port, timeout=30)) as connection:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            if answer.status != 200:
                errors.append(f"{path}: {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            errors.append(f"{path}: {error!r}")
        times.append(time.perf_counter() - began)
        number += 1
        time.sleep(0.02)


def time_reads(port: int, seconds: float) -> list[float]:
    """Sorted. AssertionError where a reader was not answered."""
    times: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(READERS) as threads:
        for reader in [threads.submit(read, port, until, times, errors) for _n in range(READERS)]:
            reader.result()
    assert not errors, f"{len(errors)} of {len(times)} reads failed: {errors[:3]}"
    return sorted(times)


def at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def load_and_read(
    loads: dict[str, Load], port: int, seconds: float, head_start: float
) -> tuple[list[float], dict[str, int]]:
    """Reads beside all loads at once, which begin before the readers and end after them.

    Each load is a process: what it costs to make it must not hold up the clock of the readers.
    """
    until = time.monotonic() + head_start + seconds + 1
    with ProcessPoolExecutor(len(loads)) as processes:
        work = {name: processes.submit(load, port, until) for name, load in loads.items()}
        time.sleep(head_start)
        times = time_reads(port, seconds)
        return times, {name: done.result() for name, done in work.items()}


def prove(loads: dict[str, Load], port: int, seconds: float, head_start: float, most: float) -> bool:
    time_reads(port, min(seconds, 3))  # templates and connections are made once
    before = time_reads(port, seconds)
    times, done = load_and_read(loads, port, seconds, head_start)
    after = time_reads(port, seconds)
    quiet = max(at(before, 0.99), at(after, 0.99))
    ratio = at(times, 0.99) / quiet
    for name, count in done.items():
        print(f"{name}: {count}")
    print(f"{len(times)} reads beside them, 0 failed; median x{at(times, 0.5) / at(sorted(before + after), 0.5):.1f}")
    print(f"p99 {at(times, 0.99) * 1000:.0f} ms, quiet {quiet * 1000:.0f} ms: x{ratio:.2f} of at most x{most:.0f}")
    return ratio <= most


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=200)
    parser.add_argument("--guessers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    # To answer so many at once is work, to hold them must be none.
    parser.add_argument("--head-start", type=float, default=5, help="Seconds in which connections are opened.")
    parser.add_argument("--most", type=float, default=3, help="How many times the quiet p99 a read may take.")
    parser.add_argument("--behind", choices=["nginx"], help="Put nginx in front, if it is installed.")
    options = parser.parse_args()
    with ExitStack() as stack:
        port = free_port()
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        stack.enter_context(serving(Path(folder), port))
        if options.behind:
            if not (server := shutil.which("nginx")):
                print("nginx is not installed: apt-get install nginx-light")
                return 1
            port = stack.enter_context(behind_nginx(port, server))
        loads = make_loads(options.connections, options.guessers, log_in_as_editor(port))
        return 0 if prove(loads, port, options.seconds, options.head_start, options.most) else 1


if __name__ == "__main__":
    sys.exit(main())
