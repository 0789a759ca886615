"""A guide as code of another day compiled it: what readers have of it lacks something, or has something else."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from content.edition import compiler
from content.edition.models import Current
from content.edition.reducing import read_content
from content.model.compilation import Reference
from content.model.guides.models import GuidePage
from content.model.publishing import Publication
from content.release.settle import settle

Change = Callable[[dict[str, Any]], None]


def compile_as(monkeypatch: Any, page: GuidePage, change: Change) -> None:
    """Make public what another compiler would have made of it: `change` is made to its document."""
    current = find_current(page)
    content = copy.deepcopy(read_content(current.edition))
    change(content)
    facts = {name: value for section in content["sections"] for name, value in section["facts"].items()}
    card = {key: content[key] for key in current.edition.card if key in content}
    card["facts"] = {name: facts[name] for name in current.edition.card["facts"] if name in facts}
    compile_guide = compiler.compile_guide
    compiled = replace(compile_guide(page), content=content, card=card)
    with monkeypatch.context() as patched:
        patched.setattr(compiler, "compile_guide", lambda one: compiled if one == page else compile_guide(one))
        settle(Publication("tests", marked={Reference("guide", str(page.translation_key))}, heals=True))
    assert read_content(find_current(page).edition) == content


def find_current(page: GuidePage) -> Current:
    rows = Current.objects.select_related("edition").filter(locale=page.locale.language_code)
    return rows.get(kind="guide", subject=page.translation_key)
