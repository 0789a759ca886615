"""Our TypeScript client: builds, is small, passes its tests and the conformance suite, and is what the phone uses."""

import gzip
import json
import os
from pathlib import Path

import pytest

from tests.clients.conformance import CASES, runs
from tests.support import ROOT
from tests.support.node import copy_client, run

pytestmark = pytest.mark.node
MAX_BYTES = 8_000


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Path:
    """A copy of clients/typescript, built."""
    folder = copy_client(tmp_path_factory.mktemp("typescript"), "typescript", "clients/conformance")
    done = run(folder, "npm", "run", "-s", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_it_is_small(client):
    assert len(gzip.compress((client / "dist/index.js").read_bytes(), 9)) < MAX_BYTES
    assert "dependencies" not in json.loads((client / "package.json").read_text())


def test_the_phone_uses_this_very_build(client):
    built = (client / "dist/index.js").read_text()
    assert (ROOT / "static/phone/treatment-guides.js").read_text() == built, "run: make phone"


def test_its_own_tests_against_the_real_server(client, site, monkeypatch):
    monkeypatch.setitem(os.environ, "ADDRESS", site)
    done = run(client, "node", "--test", "test.mjs")
    assert done.returncode == 0, done.stdout
    assert "skipped 0" in done.stdout


@pytest.fixture(scope="module")
def rendered(client) -> list[dict[str, str]]:
    done = run(client, "node", "conformance.mjs", given=json.dumps([case["input"] for case in CASES]))
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, str]] = json.loads(done.stdout)
    return answers


def test_it_passes_the_conformance_suite(rendered):
    for answer, case in zip(rendered, CASES, strict=True):
        assert runs(answer["html"]) == runs(case["html"]), case["name"]
        assert answer["text"] == case["text"], case["name"]


def test_what_is_packed_is_what_an_app_needs(client):
    done = run(client, "npm", "pack", "--dry-run", "--json", "--ignore-scripts")
    files = {file["path"] for file in json.loads(done.stdout)[0]["files"]}
    assert {"README.md", "package.json", "dist/index.js", "dist/index.d.ts", "dist/schema.d.ts"} <= files
    assert not any(path.startswith(("src/", "node_modules/")) or "test" in path for path in files)
