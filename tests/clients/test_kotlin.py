"""The Kotlin quick start: models are made from each OpenAPI document, compile, read the real server and a later one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.v1.schema import VERSIONS
from tests.support import ROOT
from tests.support.node import COMMANDS


@pytest.mark.kotlin
def test_the_quick_start_compiles_and_reads_the_real_server(site: str, tmp_path: Path):
    assert shutil.which("java"), "Java is missing. Install it (Debian: sudo apt install default-jre-headless)."
    environment = {**os.environ, "PYTHON": sys.executable, "NPM": " ".join(COMMANDS["npm"])}
    command = [ROOT / "clients/kotlin/check", site, tmp_path / "kotlin", *VERSIONS.values()]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
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
