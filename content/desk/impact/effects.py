"""Renders the effects of a rehearsed change as rows for a screen."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from content.desk.history.texts import Change, compare
from content.model.guides.models import GuidePage, find_sources
from content.model.vocabulary import Kind, State
from content.release.rehearsing import Effect


@dataclass(frozen=True)
class Row:
    """`verb`: what happens to the thing. `changes`: the words that change. `page`: of a guide that is still there."""

    kind: Any
    title: str
    locale: str
    verb: Any
    changes: list[Change]
    page: GuidePage | None


def describe_effects(effects: Iterable[Effect]) -> list[Row]:
    effects = list(effects)
    pages = find_sources({effect.edition.subject for effect in effects if effect.edition.kind == Kind.GUIDE})
    return [_describe(effect, pages) for effect in effects]


def _describe(effect: Effect, pages: dict[Any, GuidePage]) -> Row:
    edition, previous = effect.edition, effect.previous
    was_live = previous is not None and previous.state == State.LIVE
    verb = _("changes") if was_live else _("becomes public")
    if edition.state != State.LIVE:
        verb = _("is no longer public")
    named = edition if edition.body else previous
    return Row(
        kind=Kind(edition.kind).label,
        title=_title_of(json.loads(bytes(named.body))) if named and named.body else edition.slug,
        locale=edition.locale,
        verb=verb,
        changes=compare(previous, edition) if was_live else [],
        page=pages.get(edition.subject),
    )


def _title_of(document: dict[str, Any]) -> str:
    if document["type"] == Kind.OFFERING:
        return str(document["branch"]["name"])
    return str(document.get("title") or document.get("name") or "")
