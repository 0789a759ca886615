"""Swift: the package passes the suite of all clients, and its quick start reads the server: `make test-swift`."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.serving import manage

pytestmark = pytest.mark.swift
SWIFT = ROOT / "clients/swift"
Run = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="module")
def system(tmp_path_factory) -> Path:
    """A folder with the compiler, in which the package lies. SWIFT_TOOLS names one that `tools` has filled before."""
    root = Path(os.environ.get("SWIFT_TOOLS") or tmp_path_factory.mktemp("swift"))
    if not (root / "usr/bin/swiftc").exists():
        subprocess.run([SWIFT / "tools", root], check=True)
    for name in ("swift", "conformance"):
        target = root / "clients" / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(ROOT / "clients" / name, target, ignore=shutil.ignore_patterns(".build"))
    return root


@pytest.fixture(scope="module")
def swift(system) -> Run:
    def run(command: str) -> subprocess.CompletedProcess:
        return subprocess.run([SWIFT / "run", system, command], capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="module")
def app(swift) -> Run:
    """The quick start, in an empty folder of its own. Arguments: as it takes them."""
    built = swift("swift-build --product quickstart")
    assert built.returncode == 0, built.stdout
    assert "warning:" not in built.stdout, built.stdout

    def run(folder: str, *arguments: str) -> subprocess.CompletedProcess:
        words = " ".join(f"'{word}'" for word in arguments)
        return swift(f"mkdir -p /tmp/{folder} && cd /tmp/{folder} && /clients/swift/.build/debug/quickstart {words}")

    return run


def read(done: subprocess.CompletedProcess) -> list[str]:
    assert done.returncode == 0, done.stdout + done.stderr
    lines: list[str] = done.stdout.splitlines()
    return lines


def test_it_passes_the_suite_of_all_our_clients(swift):
    built = swift("swift-build --build-tests")
    assert built.returncode == 0, built.stdout
    done = swift(".build/debug/TreatmentGuidesPackageTests.xctest")
    assert re.search(r"Executed 5 tests, with 0 failures", done.stdout + done.stderr), done.stdout


def test_the_quick_start_reads_the_server_and_then_its_copy(app, site, tmp_path):
    first = read(app(tmp_path.name, site))
    assert int(first[0].split()[0]) > 10
    assert any(line.startswith("- The scalp is cleaned") for line in first)
    assert first[-1].startswith(f"picture: {site}/media/")
    again = read(app(tmp_path.name, "http://localhost:1"))
    assert again[0].startswith("0 changed")
    assert again[1:-1] == first[1:-1], "without a network, what is kept"


def test_the_quick_start_begins_with_what_came_with_the_app(app, system, site, site_data, tmp_path):
    bundle = f"/tmp/{tmp_path.name}.zip"
    made = manage(site_data, "build_bundle", "--locale", "en", "--output", f"{system}{bundle}", "--json")
    key = json.loads(made)["public_key"]
    offline = read(app(tmp_path.name, "http://localhost:1", bundle, key))
    assert re.fullmatch(r"0 changed, \d+ guides kept", offline[0])
    assert any(re.fullmatch(r"\d{4,} bytes of the picture came with the app", line) for line in offline)
    assert read(app(tmp_path.name, site, bundle, key))[:-1] == offline[:-1], "sync goes on from it, and nothing is new"
    wrong = app(f"{tmp_path.name}-wrong", site, bundle, "A" * 43 + "=")
    assert "not signed by that key" in wrong.stderr


def test_the_quick_start_is_short():
    lines = [line.strip() for line in (SWIFT / "Sources/quickstart/main.swift").read_text().splitlines()]
    assert len([line for line in lines if line and line[:2] != "//"]) <= 40
