"""Starts what is measured: the product, the bare server, stock Wagtail and nginx, each on the servers' core."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support import ROOT
from tests.support.serving import free_port, wait_for

#: The search's budget of an address would refuse what we ask; all else is as it comes.
UNLIMITED = {"SEARCH_COST_PER_MINUTE": "0", "LOG_LEVEL": "ERROR"}


@dataclass(frozen=True)
class Server:
    origin: str
    pid: int


@contextmanager
def _started(
    command: Sequence[str], port: int, ready: str, folder: Path, environment: dict[str, str]
) -> Iterator[Server]:
    log = folder / f"server-{port}.log"
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        wait_for(f"http://localhost:{port}{ready}", server, log)
        yield Server(f"http://localhost:{port}", server.pid)
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()


@contextmanager
def ours(environment: dict[str, str], folder: Path, *, hot: int = 64, workers: int = 1) -> Iterator[Server]:
    """The product as operators start it. `hot`: HOT_MEGABYTES; 0: every answer is made anew."""
    port = free_port()
    own = {"BASE_URL": f"http://localhost:{port}", "HOT_MEGABYTES": str(hot), **UNLIMITED}
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", str(workers)]
    with _started(command, port, "/healthz/", folder, {**environment, **own}) as server:
        yield server


@contextmanager
def stock(environment: dict[str, str], folder: Path, *, cached: bool = False) -> Iterator[Server]:
    """Wagtail's APIs over the same database. `cached`: version 2 behind Django's page cache."""
    port = free_port()
    own = {
        "DJANGO_SETTINGS_MODULE": "bench.stock.settings",
        "STOCK_PAGE_CACHE": str(int(cached)),
        "PYTHONPATH": str(ROOT),
    }
    options = ["--interface", "wsgi", "--port", str(port), "--http", "1", "--no-ws", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "bench.stock.wsgi:application"]
    with _started(command, port, "/api/v2/pages/", folder, {**environment, **own}) as server:
        yield server


@contextmanager
def nginx(folder: Path, configuration: str, port: int, ready: str) -> Iterator[Server]:
    file = folder / f"nginx-{port}.conf"
    file.write_text(configuration)
    command = ["nginx", "-p", str(folder), "-c", str(file), "-g", "daemon off;"]
    with _started(command, port, ready, folder, dict(os.environ)) as server:
        yield server


#: One worker, on the servers' core as the others; its files in a folder of ours.
_MAIN = """
{user}worker_processes 1;
pid {folder}/nginx-{port}.pid;
error_log {folder}/nginx-{port}.log;
"""
_PATHS = """
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path {folder}/client-{port};
  proxy_temp_path {folder}/proxy-{port};
  fastcgi_temp_path {folder}/fastcgi-{port};
  uwsgi_temp_path {folder}/uwsgi-{port};
  scgi_temp_path {folder}/scgi-{port};
"""
_STATIC = """
events {{ worker_connections 4096; }}
http {{
{paths}
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100;
  proxy_cache_path {folder}/kept-{port} keys_zone=kept:1m;
  server {{
    listen {upstream};
    root {folder};
    default_type application/json;
    add_header Content-Encoding br;
  }}
  server {{
    listen {port};
    root {folder};
    default_type application/json;
    add_header Content-Encoding br;
    location = /static {{ try_files /body =404; }}
    location = /body {{
      proxy_pass http://127.0.0.1:{upstream};
      proxy_cache kept;
      proxy_cache_valid 200 1h;
    }}
  }}
}}
"""


def write_static(folder: Path, port: int) -> str:
    """`/static`: the file `body` of the folder; `/body`: the same, kept by proxy_cache of a static upstream."""
    main, paths = _fill(folder, port)
    return main + _STATIC.format(folder=folder, paths=paths, port=port, upstream=free_port())


def write_front(folder: Path, port: int, server: Server) -> str:
    """Our own configuration before a server: its ports, the place of its files and its log are changed, no more."""
    text = (ROOT / "docs/nginx.conf").read_text()
    main, paths = _fill(folder, port)
    text = re.sub(r"(?m)^\s*(?:user|pid|error_log|worker_processes|access_log)\s[^;]*;", "", text)
    text = re.sub(r"\blisten 80;", f"listen {port};", text)
    text = text.replace("127.0.0.1:8000", server.origin.removeprefix("http://").replace("localhost", "127.0.0.1"))
    text = re.sub(r"proxy_cache_path\s+\S+", f"proxy_cache_path {folder}/kept-{port}", text)
    return main + re.sub(r"\bhttp \{", "http {" + paths.replace("\\", "\\\\"), text, count=1)


def _fill(folder: Path, port: int) -> tuple[str, str]:
    user = "user root;\n" if os.geteuid() == 0 else ""
    return _MAIN.format(user=user, folder=folder, port=port), _PATHS.format(folder=folder, port=port)
