"""Reads the draft of a preview link, for everybody who has the link, for a limited time."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from content.edition.compiler import compile_guide
from content.edition.stamping import stamp
from content.model.compilation import NotReady
from content.model.preview_links import find_link


class PreviewRefused(Exception):
    """The link shows nothing. The message says why. `is_over`: it worked before."""

    def __init__(self, message: Any, *, is_over: bool) -> None:
        super().__init__(str(message))
        self.is_over = is_over


def read_preview(token: str) -> dict[str, Any]:
    """The newest draft of the link's page, as the API would serve it. Raises PreviewRefused."""
    link = find_link(token)
    if link is None:
        raise PreviewRefused(_("This preview link does not exist."), is_over=False)
    if link.revoked_at:
        raise PreviewRefused(_("An editor has ended this preview. Ask for another link."), is_over=True)
    if not link.has_author:
        message = _("The person who made this preview can no longer edit the guide. Ask somebody else for a link.")
        raise PreviewRefused(message, is_over=True)
    if not link.is_open:
        raise PreviewRefused(_("This preview has expired. Ask for another link."), is_over=True)
    try:
        return stamp(compile_guide(link.page.get_latest_revision_as_object()), 1, timezone.now())
    except NotReady as error:
        raise PreviewRefused(str(error), is_over=True) from error
