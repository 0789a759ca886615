"""Kotlin: the package passes its tests and reads the real server; models made from each OpenAPI document do, too."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.v1.schema import VERSIONS
from tests.support import ROOT
from tests.support.node import COMMANDS
from tests.support.serving import manage

pytestmark = pytest.mark.kotlin
KOTLIN = ROOT / "clients/kotlin"
DEBIAN = "default-jre-headless libxerial-sqlite-jdbc-java junit4"
MAX_JAR = 350_000


def run(*command: Any, folder: Path = ROOT, **environment: str) -> str:
    environment = {**os.environ, "PYTHON": sys.executable, "NPM": " ".join(COMMANDS["npm"]), **environment}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tools(tmp_path_factory) -> Path:
    jars = (Path("/usr/share/java/sqlite-jdbc.jar"), Path("/usr/share/java/junit4.jar"))
    is_complete = shutil.which("java") and all(jar.exists() for jar in jars)
    assert is_complete, f"Something is missing. Debian: sudo apt install {DEBIAN}"
    folder = tmp_path_factory.mktemp("tools")
    run(KOTLIN / "tools", folder)
    return folder


@pytest.fixture(scope="module")
def built(tools, tmp_path_factory) -> Path:
    """A folder with the package, which has passed its own tests: among them the conformance suite."""
    folder = tmp_path_factory.mktemp("built")
    assert re.search(r"OK \(\d\d tests\)", run(KOTLIN / "build", tools, folder))
    return folder


@pytest.fixture(scope="module")
def app(tools, built, tmp_path_factory) -> list[str]:
    """The command of an app: the quick start alone, compiled with the package and what it depends on."""
    folder = tmp_path_factory.mktemp("app")
    shutil.copy(KOTLIN / "quickstart/Main.kt", folder)
    compiler = tools / "node_modules/kotlin-compiler"
    jars = [built / "treatment-guides.jar", *(tools / "jars").glob("*.jar")]
    needed = ":".join(map(str, jars))
    run("bash", compiler / "bin/kotlinc", "Main.kt", "-jvm-target", "11", "-cp", needed, "-d", "app.jar", folder=folder)
    database = tools / "test-jars/sqlite-jdbc.jar"
    return ["java", "-cp", f"{folder}/app.jar:{needed}:{compiler}/lib/kotlin-stdlib.jar:{database}", "MainKt"]


def test_the_quick_start_reads_the_server_and_then_its_copy(app, site, tmp_path):
    first = run(*app, site, folder=tmp_path)
    assert int(first.split()[0]) > 10
    assert "- The scalp is cleaned" in first
    assert f"picture: {site}/media/" in first
    again = run(*app, "http://localhost:1", folder=tmp_path)
    assert again.splitlines()[1:-1] == first.splitlines()[1:-1], "without a network, what is kept"
    assert again.startswith("0 changed")


def test_the_quick_start_begins_with_what_came_with_the_app(app, site, site_data, tmp_path):
    bundle = tmp_path / "guides.zip"
    made = manage(site_data, "build_bundle", "--locale", "en", "--output", str(bundle), "--json")
    key = json.loads(made)["public_key"]
    offline = run(*app, "http://localhost:1", bundle, key, folder=tmp_path)
    assert re.match(r"0 changed, \d+ guides kept\n- The scalp is cleaned", offline)
    assert re.search(r"\n\d{4,} bytes of the picture came with the app\n", offline)
    online = run(*app, site, bundle, key, folder=tmp_path)
    assert online.splitlines()[:-1] == offline.splitlines()[:-1], "sync goes on from the bundle, and nothing is new"


def test_the_quick_start_is_short_and_the_package_small(built):
    lines = [line.strip() for line in (KOTLIN / "quickstart/Main.kt").read_text().splitlines()]
    assert len([line for line in lines if line and line[:2] != "//"]) <= 40
    assert (built / "treatment-guides.jar").stat().st_size < MAX_JAR


def test_models_made_from_either_document_compile_and_read_the_real_server(tools, site, tmp_path):
    lines = run(KOTLIN / "check", tools, site, tmp_path, *VERSIONS.values()).splitlines()
    half = len(lines) // 2
    assert lines[:half] == lines[half:], "models of both documents read the same"
    assert lines[0] == "Mesotherapy for hair: 60 minutes at most"
    assert "बालों के लिए मेसोथेरेपी, in hi, version 1" in lines
    assert "before: सिर की त्वचा साफ़ की जाती है" in lines
    assert lines[-9] == "<p>The same in words.</p>", "a block that the app does not know is shown by its fallback"
    assert lines[-8:] == [
        "feet in fr",
        "<p>The same in words.</p>",
        '{horizon={"years":5}}',
        "UnknownSectionDetailDocumentValue",
        "outlook",
        f"[{', '.join(f'{kind}SyncItemDocumentValue' for kind in ('Branch', 'Unknown', 'Guide', 'Guide'))}]",
        "fr",
        "asleep",
    ]
