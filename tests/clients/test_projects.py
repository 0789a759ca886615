"""The TypeScript client, as it is packed, in apps that Vite, Next and Metro build: `make test-generators`."""

import gzip
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.chromium import launch
from tests.support.node import NODE, copy_client, run
from tests.support.serving import free_port, wait_for

pytestmark = pytest.mark.generators


@pytest.fixture(scope="module")
def projects(packed, tmp_path_factory) -> Iterator[Path]:
    """A copy of clients/projects with its packages, the client among them."""
    folder = copy_client(tmp_path_factory.mktemp("projects"), "projects")
    options = ("--no-save", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund")
    done = run(folder, "npm", "install", *options, str(packed))
    assert done.returncode == 0, done.stderr
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NEXT_TELEMETRY_DISABLED", "1")
        yield folder


def execute(folder: Path, *command: str) -> None:
    done = run(folder, "npm", "exec", "--offline", "--", *command)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def started(folder: Path, name: str, *arguments: str, **environment: str) -> Iterator[str]:
    """Address of an app, served by the tool that has built it."""
    port = free_port()
    address, log = f"http://localhost:{port}", folder / "server.log"
    command = [NODE / "bin/node", folder.parent / "node_modules" / name, *arguments, "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output)
    try:
        wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def kilobytes(files: list[Path]) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


def test_an_app_that_vite_builds_keeps_a_copy_in_a_browser(projects, site):
    execute(projects, "vite", "build", "vite")
    assert kilobytes(list((projects / "vite/dist").rglob("*.js"))) < 8
    with started(projects / "vite", "vite/bin/vite.js", "preview") as address, launch() as browser:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/?address={site}")
        page.get_by_text("Mesotherapy for hair", exact=True).wait_for()
        page.goto(f"{address}/?address=http://localhost:1")
        page.get_by_text("Mesotherapy for hair", exact=True).wait_for()


def test_an_app_that_next_builds_reads_on_the_server_and_searches_in_the_browser(projects, site):
    execute(projects, "next", "build", "next")
    scripts = (projects / "next/.next/static").rglob("*.js")
    chunks = [script for script in scripts if "treatment-guides-sync" in script.read_text()]
    assert len(chunks) == 1
    assert kilobytes(chunks) < 8
    with started(projects / "next", "next/dist/bin/next", "start", ADDRESS=site) as address:
        assert "Mesotherapy for hair" in urlopen(address).read().decode()


def bundle(projects: Path, entry: str) -> Path:
    made = projects / f"made/{entry}"
    made.parent.mkdir(exist_ok=True)
    options = ("--config", "native/metro.config.js", "--platform", "android", "--out", str(made))
    execute(projects, "metro", "build", entry, *options)
    return made


def test_metro_bundles_an_app_of_react_native(projects):
    assert "treatment_guides" in bundle(projects, "index.js").read_text()


def test_it_reads_over_the_url_of_react_native(projects, site):
    done = run(projects, "node", str(bundle(projects, "read.js")), site)
    assert done.stdout.split("\n")[:2] == ["Mesotherapy for hair"] * 2, done.stderr
