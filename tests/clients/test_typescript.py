"""Our TypeScript client: builds, is small, passes its tests and the conformance suite, and is what the phone uses."""

import gzip
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.clients.conformance import CASES, runs
from tests.support import ROOT
from tests.support.node import copy_client, run

pytestmark = pytest.mark.node
MAX_BYTES = 8_000
APP = """
import { Client, Copy, sync, type Guide } from "treatment-guides";
import { SQLiteStore, type Database } from "treatment-guides/sqlite";

export async function titles(database: Database): Promise<string[]> {
  const store = new SQLiteStore(database);
  await sync(new Client("https://guides.example"), store, { locales: ["en"], types: ["guide"] });
  const copy = await Copy.open(store);
  return (copy?.list("guide", ["en"]) ?? []).map(({ document }) => (document as Guide).title);
}
"""


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
    done = run(client, "node", "--test", "test.mjs", "sqlite.test.mjs")
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
    entries = {f"dist/{name}{end}" for name in ("index", "sqlite") for end in (".js", ".d.ts")}
    assert {"README.md", "package.json", "dist/schema.d.ts"} | entries <= files
    assert not any(path.startswith(("src/", "node_modules/")) or "test" in path for path in files)


@pytest.fixture(scope="module")
def project(client, tmp_path_factory) -> Path:
    """An empty project into which the package was installed, and nothing else."""
    folder = tmp_path_factory.mktemp("project")
    packed = run(client, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", str(folder))
    assert packed.returncode == 0, packed.stderr
    (folder / "package.json").write_text('{"name": "app", "private": true, "type": "module"}')
    name = json.loads(packed.stdout)[0]["filename"]
    done = run(folder, "npm", "install", "--offline", "--no-audit", "--no-fund", f"./{name}")
    assert done.returncode == 0, done.stderr
    shutil.copy(client / "quickstart.mjs", folder)
    return folder


def test_the_quick_start_reads_the_server_and_then_its_copy(project, site):
    first = run(project, "node", "quickstart.mjs", site)
    assert first.returncode == 0, first.stderr
    assert "found: Mesotherapy for hair" in first.stdout
    assert int(first.stdout.split()[0]) > 10
    again = run(project, "node", "quickstart.mjs", "http://localhost:1")
    assert again.stdout == re.sub(r"^\d+", "0", first.stdout), "without a network, what is kept"


def test_the_quick_start_is_short_and_what_it_takes_is_small(project):
    lines = [line for line in (project / "quickstart.mjs").read_text().splitlines() if line and line[:2] != "//"]
    assert len(lines) <= 40
    installed = [path for path in (project / "node_modules/treatment-guides").rglob("*.js") if path.is_file()]
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in installed) < MAX_BYTES + 1_500


def test_an_app_that_uses_the_package_compiles(project, client):
    """By the types that are packed, under each of the two ways in which apps resolve them."""
    (project / "app.ts").write_text(APP)
    for resolution, module in (("bundler", "esnext"), ("nodenext", "nodenext")):
        options = ("--strict", "--noEmit", "--target", "es2022", "--module", module, "--moduleResolution", resolution)
        done = run(client, "npm", "exec", "--offline", "--", "tsc", *options, str(project / "app.ts"))
        assert done.returncode == 0, done.stdout
