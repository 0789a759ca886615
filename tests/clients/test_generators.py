"""Linters and generators that others wrote read both documents; what they make reads the answers of a later server.

More are in test_future.py, test_contract.py and test_kotlin.py. These take minutes: `make test-generators`.
"""

import importlib
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.v1.schema import VERSIONS
from tests.clients.future import ANSWERS, MODELS
from tests.support.node import copy_client, run

pytestmark = pytest.mark.generators


@pytest.fixture(scope="module")
def generators(tmp_path_factory) -> Path:
    """A copy of clients/generators with its packages, at the same depth, and what it reads."""
    return copy_client(tmp_path_factory.mktemp("generators"), "generators", "clients/conformance")


def test_spectral_and_redocly_find_no_error(generators):
    done = run(generators, "npm", "run", "-s", "lint")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("version", VERSIONS)
def test_zod_schemas_of_hey_api_and_orval_read_it(generators, version):
    done = run(generators, "npm", "run", "-s", "read", version)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("version", VERSIONS)
def test_the_models_of_openapi_python_client_read_it(tmp_path, monkeypatch, version):
    (tmp_path / "config.yaml").write_text("post_hooks: []\n")
    package = f"python_client_{version.replace('.', '_')}"
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    options = ["--config", "config.yaml", "--path", str(VERSIONS[version]), "--output-path", package]
    done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.syspath_prepend(tmp_path)
    models = importlib.import_module(f"{package}.models")
    for answer, model in MODELS.items():
        if model != "SectionDetail":  # a union, of which it makes no model: read as an answer below
            assert getattr(models, model).from_dict(ANSWERS[answer]).additional_properties
    (endpoint,) = (tmp_path / package).rglob("get_section.py")
    reading = importlib.import_module(".".join(endpoint.relative_to(tmp_path).with_suffix("").parts))
    section = reading._parse_response(client=None, response=httpx.Response(200, json=ANSWERS["getSection"]))
    assert (type(section).__name__, section.key) == ("UnknownSectionDetailDocument", "outlook")
    guide = models.GuideDocument.from_dict(ANSWERS["getGuide"])
    assert [type(section).__name__ for section in guide.sections][-1] == "UnknownSectionDocument"
    assert [type(section.blocks[-1]).__name__ for section in guide.sections] == ["UnknownBlockDocument"] * 6
