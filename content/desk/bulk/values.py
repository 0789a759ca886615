"""Values of a page that a bulk operation changes: a column, or a block of a stream by its id. As stored in JSON."""

import json
import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from content.model.conflicts import digest


def read_value(page: Any, name: str, block: str = "") -> Any:
    """None for a block that is not there."""
    if not block:
        return getattr(page, page._meta.get_field(name).attname)
    return next((raw for raw in read_blocks(page, name) if raw.get("id") == block), None)


def is_there(page: Any, name: str, value: Any) -> bool:
    """Whether what a column would name is still there."""
    field = page._meta.get_field(name)
    return value is None or not field.is_relation or field.related_model._base_manager.filter(pk=value).exists()


def put_value(page: Any, name: str, block: str, value: Any, place: int = 0) -> None:
    """`place`: where a block is inserted that is not there. A value of None removes the block."""
    model_field = page._meta.get_field(name)
    if not block:
        setattr(page, model_field.attname, value)
        return
    blocks = read_blocks(page, name)
    at = next((number for number, raw in enumerate(blocks) if raw.get("id") == block), None)
    if at is None:
        blocks.insert(place, value)
    elif value is None:
        del blocks[at]
    else:
        blocks[at] = value
    setattr(page, name, model_field.to_python(blocks))


#: Wagtail's editor adds it to each paragraph when a form is saved.
_EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')


def is_same(one: Any, other: Any) -> bool:
    """Whether two stored values say the same. A form that is saved without an edit adds keys and empty fields."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        plain = {name: _plain(below) for name, below in value.items() if name != "id"}
        return {name: below for name, below in plain.items() if below not in (None, "", [], {}, False)}
    if isinstance(value, list):
        return [_plain(below) for below in value]
    return _EDITOR_KEY.sub("", value) if isinstance(value, str) else value


def read_blocks(page: Any, name: str) -> list[dict[str, Any]]:
    """The blocks of a stream, as stored."""
    return [deepcopy(dict(raw)) for raw in getattr(page, name).raw_data]


@dataclass
class Hit:
    """A place where words are found, in its sentence. `problem`: why it can't be replaced here."""

    id: str
    label: str
    before: str
    found: str
    after: str
    replacement: str
    #: Its whole paragraph, as it is and as it becomes.
    was: str = ""
    becomes: str = ""
    problem: str = ""
    #: Claims that its sentence would make.
    claims: list[str] = field(default_factory=list)
    #: Whether replacing it opens a signed part.
    opens: bool = False


@dataclass
class Change:
    """A value before and after, as stored. `old` and `new` are for display.

    `hits`: what of it can be unticked. `rebuild` then makes the value after from the ids of those that are ticked.
    """

    name: str
    block: str
    before: Any
    after: Any
    label: str
    old: str = ""
    new: str = ""
    place: int = 0
    #: Why it can't be made.
    problem: str = ""
    hits: list[Hit] = field(default_factory=list)
    rebuild: Callable[[set[str]], Any] | None = None

    def keep(self, ticked: set[str]) -> "Change | None":
        """The change with the ticked hits only; None if none of them is."""
        if self.rebuild is None:
            return self
        kept = [hit for hit in self.hits if hit.id in ticked and not hit.problem]
        if not kept:
            return None
        old, new = (
            " … ".join(f"{hit.before}{getattr(hit, name)}{hit.after}" for hit in kept)
            for name in ("found", "replacement")
        )
        after = self.rebuild({hit.id for hit in kept})
        return Change(self.name, self.block, self.before, after, self.label, old, new, self.place, self.problem)


def put_changes(page: Any, changes: Iterable[Change]) -> None:
    for change in changes:
        put_value(page, change.name, change.block, change.after, change.place)


def digest_changes(changes: Iterable[Change]) -> str:
    """What a preview has shown. It differs if a value was changed since."""
    shown = [[change.name, change.block, change.before, change.after] for change in changes]
    return digest(json.dumps(shown, sort_keys=True))
