"""The folder in which tools that others wrote read our contract."""

import shutil
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.node import run


@pytest.fixture(scope="session")
def contract(tmp_path_factory) -> Path:
    """A copy of clients/contract with its packages, at the same depth, and the document that it reads."""
    root = tmp_path_factory.mktemp("contract")
    folder = root / "clients/contract"
    shutil.copytree(ROOT / "clients/contract", folder, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(ROOT / "api/v1/openapi", root / "api/v1/openapi")
    done = run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    assert done.returncode == 0, done.stderr
    return folder
