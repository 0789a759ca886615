"""The folder in which tools that others wrote read our contract."""

import json
from pathlib import Path

import pytest

from tests.clients.future import ANSWERS, MODELS
from tests.support.node import copy_client, run


def write_typed() -> str:
    """The answers of a later server as TypeScript, which compiles where the generated types take them."""
    read = '(<T extends components["schemas"]["{}"]>(answer: T) => answer)({});'
    lines = [read.format(model, json.dumps(ANSWERS[answer])) for answer, model in MODELS.items()]
    return "\n".join(['import type { components } from "./generated.ts";', *lines])


@pytest.fixture(scope="session")
def contract(tmp_path_factory) -> Path:
    """A copy of clients/contract with its packages, at the same depth, and what it reads."""
    folder = copy_client(tmp_path_factory.mktemp("contract"), "contract")
    (folder / "future.ts").write_text(write_typed())
    return folder


@pytest.fixture(scope="session")
def typescript(tmp_path_factory) -> Path:
    """A copy of clients/typescript, built."""
    folder = copy_client(tmp_path_factory.mktemp("typescript"), "typescript", "clients/conformance", "clients/schemas")
    done = run(folder, "npm", "run", "-s", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def packed(typescript, tmp_path_factory) -> Path:
    """The package as it is published."""
    folder = tmp_path_factory.mktemp("packed")
    done = run(typescript, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", str(folder))
    assert done.returncode == 0, done.stderr
    return folder / json.loads(done.stdout)[0]["filename"]
