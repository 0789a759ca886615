"""Keeps a shared thing from being deleted or unpublished while something needs it. Each function raises Refused."""

from typing import Any

from django.utils.translation import gettext as _

from content.edition.models import Reference
from content.model.publishing import Refused
from content.model.vocabulary import State
from content.release.drafts import find_drafts
from content.release.references import find_reference


def keep_what_is_shown(thing: Any) -> None:
    """A public guide that shows it would lose words, or would need a new sign-off."""
    reference = find_reference(thing, type(thing))
    assert reference
    shown = Reference.objects.filter(
        kind=reference.kind, target=reference.id, edition__current__state=State.LIVE
    ).select_related("edition")
    if titles := sorted({one.edition.card["title"] for one in shown if one.edition.card}):
        message = _("“%(thing)s” is used by: %(guides)s. Remove it there first.")
        raise Refused([message % {"thing": thing, "guides": ", ".join(titles)}])


def keep_what_drafts_name(thing: Any) -> None:
    """Refuses to delete a thing that a draft uses: foreign keys protect only what page rows use."""
    if titles := find_drafts(thing):
        message = _("“%(thing)s” is used in drafts of: %(guides)s. Remove it there first.")
        raise Refused([message % {"thing": thing, "guides": ", ".join(titles)}])
