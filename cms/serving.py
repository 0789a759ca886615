"""Starts the web server, for `start` and `serve`."""

import logging
import resource
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentTypeError
from importlib import import_module
from typing import NoReturn

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connections
from granian.cli import cli

from cms.locality import is_local_host
from content.release.job_waits import LONGEST_WAIT, Waits
from content.setup.samples.accounts import find_open_accounts

logger = logging.getLogger(__name__)

APPLICATION = "cms.rsgi:application"
#: Connections of one worker at once, slow and idle ones included. Each takes a file descriptor.
CONNECTIONS = 2048
#: The longest head of a request, in bytes. Single headers have their own limits (cms/heads.py).
HEAD_BYTES = 16_384
#: Time limit for the whole head of a request, and for an idle connection.
HEAD_MILLISECONDS = 10_000
#: When stopping: a worker that still has connections after this time is killed.
STOP_SECONDS = 10


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="The address to listen at.")
    parser.add_argument("--port", type=read_port, default=8000)
    parser.add_argument("--workers", type=read_count, default=1, help="Processes, each with threads of its own.")


def read_port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65_535):
        raise ArgumentTypeError(f"{text!r} is no port: choose one from 1 to 65535.")
    return int(text)


def read_count(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 256):
        raise ArgumentTypeError(f"{text!r} is no number of processes: choose one from 1 to 256.")
    return int(text)


def is_local(host: str) -> bool:
    """Whether only this machine can reach the server."""
    return settings.IS_LOCAL and is_local_host(host)


def refuse_trial_to_others(host: str) -> None:
    """Raises CommandError if others can ask, and find what is only for trying: sample accounts, or DEBUG's pages."""
    if is_local(host):
        return
    if settings.DEBUG:
        raise CommandError(f"DEBUG shows settings and code, and others can ask at {host}: leave it out.")
    if names := find_open_accounts():
        raise CommandError(
            f"The sample accounts {', '.join(names)} are open, and others can ask at {settings.BASE_URL} or {host}. "
            "Close them: manage.py close_sample_accounts"
        )


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            hint = f"Port {port} can't be used ({error.strerror}). Choose another: make run PORT=8123"
            raise CommandError(hint) from error


def keep_worker(*options: str) -> None:
    """Run a worker beside this process, and another one whenever it ends, for as long as this process lives."""
    threading.Thread(target=_keep, args=[[sys.executable, sys.argv[0], "worker", *options]], daemon=True).start()


def _keep(command: list[str]) -> None:
    waits = Waits()
    while True:
        began = time.monotonic()
        status = subprocess.Popen(command).wait()
        if time.monotonic() - began > LONGEST_WAIT:
            waits.note_success("worker")
        wait = waits.note_failure("worker")
        if status:  # else it was told to end, such as with this process
            logger.error("The worker has ended (status %d). Another one is started in %d s.", status, wait)
        time.sleep(wait)


def become_server(host: str, port: int, workers: int = 1) -> NoReturn:
    """Serve in this process until it is told to stop. It answers nothing itself: its workers do."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    # Loaded once, here: the workers are forked from this process, start with it in place, and share its memory.
    import_module(APPLICATION.partition(":")[0])
    connections.close_all()  # no two processes may use one
    cli(build_options(host, port, workers), auto_envvar_prefix="GRANIAN")
    raise AssertionError("The server's command ends the process.")


def build_options(host: str, port: int, workers: int = 1) -> list[str]:
    """The words that granian is started with. Only HTTP/1, which proxies use: nobody needs HTTP/2 here."""
    options = {
        "--interface": "rsgi",
        "--host": host,
        "--port": port,
        "--workers": workers,
        "--http": 1,
        "--http1-header-read-timeout": HEAD_MILLISECONDS,
        "--http1-buffer-size": HEAD_BYTES,
        "--backpressure": CONNECTIONS,
        "--workers-kill-timeout": STOP_SECONDS,
        "--log-level": "warning",
    }
    words = [str(word) for option in options.items() for word in option]
    return [*words, "--no-ws", "--respawn-failed-workers", APPLICATION]
