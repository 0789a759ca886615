"""What it costs that a request is read before it takes a thread: the server as it is, beside plain WSGI.

usage: python bench/measure_front.py [--rounds 5] [--seconds 4]     (make measure-front)

Both serve the same samples at once and are asked in turns, so that what else the machine does meets both. The time of
the processor is that of the server's processes.
"""

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.support import ROOT
from tests.support.ground import ground
from tests.support.serving import free_port, wait_for

PATHS = ("/api/v1/guides/mesotherapy-for-hair/", "/healthz/", "/static/phone/treatment-guides.js")
CLIENTS = 4
PLAIN = ["--interface", "wsgi", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "cms.wsgi:application"]


def build_servers() -> dict[str, tuple[int, list[str]]]:
    plain, front = free_port(), free_port()
    manage = [sys.executable, "manage.py", "serve", "--port", str(front)]
    return {
        "wsgi": (plain, [sys.executable, "-m", "granian", "--port", str(plain), *PLAIN]),
        "front": (front, manage),
    }


def used_by(group: int) -> float:
    """Seconds of the processor that the processes of a group have had."""
    listed = subprocess.run(["ps", "-eo", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
    pids = [pid for found, pid in (line.split() for line in listed.splitlines()) if int(found) == group]
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def ask(port: int, path: str, until: float, answered: list[int]) -> None:
    connection, count = http.client.HTTPConnection("127.0.0.1", port), 0
    while time.monotonic() < until:
        connection.request("GET", path, headers={"Cookie": "a=b"})  # never answered from memory
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        count += 1
    answered.append(count)


def count_answers(port: int, path: str, seconds: float) -> int:
    answered: list[int] = []
    until = time.monotonic() + seconds
    clients = [threading.Thread(target=ask, args=(port, path, until, answered)) for _n in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert len(answered) == CLIENTS, "a client failed"
    return sum(answered)


def measure(servers: dict[str, tuple[int, int]], path: str, rounds: int, seconds: float) -> str:
    answers, used = dict.fromkeys(servers, 0), dict.fromkeys(servers, 0.0)
    for _round in range(rounds):
        for name, (port, group) in servers.items():
            before = used_by(group)
            answers[name] += count_answers(port, path, seconds)
            used[name] += used_by(group) - before
    costs = {name: used[name] / answers[name] for name in servers}
    speed, cost = answers["front"] / answers["wsgi"], costs["front"] / costs["wsgi"]
    return f"{path}: requests a second x{speed:.2f}, processor a request x{cost:.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    options = parser.parse_args()
    with ground("sqlite") as environment:
        started, log = {}, Path(environment["DATA_DIR"]) / "log"
        with log.open("w") as out:
            for name, (port, command) in build_servers().items():
                server = subprocess.Popen(
                    command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
                )
                started[name] = (port, server)
        try:
            for port, server in started.values():
                wait_for(f"http://127.0.0.1:{port}/healthz/", server, log)
            groups = {name: (port, server.pid) for name, (port, server) in started.items()}
            for path in PATHS:
                count_answers(groups["wsgi"][0], path, 1)
                count_answers(groups["front"][0], path, 1)
                print(measure(groups, path, options.rounds, options.seconds), flush=True)
        finally:
            for _port, server in started.values():
                server.terminate()
                server.wait(timeout=30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
