"""The rules of the house that a machine can check."""

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent

#: Package -> what it must not import. Arrows run the other way.
FORBIDDEN = {
    "content": ("api", "embeds", "web"),
    "api": ("embeds", "web"),
    "embeds": ("web",),
    "content/blocks": (
        "content.model.sections",
        "content.model.guides",
        "content.model.branches",
        "content.release",
        "content.desk.importing",
        "content.approval.claims",
    ),
    "content/sections": (
        "content.model.guides",
        "content.model.branches",
        "content.release",
        "content.desk.importing",
        "content.approval.claims",
    ),
    "content/guides": (
        "content.model.branches",
        "content.release",
        "content.desk.importing",
        "content.approval.claims",
        "content.approval.signoff",
    ),
    "content/branches": (
        "content.release",
        "content.desk.importing",
        "content.approval.claims",
        "content.approval.signoff",
    ),
    "content/approval/signoff/judging.py": ("content.release", "content.approval.claims"),
    "content/approval/signoff/signing.py": ("content.release", "content.approval.claims"),
    "content/approval/signoff/models.py": ("content.release", "content.approval.claims"),
    "content/snippets": ("content.model.guides", "content.model.branches", "content.release"),
    "content/images": ("content.model.guides", "content.model.branches", "content.release"),
    "content/richtext": ("content.model.guides", "content.model.sections", "content.release"),
    "content/editions": (
        "content.desk.importing",
        "content.setup.samples",
        "content.approval.claims",
        "content.desk.signoff.views",
        "content.desk.signoff.waiting",
        "content.desk.signoff.workflow",
    ),
    "cms/settings.py": ("content", "api", "embeds", "web"),
}
#: The public side reads through one door, and knows nothing else of content but the words of the vocabulary.
PUBLIC = ("content.release", "content.model.vocabulary")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(package: str) -> list[Path]:
    path = ROOT / package
    return [path] if path.suffix else sorted(path.rglob("*.py"))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_follow_the_arrows(package):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files_of(package)
        for name in imports_of(path)
        if any(within(name, forbidden) for forbidden in FORBIDDEN[package])
    ]
    assert wrong == []


@pytest.mark.parametrize("package", ["api", "embeds", "web"])
def test_what_the_world_reads_comes_through_editions_alone(package):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files_of(package)
        for name in imports_of(path)
        if within(name, "content") and name != "content" and not any(within(name, door) for door in PUBLIC)
    ]
    assert wrong == []


def test_the_import_rule_can_fail(tmp_path):
    file = tmp_path / "page.py"
    file.write_text("from content.model.guides.models import GuidePage\n")
    assert any(within(name, "content.model.guides") for name in imports_of(file))


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
