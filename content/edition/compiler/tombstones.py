"""Compiles tombstones: the notices of subjects that are no longer public."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from content.edition.compiler.compiled import Compiled
from content.edition.compiler.recalls import notice_of
from content.edition.visibility import find_public_guide
from content.model.compilation import Compilation
from content.model.guides.models import GuidePage
from content.model.notices.models import Recall, Withdrawal, find_standing
from content.model.vocabulary import Kind, State


def compile_tombstone(kind: Kind, subject: str, locale: str, slug: str, with_reason: bool = True) -> Compiled:
    """The tombstone of a subject: its standing recall, else the reason of its withdrawal."""
    recall = find_standing(subject).filter(section="").first()
    compilation = Compilation(locale=locale, find_guide=find_public_guide)
    with override(locale or settings.LANGUAGE_CODE):
        notice = _recall_notice(recall) if recall else _withdrawal_notice(subject, compilation, with_reason)
    return Compiled(
        kind=kind,
        subject=subject,
        locale=locale,
        slug=slug,
        content=notice,
        references=frozenset(compilation.references),
        state=State.RECALLED if recall else State.WITHDRAWN,
    )


def _recall_notice(recall: Recall) -> dict[str, Any]:
    notice = notice_of(recall)
    return {
        "state": State.RECALLED.value,
        "reason": notice["reason"],
        "severity": notice["severity"],
        "successor": None,
        "since": notice["recalled_at"],
    }


def _withdrawal_notice(subject: str, compilation: Compilation, with_reason: bool) -> dict[str, Any]:
    """The notice given for this language, else the one for the source language: translations are withdrawn with it."""
    found = Withdrawal.objects.filter(subject=subject).select_related("successor")
    given = {withdrawal.locale: withdrawal for withdrawal in found}
    source = GuidePage.objects.filter(translation_key=subject).order_by("pk").first() if given else None
    source_locale = source.locale.language_code if source else ""
    withdrawal = given.get(compilation.locale) or given.get(source_locale) or Withdrawal()
    successor = compilation.guide(withdrawal.successor_id) if withdrawal.successor_id else None
    return {
        "state": State.WITHDRAWN.value,
        "reason": (withdrawal.reason if with_reason else "") or gettext("This content has been withdrawn."),
        "severity": None,
        "successor": successor and {"id": successor.id, "title": successor.title, "web": successor.href},
    }
