"""`manage.py start`, which `make run` is: keeps data, says what is wrong, and ends everything that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from tests.support import ROOT
from tests.support.prepared import lay_samples
from tests.support.serving import free_port, wait_for

pytestmark = pytest.mark.served


@pytest.fixture
def start(tmp_path):
    """Start the product on a port, in a process group of its own; without samples, since those take time."""
    started: list[subprocess.Popen] = []

    def run(port: int) -> subprocess.Popen:
        environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
        command = [sys.executable, "manage.py", "start", "--no-samples", "--port", str(port)]
        log = (tmp_path / "server.log").open("a")
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        started.append(server)
        return server

    yield run
    for server in started:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)


def processes_of(group: int) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [row[2] for row in rows if int(row[0]) == group and not row[1].startswith("Z")]


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_that_it_started(start, tmp_path, sent):
    lay_samples(tmp_path)
    port = free_port()
    server = start(port)
    wait_for(f"http://127.0.0.1:{port}/healthz/", server, tmp_path / "server.log")
    assert any("worker" in command for command in processes_of(server.pid))
    server.send_signal(sent)
    server.wait(timeout=20)
    for _attempt in range(50):
        if not processes_of(server.pid):
            break
        time.sleep(0.2)
    assert processes_of(server.pid) == []


def test_starting_again_keeps_the_data_and_the_key(start, tmp_path):
    port, answers, keys = free_port(), [], []
    for _time in range(2):
        server = start(port)
        wait_for(f"http://127.0.0.1:{port}/healthz/", server, tmp_path / "server.log")
        with urlopen(f"http://127.0.0.1:{port}/api/v1/group/") as answer:
            answers.append(answer.read())
        keys.append((tmp_path / "secret_key").read_text())
        server.terminate()
        server.wait(timeout=20)
    assert answers[0] == answers[1]
    assert keys[0] == keys[1]


def test_a_port_in_use_is_said_with_what_to_do(start, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = start(taken.getsockname()[1])
        assert server.wait(timeout=60) == 1
    assert "Choose another: make run PORT=8123" in (tmp_path / "server.log").read_text()
