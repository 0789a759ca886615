"""A row of every kind that somebody must not see, with a canary in each of its texts.

A canary is `Zq`, its kind, the field, `Zq`. Every row has the same number, so that one id in an address, a query or a
body asks for all of them. Searches ask in small letters: so what was asked is told apart from what was found.
"""

import re
from typing import Any

from django.core.signing import b64_encode
from django.db import models

#: The number of every planted row; of the branch, where a page has it already.
ID, BRANCH_ID = 90_001, 90_002
#: Found by every search: in small letters.
WORD = "zqcanary"
FOUND = re.compile(r"Zq([A-Za-z]+)_([a-z_]+)Zq")
#: Codes and structure, which are no words: what reads them would break.
STRUCTURE = {
    "path", "url_path", "url", "doi", "pmid", "file", "file_hash", "placeholder", "locale", "digest", "source_digest",
    "draft_digest", "rule", "part", "action", "object_id", "content_type", "contentpath", "position", "theme_colour",
    "theme_ink", "theme_ground", "time_zone", "website_origins", "password", "guide", "branch",
}  # fmt: skip


def canary(kind: str, field: str) -> str:
    return f"Zq{kind}_{field}Zq"


def text_of(kind: str, field: models.Field) -> str | None:
    """What a field is planted with; None for one that holds no words."""
    if field.name in STRUCTURE or field.choices or not isinstance(field, models.CharField | models.TextField):
        return None
    mark = canary(kind, field.name)
    if isinstance(field, models.EmailField):
        return f"{mark}@zq.example"
    if isinstance(field, models.SlugField):
        return mark
    if isinstance(field, models.URLField):
        return f"https://zq.example/{mark}"
    longer = f"{mark} {WORD}"
    room = field.max_length or len(longer)
    return None if room < len(mark) else longer[:room].strip() if room >= len(longer) else mark


def _plant_in_blocks(value: Any, mark: str) -> Any:
    """In whatever of a stream is prose: codes have no spaces."""
    if isinstance(value, dict):
        return {key: _plant_in_blocks(inner, mark) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plant_in_blocks(inner, mark) for inner in value]
    if not isinstance(value, str) or " " not in value:
        return value
    return value.replace("</p>", f" {mark}</p>", 1) if "</p>" in value else f"{value} {mark}"


def fill(instance: Any, kind: str) -> Any:
    """Put a canary into each text of an instance, in memory."""
    from content.model.blocks.base import SectionStreamField

    for field in instance._meta.concrete_fields:
        if isinstance(field, SectionStreamField):
            planted = _plant_in_blocks(list(getattr(instance, field.name).raw_data), canary(kind, field.name))
            setattr(instance, field.name, field.to_python(planted))
        elif text := text_of(kind, field):
            setattr(instance, field.name, text)
    return instance


def make(model: type[models.Model], kind: str, **values: Any) -> Any:
    """A row with the number that all have, and its words planted, past every check of what words are fit."""
    return model._default_manager.bulk_create([fill(model(pk=ID, **values), kind)])[0]  # type: ignore[attr-defined]


#: Beside words, what lets its holder read a draft: the part of a signed token that says of which row it is.
def tokens() -> dict[str, str]:
    link = b64_encode(f"[{ID},{ID}]".encode()).decode()
    begun = f"[{BRANCH_ID},0,".encode()  # by whom it is follows
    launch = b64_encode(begun[: len(begun) // 3 * 3]).decode()
    return {"PreviewLink": f"/preview/{link}:", "LaunchPreview": f"/launch-preview/{launch}"}
