"""The rules of the house that a machine can check."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.support.imports import imports_of

ROOT = Path(__file__).parent.parent

#: The floors of content/, top to bottom. A room imports from its own floor and from those below.
FLOORS = ("setup", "desk", "public", "release", "edition", "approval", "model")
#: What Django and Wagtail look for under these names: they gather the rooms.
GATHERING = {"apps", "models", "wagtail_hooks", "management", "migrations", "templatetags"}
#: What the world reads comes through one door, and knows nothing else of content but the words of the vocabulary.
DOORS = ("content.public", "content.model.vocabulary")
#: Of api/, top to bottom: each may import what stands after it, and all may import its modules.
READERS = ("pages", "phone", "embeds", "v1")
#: What a module of the tests may not import from; `from tests.x.test_y import z` is `tests.x.test_y.z`.
BORROWED = re.compile(r"bench(\.|$)|tests\.(\w+\.)*(test_\w+|conftest)(\.|$)")


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def floor_of(name: str) -> str:
    """Of a module of content/ its floor, or the name under which it gathers."""
    return name.split(".")[1] if name.startswith("content.") else ""


def find_wrong(path: Path, module: str) -> Iterator[str]:
    """What a module imports against the arrows."""
    parts = module.split(".")
    for name in imports_of(path.read_text()):
        other = floor_of(name)
        if parts[0] == "content":
            own = floor_of(module)
            upward = own in FLOORS and (other in GATHERING or other in FLOORS[: FLOORS.index(own)])
            if upward or within(name, "api"):
                yield f"{module} imports {name}"
        elif parts[0] == "api":
            closed = within(name, "content") and not any(within(name, door) for door in DOORS)
            if closed or _goes_up(parts, name.split(".")):
                yield f"{module} imports {name}"


def _goes_up(own: list[str], other: list[str]) -> bool:
    if other[0] != "api" or len(other) < 2 or other[1] not in READERS:
        return False
    return own[1] not in (*READERS, *GATHERING) or (
        own[1] in READERS and READERS.index(other[1]) < READERS.index(own[1])
    )


def find_borrowed(path: Path) -> list[str]:
    """What a module of the tests imports from a test, from a conftest, or from bench/: what is shared is in support."""
    return [name for name in imports_of(path.read_text()) if BORROWED.match(name)]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("package", ["content", "api"])
def test_imports_follow_the_arrows(package):
    wrong = [line for path in sorted((ROOT / package).rglob("*.py")) for line in find_wrong(path, name_of(path))]
    assert wrong == []


def test_every_room_of_content_is_on_a_floor():
    found = {path.stem for path in (ROOT / "content").iterdir() if path.stem not in ("__init__", "__pycache__")}
    assert found - GATHERING == set(FLOORS)


def test_the_settings_import_nothing_of_ours():
    assert not [
        name for name in imports_of((ROOT / "cms/settings.py").read_text()) if name.split(".")[0] in ("content", "api")
    ]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("content.model.room", "from content.approval.signoff import signing"),
        ("content.release.a_room_that_is_new", "from content.desk import dashboard"),
        ("content.desk.launches.views", "from api.v1 import views"),
        ("api.v1.views", "from content.model.guides.models import GuidePage"),
        ("api.v1.views", "import content.release.settle"),
        ("api.v1.views", "from api.embeds import views"),
        ("api.answers", "from api.v1 import views"),
    ],
)
def test_the_import_rule_can_fail(tmp_path, module, line):
    file = tmp_path / "page.py"
    file.write_text(f"{line}\n")
    assert list(find_wrong(file, module)) != []
    file.write_text("from content.model import vocabulary\n")
    assert list(find_wrong(file, module)) == []


def test_tests_share_what_is_in_support_and_nothing_else():
    borrowed = {name_of(path): find_borrowed(path) for path in (ROOT / "tests").rglob("*.py")}
    assert {name: found for name, found in borrowed.items() if found} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from bench import signing",
        "import bench.ground",
        "from tests.content.release.test_settle import publish",
        "from tests.browser.conftest import browser as browser",
    ],
)
def test_the_rule_of_what_tests_share_can_fail(tmp_path, line):
    file = tmp_path / "test_page.py"
    file.write_text(f"{line}\n")
    assert find_borrowed(file) != []
    file.write_text("from tests.support import signing\nfrom tests.content.desk.access.rights import ROLES\n")
    assert find_borrowed(file) == []


def find_modules() -> dict[str, str]:
    """Our modules, each with its source."""
    paths = (path for package in ("api", "cms", "content") for path in (ROOT / package).rglob("*.py"))
    return {name_of(path): path.read_text() for path in paths if "migrations" not in path.parts}


def find_cycle(sources: dict[str, str]) -> list[str]:
    """Modules of which each imports the next, and the last is the first; empty where there are none."""
    graph = {name: {_module(one, sources) for one in imports_of(source)} - {""} for name, source in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def _module(name: str, sources: dict[str, str]) -> str:
    """The module that an import names, or has the thing that it names."""
    return next((one for one in (name, name.rpartition(".")[0]) if one in sources), "")


def find_hidden_imports(name: str, source: str) -> list[str]:
    """Imports of our modules that are made in a function, or for the type checker alone."""
    if name.endswith(".apps") or ".management." in name:
        return []
    hiding = (ast.FunctionDef, ast.AsyncFunctionDef, ast.If)
    blocks = [ast.unparse(node) for node in ast.walk(ast.parse(source)) if isinstance(node, hiding)]
    found = {one for block in blocks for one in imports_of(block)}
    return sorted(one for one in found if one.split(".")[0] in ("api", "cms", "content"))


def test_no_module_imports_itself_by_way_of_others():
    assert find_cycle(find_modules()) == []


def test_no_import_is_hidden_in_a_function():
    found = {name: hidden for name, source in find_modules().items() if (hidden := find_hidden_imports(name, source))}
    assert found == {}


def test_the_rules_about_cycles_can_fail():
    guides, forms = "from content.model import forms\n", "from content.model.guides import GuidePage\n"
    assert find_cycle({"content.model.guides": guides, "content.model.forms": ""}) == []
    assert find_cycle({"content.model.guides": guides, "content.model.forms": forms}) == [
        "content.model.guides",
        "content.model.forms",
        "content.model.guides",
    ]
    lazy = f"def clean(): {forms}"
    typed = f"if TYPE_CHECKING: {forms}"
    for hidden in (lazy, typed):
        assert find_hidden_imports("content.model.forms", hidden) == ["content.model.guides.GuidePage"]
    assert find_hidden_imports("content.apps", lazy) == find_hidden_imports("content.model.forms", forms) == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO(), stderr=StringIO())


def test_migrations_hold_no_block_definitions():
    for path in (ROOT / "content/migrations").glob("0*.py"):
        assert "block_lookup" not in path.read_text()


def test_no_module_is_named_after_nothing():
    names = {path.stem for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    assert not names & {"utils", "helpers", "common", "misc"}


def test_system_checks_pass():
    call_command("check", fail_level="WARNING", stdout=StringIO(), stderr=StringIO())
