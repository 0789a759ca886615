"""Undoes an import: restores the draft from before. If there was none, the page is deleted."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from content.desk.importing.drafting.comparison import digest_draft
from content.desk.importing.drafting.imports import REMEMBERED
from content.desk.importing.models import ImportedDocument
from content.model.publishing import Refused, publishing


def undo_import(document: ImportedDocument, user: Any) -> None:
    """Undo an import. Therapies that it added stay in the list.

    Raises Refused, and changes nothing, if somebody has edited the draft since, or the guide is public by now.
    """
    page, before = document.page, document.before
    if digest_draft(page.get_latest_revision_as_object()) != document.draft_digest:
        raise Refused(
            [_("The draft was edited after the import, so nothing was undone. Use the page history to go back.")]
        )
    earlier = Revision.objects.filter(pk=before["revision"]).first() if before else None
    if before and earlier is None:
        raise Refused([_("The draft from before the import is no longer kept, so nothing was undone.")])
    if not before and page.live:
        raise Refused([_("The guide is already public. Unpublish it instead.")])
    with publishing(actor=user.get_username(), reason=_("Undo an import")):
        if earlier is None:
            page.delete(user=user)
            return
        draft = earlier.as_object()
        if not page.live:
            draft.save()
        draft.save_revision(user=user, log_action=True, clean=False)
        if not before["digest"]:  # nothing was imported into the page before
            document.delete()
            return
        for name in REMEMBERED:
            setattr(document, name, before[name])
        document.before = {}
        document.save()
