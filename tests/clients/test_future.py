"""A guide from the future: what a later server sends is read by clients of today, ours and those that others generate.

The TypeScript client's own tests read it too (clients/typescript/test.mjs), and so does the Kotlin quick start.
"""

import importlib.util
import json
import shutil
import sys
from types import ModuleType

import pytest
from datamodel_code_generator import DataModelType, Formatter, InputFileType, generate

from api.v1.schema import VERSIONS
from tests.clients.future import ANSWERS, FALLBACK, FIXTURE, MODELS
from tests.support import ROOT
from tests.support.node import run


@pytest.fixture(scope="module", params=VERSIONS)
def models(request, tmp_path_factory) -> ModuleType:
    """Pydantic models, as a Python developer generates them."""
    target = tmp_path_factory.mktemp("pydantic") / "made_models.py"
    generate(
        VERSIONS[request.param],
        output=target,
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        strict_nullable=True,
        formatters=[Formatter.BUILTIN],
    )
    spec = importlib.util.spec_from_file_location(f"models_of_{request.param}", target)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # pydantic looks there for the names in annotations
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("answer", "model"), MODELS.items())
def test_pydantic_models_made_from_either_document_read_it(models, answer, model):
    getattr(models, model).model_validate(ANSWERS[answer])


def test_each_part_is_read_as_what_it_is(models):
    guide = models.GuideDocument.model_validate(ANSWERS["getGuide"])
    sections = [section.root for section in guide.sections]
    assert (guide.body_area, guide.locale) == ("feet", "fr")
    for section in sections[:-1]:
        *known, newer = [block.root for block in section.blocks]
        assert [type(block) for block in known if type(block).__name__.startswith("Unknown")] == []
        assert (type(newer).__name__, newer.fallback, newer.value["beams"]) == ("UnknownBlockDocument", FALLBACK, 3)
    assert [type(section).__name__ for section in sections[1:2] + sections[-1:]] == [
        "ProcessSectionDocument",
        "UnknownSectionDocument",
    ]


@pytest.mark.node
def test_the_phone_shows_it(tmp_path):
    shutil.copytree(ROOT / "static/phone", tmp_path / "phone")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(ROOT / "tests/clients/phone.mjs", tmp_path)
    done = run(tmp_path, "node", "phone.mjs", "./phone", str(FIXTURE))
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["live"].count(FALLBACK) == len(ANSWERS["getGuide"]["sections"])
    assert "Outlook" in shown["live"]
    assert ANSWERS["getGuide"]["title"] in shown["browse"]
    assert "Back in June." in shown["paused"]
    assert "undefined" not in "".join(shown.values())
