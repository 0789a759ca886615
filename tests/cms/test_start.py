"""`manage.py start`, which `make run` is: keeps data, says what is wrong, and ends everything that it started.

A worker that dies is started again, and nothing outlives a server that is killed.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from content.management.commands.worker import NICENESS
from tests.support import ROOT
from tests.support.serving import free_port, wait_for

pytestmark = pytest.mark.served
SIGNALS = (signal.SIGINT, signal.SIGKILL)


@contextmanager
def started(data: Path, port: int) -> Iterator[subprocess.Popen]:
    """The product on a port, in a process group of its own; without samples, since those take time."""
    environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "start", "--no-samples", "--port", str(port)]
    with (data / "server.log").open("a") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Run:
    """What was seen of the product until a signal ended it.

    `processes`: its own while it ran; `left`: afterwards; `lowered`: the worker's priority below the server's.
    """

    answer: bytes
    key: str
    processes: list[str]
    left: list[str]
    workers: list[int]
    lowered: int


def run(data: Path, port: int, sent: signal.Signals) -> Run:
    with started(data, port) as server:
        wait_for(f"http://127.0.0.1:{port}/healthz/", server, data / "server.log")
        with urlopen(f"http://127.0.0.1:{port}/api/v1/group/") as response:
            answer = response.read()
        processes = processes_of(server.pid)
        lowered = read_lowered(server.pid)
        workers = kill_worker(server.pid)
        server.send_signal(sent)
        server.wait(timeout=20)
        until = time.monotonic() + 60  # a busy machine may take its time over what the worker has begun
        while processes_of(server.pid) and time.monotonic() < until:
            time.sleep(0.2)
        return Run(answer, (data / "secret_key").read_text(), processes, processes_of(server.pid), workers, lowered)


def read_lowered(group: int) -> int:
    """How much lower the worker's priority is than the server's, once it works."""
    (worker,) = find_workers(group)
    until = time.monotonic() + 60
    while not (lowered := get_niceness(worker) - get_niceness(group)) and time.monotonic() < until:
        time.sleep(0.1)
    return lowered


def get_niceness(process: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, process)


def kill_worker(group: int) -> list[int]:
    """The worker's process, and the one that takes its place."""
    (worker,) = find_workers(group)
    os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + 60
    while (found := find_workers(group)) in ([], [worker]) and time.monotonic() < until:
        time.sleep(0.1)
    return [worker, *found]


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> list[Run]:
    """Started on an empty folder, ended by one signal, started again there and ended by the other."""
    data, port = tmp_path_factory.mktemp("started"), free_port()
    return [run(data, port, sent) for sent in SIGNALS]


def list_processes(group: int) -> dict[int, str]:
    """Number -> command, of those that live."""
    listed = subprocess.run(["ps", "-eo", "pgid=,pid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    return {int(row[1]): row[3] for row in rows if int(row[0]) == group and not row[2].startswith("Z")}


def processes_of(group: int) -> list[str]:
    return list(list_processes(group).values())


def find_workers(group: int) -> list[int]:
    return [number for number, command in list_processes(group).items() if " worker " in command]


@pytest.mark.parametrize("number", range(len(SIGNALS)), ids=[sent.name for sent in SIGNALS])
def test_a_signal_ends_all_that_it_started(runs, number):
    assert any("worker" in command for command in runs[number].processes)
    assert runs[number].left == []


def test_a_worker_that_is_killed_is_started_again(runs):
    for run in runs:
        first, second = run.workers
        assert first != second


def test_a_worker_lets_readers_go_first(runs):
    assert [run.lowered for run in runs] == [NICENESS, NICENESS]


def test_starting_again_keeps_the_data_and_the_key(runs):
    first, second = runs
    assert first.answer == second.answer
    assert first.key == second.key


def test_a_port_in_use_is_said_with_what_to_do(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with started(tmp_path, taken.getsockname()[1]) as server:
            assert server.wait(timeout=60) == 1
    assert "Choose another: make run PORT=8123" in (tmp_path / "server.log").read_text()
