"""What `content/public` hands out is a value: no row and no QuerySet, which would lead on to drafts."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from types import ModuleType

import pytest
from django.db.models import Manager, Model, QuerySet

import content.public
from content.edition.models import Current

PATH = content.public.__path__
MODULES = [importlib.import_module(f"content.public.{module.name}") for module in pkgutil.iter_modules(PATH)]


def name_types(hint: object) -> Iterator[type]:
    """Every type that an annotation names, however deep."""
    if isinstance(hint, type):
        yield hint
    if origin := typing.get_origin(hint):
        yield from name_types(origin)
    for inner in typing.get_args(hint):
        yield from (part for one in (inner if isinstance(inner, list) else [inner]) for part in name_types(one))


def holds_rows(hint: object) -> bool:
    return any(issubclass(kind, Model | QuerySet | Manager) for kind in name_types(hint))


def find_leaks(module: ModuleType) -> Iterator[str]:
    """Names of a module whose values are rows, QuerySets or not frozen."""
    public = {name: thing for name, thing in vars(module).items() if not name.startswith("_")}
    for name, thing in public.items():
        if getattr(thing, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(thing):
            answered = typing.get_type_hints(thing).get("return")
            if (answered is None and "return" not in thing.__annotations__) or holds_rows(answered):
                yield name
        elif inspect.isclass(thing):
            yield from (f"{name}.{member}" for member in _find_leaking_members(thing))


def _find_leaking_members(kind: type) -> Iterator[str]:
    if issubclass(kind, Exception):
        return
    is_named_tuple = issubclass(kind, tuple) and hasattr(kind, "_fields")
    is_frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    if issubclass(kind, Model) or not (is_frozen or is_named_tuple):
        yield "is not frozen"
        return
    hints = typing.get_type_hints(kind)
    names = kind._fields if is_named_tuple else [field.name for field in fields(kind)]  # type: ignore[attr-defined,arg-type]
    yield from (name for name in names if holds_rows(hints[name]))
    for name, member in vars(kind).items():
        function = getattr(member, "fget", None) or getattr(member, "func", None) or member
        is_ours = not name.startswith("_") and inspect.isfunction(function)
        if is_ours and holds_rows(typing.get_type_hints(function).get("return")):
            yield name


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_everything_that_is_handed_out_is_a_value(module):
    assert list(find_leaks(module)) == []


def hand_out_rows() -> QuerySet[Current]:
    raise NotImplementedError


def hand_out_a_row() -> tuple[Current | None, str]:
    raise NotImplementedError


@dataclass(frozen=True)
class Leaking:
    rows: list[Current]

    def find(self) -> dict[str, QuerySet[Current]]:
        raise NotImplementedError


@dataclass
class Changing:
    name: str


def test_what_leaks_is_found():
    module = ModuleType(__name__)
    vars(module).update({thing.__name__: thing for thing in (hand_out_rows, hand_out_a_row, Leaking, Changing)})
    assert list(find_leaks(module)) == [
        "hand_out_rows",
        "hand_out_a_row",
        "Leaking.rows",
        "Leaking.find",
        "Changing.is not frozen",
    ]
