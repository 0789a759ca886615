"""The product, running: started as `make run` starts it, on a folder of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

from tests.support import ROOT
from tests.support.prepared import lay_samples


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    """Until `server` answers at `address`. AssertionError with its log if it ends or does not within two minutes."""
    for _attempt in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@contextmanager
def serving(data: Path, port: int, command: str = "start") -> Iterator[str]:
    """The product with its samples, started as `make run` starts it, on a folder of its own: its address.

    With "serve" for a command it has no worker, and takes half as long to start.
    """
    if not (data / "guides.sqlite3").exists():
        lay_samples(data)
    address = f"http://localhost:{port}"
    environment = {**os.environ, "DATA_DIR": str(data), "BASE_URL": address, "DATABASE_URL": ""}
    manage = [sys.executable, "manage.py", command, "--port", str(port)]
    with (data / "server.log").open("a") as log:
        server = subprocess.Popen(manage, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"{address}/healthz/", server, data / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def run_script(data: Path, script: str) -> None:
    """Run Python in the product of that folder, beside whatever serves it."""
    manage(data, "shell", "-v0", "-c", dedent(script))


def manage(data: Path, *command: str) -> str:
    """What a command of the product of that folder says."""
    environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": ""}
    line = [sys.executable, "manage.py", *command]
    return subprocess.run(line, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
