"""Our TypeScript client: builds, is small, passes its tests and the conformance suite, and is what the phone uses."""

import gzip
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.api.v1.questions import HELD_OUT, LABELLED
from tests.clients.conformance import CASES, runs
from tests.support import ROOT
from tests.support.node import check_types, run
from tests.support.serving import manage

pytestmark = pytest.mark.node
MAX_BYTES = 8_000
#: Of the search, which has stemmers and tables of letters. Only apps that import it have it.
MAX_SEARCH_BYTES = 32_000
#: Of the elements and their two wrappers, which websites and apps import by themselves.
MAX_EMBEDS_BYTES = 4_096
#: Written in other ways than guides are: look-alikes, wide letters, accents, marks, and what each stemmer does.
ODD = {
    "en": "Меsоtherару; P.R.P.; ＰＲＰ; mésothérapie; hair\u00adloss; what’s PRP; ꓑRP; "
    "universally internal organs; addings; pasting numbed areas; emergency dermatologists",
    "hi": "मेसोथेरेपि; बालों का झड़ना; बालोँ; दु:ख; сеанс; इन्जेक्शन; ३ सत्र; ٣ सत्र",
    "ar": "الجلسات; جلسة; العلاج بالحقن; حُقَن; ﺣﻘﻦ",
}
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


def test_it_is_small(typescript):
    assert len(gzip.compress((typescript / "dist/index.js").read_bytes(), 9)) < MAX_BYTES
    assert "dependencies" not in json.loads((typescript / "package.json").read_text())


@pytest.mark.parametrize(
    ("built", "used"),
    [
        ("index.js", "treatment-guides.js"),
        ("search/index.js", "treatment-guides-search.js"),
        ("search/LICENSES.txt", "treatment-guides-search.LICENSES.txt"),
    ],
)
def test_the_phone_uses_this_very_build(typescript, built, used):
    assert (ROOT / "static/phone" / used).read_text() == (typescript / "dist" / built).read_text(), "run: make phone"


@pytest.mark.parametrize(
    ("built", "served"), [("made/v1.js", "api/embeds/v1.js"), ("made/frame.js", "static/embeds/frame.js")]
)
def test_websites_are_given_this_very_build(typescript, built, served):
    assert (ROOT / served).read_text() == (typescript / built).read_text(), "run: make element"


@pytest.fixture(scope="module")
def archive(site, site_data) -> dict[str, str]:
    """A bundle of that server, and its key."""
    path = site_data / "chosen.zip"
    chosen = ["--locale", "en", "--locale", "hi", "--branch", "mumbai", "--width", "480", "--output", str(path)]
    done = manage(site_data, "build_bundle", "--json", *chosen)
    return {"ARCHIVE": str(path), "KEY": json.loads(done)["public_key"]}


@pytest.fixture(scope="module")
def questions(tmp_path_factory) -> str:
    """A file of what patients ask, each with its language."""
    path = tmp_path_factory.mktemp("questions") / "questions.json"
    asked = [(locale, question) for locale, question, _part in LABELLED + HELD_OUT]
    odd = [(locale, question) for locale, questions in ODD.items() for question in questions.split("; ")]
    path.write_text(json.dumps(asked + odd))
    return str(path)


def test_its_own_tests_against_the_real_server(typescript, site, archive, questions, monkeypatch):
    for name, value in ({"ADDRESS": site, "QUESTIONS": questions} | archive).items():
        monkeypatch.setitem(os.environ, name, value)
    done = run(typescript, "node", "--test")
    assert done.returncode == 0, done.stdout
    assert "skipped 0" in done.stdout


@pytest.fixture(scope="module")
def rendered(typescript) -> list[dict[str, str]]:
    done = run(typescript, "node", "conformance.mjs", given=json.dumps([case["input"] for case in CASES]))
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, str]] = json.loads(done.stdout)
    return answers


def test_it_passes_the_conformance_suite(rendered):
    for answer, case in zip(rendered, CASES, strict=True):
        assert runs(answer["html"]) == runs(case["html"]), case["name"]
        assert answer["text"] == case["text"], case["name"]


def test_what_is_packed_is_what_an_app_needs(typescript):
    done = run(typescript, "npm", "pack", "--dry-run", "--json", "--ignore-scripts")
    files = {file["path"] for file in json.loads(done.stdout)[0]["files"]}
    entries = {
        f"dist/{name}{end}"
        for name in ("index", "bundle", "sqlite", "search/index", "embeds/index", "embeds/react", "embeds/vue")
        for end in (".js", ".d.ts")
    }
    assert {"README.md", "package.json", "dist/schema.d.ts"} | entries <= files
    assert not any(path.startswith(("src/", "node_modules/")) or "test" in path for path in files)


@pytest.fixture(scope="module")
def project(typescript, packed, tmp_path_factory) -> Path:
    """An empty project into which the package was installed, and nothing else."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "package.json").write_text('{"name": "app", "private": true, "type": "module"}')
    done = run(folder, "npm", "install", "--offline", "--no-audit", "--no-fund", str(packed))
    assert done.returncode == 0, done.stderr
    shutil.copy(typescript / "quickstart.mjs", folder)
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
    package = project / "node_modules/treatment-guides"
    size = {str(path.relative_to(package)): len(gzip.compress(path.read_bytes(), 9)) for path in package.rglob("*.js")}
    assert size.pop("dist/search/index.js") < MAX_SEARCH_BYTES
    embeds = {name: size.pop(name) for name in list(size) if name.startswith("dist/embeds/")}
    assert sum(embeds.values()) < MAX_EMBEDS_BYTES
    assert sum(size.values()) < MAX_BYTES + 3_000


def test_an_app_that_uses_the_package_compiles(project, typescript):
    """By the types that are packed, under each of the two ways in which apps resolve them."""
    (project / "app.ts").write_text(APP)
    for module, resolution in (("esnext", "bundler"), ("nodenext", "nodenext")):
        done = check_types(typescript, str(project / "app.ts"), module, resolution)
        assert done.returncode == 0, done.stdout
