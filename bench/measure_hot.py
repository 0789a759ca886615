"""What is answered from memory, beside the bare server with the same bytes, and beside Django.

usage: python bench/measure_hot.py [--rounds 5] [--seconds 4]     (make measure-hot; needs wrk)

Both serve at once, with one process each, and are asked in turns, so that what else the machine does meets both.
Told are the medians of the rounds, and what part of the bare server's each is.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from tests.support.serving import free_port, serving, wait_for

GUIDE = "/api/v1/guides/mesotherapy-for-hair/"
ENCODING = "Accept-Encoding: br"
CONNECTIONS = 16
#: Not the answer's own: urllib asks for "Connection: close", and a server that says so closes each connection.
OF_CONNECTION = ("server", "date", "connection")
BARE = """
BODY = open({file!r}, "rb").read()
HEADERS = {headers!r}

async def application(scope, protocol):
    protocol.response_bytes(200, HEADERS, BODY)
"""


@contextmanager
def serving_bytes(of: str, folder: Path) -> Iterator[str]:
    """The bare server, with the headers and the body of an address."""
    with urllib.request.urlopen(urllib.request.Request(of, headers={"Accept-Encoding": "br"})) as answer:
        (folder / "body").write_bytes(answer.read())
        headers = [(name, value) for name, value in answer.headers.items() if name.lower() not in OF_CONNECTION]
    (folder / "bare.py").write_text(BARE.format(file=str(folder / "body"), headers=headers))
    port, log = free_port(), folder / "server.log"
    options = ["--interface", "rsgi", "--port", str(port), "--http", "1", "--no-ws", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "bare:application"]
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
    try:
        wait_for(f"http://localhost:{port}/", server, log)
        yield f"http://localhost:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=30)


def count_answers(address: str, seconds: int, *headers: str) -> float:
    """A second. AssertionError where any answer was an error."""
    lines = [word for header in (ENCODING, *headers) for word in ("-H", header)]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", *lines, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said or "If-None-Match" in str(headers), said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def read_etag(address: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": "br"})) as answer:
        return str(answer.headers["ETag"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _server in range(2)]
        guide = stack.enter_context(serving(folders[0], free_port(), "serve")) + GUIDE
        bare = stack.enter_context(serving_bytes(guide, folders[1]))
        known = f"If-None-Match: {read_etag(guide)}"
        # Whoever sends a cookie is never answered from memory, nor with what another asked for.
        asked = {"bare server": (bare,), "from memory": (guide,), "304 from memory": (guide, known)}
        asked |= {"Django": (guide, "Cookie: a=b")}
        counts: dict[str, list[float]] = {name: [] for name in asked}
        for _round in range(options.rounds):
            for name, (address, *headers) in asked.items():
                counts[name].append(count_answers(address, options.seconds, *headers))
    most = median(counts["bare server"])
    for name, found in counts.items():
        spread = f"{min(found):,.0f} to {max(found):,.0f}"
        print(f"{name:16} {median(found):10,.0f} a second ({spread}), {median(found) / most:.3f} of the bare server")


if __name__ == "__main__":
    main()
