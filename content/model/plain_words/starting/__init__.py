"""The list that a group begins with, written once by a migration. From then on it is the group's."""

from collections.abc import Iterator
from pathlib import Path

import yaml


def read_starting_words() -> Iterator[tuple[str, str, str]]:
    """Language, jargon, plain words."""
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        for jargon, plain in yaml.safe_load(path.read_text()).items():
            yield path.stem, jargon, plain
