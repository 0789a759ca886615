"""Compiles the list of standing recalls."""

from typing import Any

from content.edition import documents
from content.edition.compiler.compiled import Compiled, make_plain
from content.model.compilation import represent
from content.model.notices.models import Recall, find_standing
from content.model.vocabulary import Kind

RECALLS_SUBJECT = "00000000-0000-5000-8000-000000000003"


def compile_recalls() -> Compiled:
    """The standing recalls, oldest first. Apps fetch this list before they show stored content."""
    recalls = [
        {"id": recall.id, "guide": recall.guide, "section": recall.section or None, **notice_of(recall)}
        for recall in find_standing()
    ]
    return Compiled(
        kind=Kind.RECALLS,
        subject=RECALLS_SUBJECT,
        locale="",
        slug="",
        content=make_plain(represent(documents.RecallsContent, {"type": "recalls", "recalls": recalls})),
        references=frozenset(),
    )


def notice_of(recall: Recall) -> dict[str, Any]:
    return {"severity": recall.severity, "reason": recall.reason, "recalled_at": make_plain(recall.recalled_at)}
