"""What is installed is what was locked: every requirement by version and by the hashes of its files."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
_REQUIREMENT = re.compile(r"^([a-zA-Z0-9][\w.-]*)(?:\[[^]]*\])?==\S+")


def read(lock: str) -> dict[str, str]:
    """Name -> the lines of a requirement."""
    found: dict[str, str] = {}
    name = ""
    for line in (ROOT / lock).read_text().splitlines():
        if match := _REQUIREMENT.match(line):
            name = normalise(match[1])
            found[name] = line
        elif line.startswith(" ") and name:
            found[name] += line
        elif line.strip() and not line.startswith("#"):
            raise AssertionError(f"{lock}: {line} is no version with hashes")
    return found


def normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_hashes(lock):
    found = read(lock)
    assert len(found) > 30
    assert [name for name, lines in found.items() if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", lines)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_locked(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    wanted += project["optional-dependencies"]["dev"] if "dev" in lock else []
    names = {normalise(re.split(r"[\[~<>=! ]", requirement)[0]) for requirement in wanted}
    assert names - set(read(lock)) == set()


def test_installing_asks_for_the_hashes():
    assert "--require-hashes" in (ROOT / "bin/install").read_text()
