"""An import from beginning to end: read, compare with what was imported before, write a draft.

A digest of the draft is stored. If nobody has edited it since, importing the same document again updates it.
Otherwise the caller gets the difference, and must accept that it is overwritten.
"""

import hashlib
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404

from content.desk.importing.drafting.comparison import digest_draft
from content.desk.importing.drafting.draft import Draft
from content.desk.importing.drafting.report import Outcome, Report, list_missing
from content.desk.importing.models import ImportedDocument
from content.desk.importing.outline import DocumentError
from content.desk.importing.process import read_apart
from content.desk.importing.words import read_words
from content.model.guides.models import GuidePage
from content.model.publishing import is_publishing, publishing


def import_document(
    *,
    name: str,
    content: bytes,
    locale: str = "en",
    user: Any = None,
    accept: bool = False,
    dry_run: bool = False,
    into: int | None = None,
    asks: bool = False,
) -> Report:
    """Import a document into a draft. `accept` overwrites a draft that was edited since the last import.

    `into`: the page of a guide that no such document was imported into, to update its draft. `asks`: where there is a
    guide of the same title, nothing is imported, and the outcome says so; otherwise a second guide is made.

    Call it outside of any transaction: the document is read before one begins, so that nobody waits for it.

    Raises DocumentError if the file can't be read, and PermissionDenied if the user may not edit the page of the
    earlier import. Nothing has changed then.
    """
    file_name = PurePath(name).name
    if len(content) > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // 1024
        raise DocumentError(f"{file_name} is larger than {limit} KiB: save it without its pictures and try again.")
    if is_publishing():
        raise RuntimeError("A document is read before the transaction in which it becomes a draft.")
    read = read_apart(file_name, content)
    digest = hashlib.sha256(content).hexdigest()
    with publishing(actor=user.get_username() if user else "import_guide"), transaction.atomic():
        draft = Draft(read, file_name, locale)
        report = draft.build_report(Outcome.CREATED)
        known = _begin(report, into, locale) if into else _find_known(report, digest, locale)
        if known:
            if user and not known.page.permissions_for_user(user).can_edit():
                raise PermissionDenied
            report = draft.compare(known, accept or bool(into))
        elif asks and (page := draft.find_namesake()):
            report.outcome, report.page_id = Outcome.EXISTS, page.pk
        if dry_run or report.outcome in (Outcome.UNCHANGED, Outcome.EDITED_SINCE, Outcome.EXISTS):
            transaction.set_rollback(True)  # also removes the therapies that building the draft has added
            return report
        before = remember(known) if known else {}
        page = draft.write(known.page if known else None, user)
        report.page_id = page.pk
        kept = {"name": file_name, "digest": digest, "draft_digest": digest_draft(page), "report": report.as_json()}
        kept["before"] = before
        ImportedDocument.objects.update_or_create(page=page, defaults=kept)
    # Outside of the transaction: checking a long guide takes seconds, and others must be able to write.
    report.missing = list_missing(page)
    return report


#: Fields of an import that are restored when the next one is undone.
REMEMBERED = ("name", "digest", "draft_digest", "report")


def remember(known: ImportedDocument) -> dict[str, Any]:
    return {"revision": known.page.latest_revision_id, **{name: getattr(known, name) for name in REMEMBERED}}


def _begin(report: Report, page: int, locale: str) -> ImportedDocument:
    """The first import into a page; or the last one, if another document was imported into it before."""
    chosen = get_object_or_404(GuidePage, pk=page, locale__language_code=locale)
    return ImportedDocument.objects.filter(page=chosen).first() or ImportedDocument(page=chosen, name=report.document)


def _find_known(report: Report, digest: str, locale: str) -> ImportedDocument | None:
    """The earlier import of the same document: with the same bytes, or a version of it under the same name.

    A name alone is not enough (“guide.docx”): the title, or half of the words, must be the same too.
    """
    imported = ImportedDocument.objects.filter(page__locale__language_code=locale).order_by("-imported_at")
    named = imported.filter(name=report.document)
    versions = (known for known in named if known.report["title"] == report.title or _share(known, report) >= 0.5)
    return imported.filter(digest=digest).first() or next(versions, None)


def _share(known: ImportedDocument, report: Report) -> float:
    """The share of words that two imports have in common, 0 to 1."""
    old, new = (
        {word for row in rows for word in read_words(row["words"])} for rows in (known.report["placed"], report.placed)
    )
    return len(old & new) / len(old | new) if old | new else 0.0
