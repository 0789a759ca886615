"""Documents are read in the tests' own process, by the code that the process of the server runs."""

import pytest

from content.desk.importing import process
from content.desk.importing.drafting import imports
from content.desk.importing.process import Read


def read_here(name: str, content: bytes) -> Read:
    """Its answer is written and checked as between processes."""
    return process._take(name, process._ANSWER.dump_json(process._read(name, content)))


@pytest.fixture(autouse=True)
def reading_starts_no_process(request, monkeypatch) -> None:
    """A start of Python for each document. Where it is the process that is tested, the test is marked `apart`."""
    if not request.node.get_closest_marker("apart"):
        monkeypatch.setattr(imports, "read_apart", read_here)
