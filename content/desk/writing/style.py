"""The style guide: how to write each part of a guide, in the language of the page.

style/<language>.yaml -> rules for the part, shown beside the form
"""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("style")
#: For pages in a language that has none of its own.
ELSE = "en"


@cache
def read_style(language: str) -> dict[str, list[str]]:
    """Part -> its rules. `every` holds for all parts."""
    path = FOLDER / f"{language.partition('-')[0]}.yaml"
    rules: dict[str, list[str]] = yaml.safe_load((path if path.exists() else FOLDER / f"{ELSE}.yaml").read_text())
    return rules
