"""The folder in which tools that others wrote read our contract."""

import json
import shutil
from pathlib import Path

import pytest

from tests.clients.future import ANSWERS, MODELS
from tests.support import ROOT
from tests.support.node import run


def write_typed() -> str:
    """The answers of a later server as TypeScript, which compiles where the generated types take them."""
    read = '(<T extends components["schemas"]["{}"]>(answer: T) => answer)({});'
    lines = [read.format(model, json.dumps(ANSWERS[answer])) for answer, model in MODELS.items()]
    return "\n".join(['import type { components } from "./generated.ts";', *lines])


@pytest.fixture(scope="session")
def contract(tmp_path_factory) -> Path:
    """A copy of clients/contract with its packages, at the same depth, and what it reads."""
    root = tmp_path_factory.mktemp("contract")
    folder = root / "clients/contract"
    shutil.copytree(ROOT / "clients/contract", folder, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(ROOT / "api/v1/openapi", root / "api/v1/openapi")
    (folder / "future.ts").write_text(write_typed())
    done = run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    assert done.returncode == 0, done.stderr
    return folder
