"""Templates: what a new guide of a kind of treatment begins with. Each section has prompts, which say what to write.

data/<language>.yaml -> `fill` -> the fields of a page that is not saved yet
"""

from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.model.prompts.marks import mark

FOLDER = Path(__file__).with_name("data")
#: For pages in a language that has no prompts of its own.
ELSE = "en"
#: Values of blocks that hold as they are: codes, and short texts that a guide may keep.
_KEPT = ("phase", "kind", "frequency", "title", "when", "question")
#: Values of blocks that are rich text.
_RICH = ("text", "answer")


class Template(TextChoices):
    INJECTABLE = "injectable", _("Injection")
    LASER = "laser", _("Laser or light")
    PEEL = "peel", _("Chemical peel")


@cache
def read_templates(language: str) -> dict[str, dict[str, Any]]:
    """Template -> field -> its prompt; of a stream: its blocks. What templates share stands under `every`."""
    path = FOLDER / f"{language}.yaml"
    data = yaml.safe_load((path if path.exists() else FOLDER / f"{ELSE}.yaml").read_text())
    return {name: {**data["every"], **data[name]} for name in Template.values}


def fill(page: Any, template: Template) -> None:
    """Write the prompts into the page."""
    for name, given in read_templates(page.locale.language_code)[template].items():
        if isinstance(given, str):
            setattr(page, name, mark(given))
        else:
            field = page._meta.get_field(name)
            setattr(page, name, field.to_python([_build_block(block) for block in given]))


def _build_block(block: dict[str, Any]) -> dict[str, Any]:
    """A line of the data file as Wagtail stores it. Text alone is the block's text."""
    ((type, given),) = block.items()
    value = {"text": given} if isinstance(given, str) else given
    words = {name: _build_value(name, one) for name, one in value.items()}
    return {"type": type, "id": str(uuid4()), "value": words}


def _build_value(name: str, value: str) -> str:
    if name in _KEPT:
        return value
    return f"<p>{mark(value)}</p>" if name in _RICH else mark(value)
