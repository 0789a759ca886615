"""What the docs say is so: commands answer as printed, links lead somewhere."""

import json
import re
import shlex
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import jq
import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.S)


def examples() -> list[tuple[str, str]]:
    """Every `$ curl … | jq …` of the docs, with the lines printed under it."""
    found = []
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text()):
            for part in block.split("$ ")[1:]:
                command, _, answer = part.partition("\n")
                found.append((command, answer.strip()))
    return found


def answer(command: str, site: str) -> str:
    curl, _, filter = command.partition(" | jq ")
    address = shlex.split(curl)[-1].replace("http://localhost:8000", site)
    try:
        with urlopen(address) as response:
            body = response.read().decode()
    except HTTPError as error:
        body = error.read().decode()
    *options, program = shlex.split(filter)
    results = list(jq.compile(program).input_text(body))
    if "-r" in options:
        return "\n".join(map(str, results))
    return "\n".join(json.dumps(result, ensure_ascii=False, separators=(",", ":")) for result in results)


@pytest.mark.served
@pytest.mark.parametrize(("command", "expected"), examples())
def test_a_command_answers_as_printed(command, expected, site):
    assert answer(command, site) == expected


def test_the_readme_has_three_commands():
    assert sum(command in (ROOT / "README.md").read_text() for command, _answer in examples()) >= 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_variable_that_settings_read_is_documented():
    names = re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', (ROOT / "cms/settings.py").read_text())
    documented = (ROOT / "docs/operating.md").read_text()
    assert [name for name in names if f"`{name}`" not in documented] == []


def test_every_command_that_operators_are_told_exists():
    text = (ROOT / "docs/operating.md").read_text()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - get_commands().keys() == set()
    walk = text.split("## Two hosts, step by step")[1].split("\n## ")[0]
    # As `make prove-two-hosts` takes them from there and runs them.
    assert re.findall(r"```(\w+)\n", walk) == ["sh", "sql", "sh", "sh", "sh", "ini", "ini", "nginx"]


def test_the_kotlin_of_the_docs_is_what_is_compiled():
    page = (ROOT / "docs/native-apps.md").read_text()
    assert f"```kotlin\n{(ROOT / 'clients/kotlin/models/Quickstart.kt').read_text()}```" in page
    given = re.search(r"openapi-generator-cli generate (.*?)\n```", page, re.S)
    used = re.search(r"java -jar \S+ generate (.*?) >generator.log", (ROOT / "clients/kotlin/check").read_text(), re.S)
    assert given, "the docs name the options"
    assert used, "the check names the options"
    assert _options(given[1]) == _options(used[1])


def _options(command: str) -> list[str]:
    """Without the names of files, which differ."""
    return shlex.split(command.replace("\\\n", " ").split(" -o ")[1])[1:]
