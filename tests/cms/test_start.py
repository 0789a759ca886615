"""`manage.py start`, which `make run` is: keeps data, says what is wrong, and ends everything that it started."""

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

from tests.support import ROOT
from tests.support.serving import free_port, wait_for

pytestmark = pytest.mark.served
SIGNALS = (signal.SIGTERM, signal.SIGINT)


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
    """What was seen of the product until a signal ended it. `processes`: its own while it ran; `left`: afterwards."""

    answer: bytes
    key: str
    processes: list[str]
    left: list[str]


def run(data: Path, port: int, sent: signal.Signals) -> Run:
    with started(data, port) as server:
        wait_for(f"http://127.0.0.1:{port}/healthz/", server, data / "server.log")
        with urlopen(f"http://127.0.0.1:{port}/api/v1/group/") as response:
            answer = response.read()
        processes = processes_of(server.pid)
        server.send_signal(sent)
        server.wait(timeout=20)
        until = time.monotonic() + 60  # a busy machine may take its time over what the worker has begun
        while processes_of(server.pid) and time.monotonic() < until:
            time.sleep(0.2)
        return Run(answer, (data / "secret_key").read_text(), processes, processes_of(server.pid))


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> list[Run]:
    """Started on an empty folder, ended by one signal, started again there and ended by the other."""
    data, port = tmp_path_factory.mktemp("started"), free_port()
    return [run(data, port, sent) for sent in SIGNALS]


def processes_of(group: int) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [row[2] for row in rows if int(row[0]) == group and not row[1].startswith("Z")]


@pytest.mark.parametrize("number", range(len(SIGNALS)), ids=[sent.name for sent in SIGNALS])
def test_a_signal_ends_all_that_it_started(runs, number):
    assert any("worker" in command for command in runs[number].processes)
    assert runs[number].left == []


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
