"""Adds previews of the embed to the editor: without a branch, and for each branch that offers the guide."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.embeds import views
from content.public import listing, reading
from content.public.previews import RenderDocument, register_preview, register_previews


def find_previews(guide: str, locale: str) -> Iterator[tuple[str, Any, RenderDocument]]:
    for branch in listing.list_branches_that_offer(guide, reading.read_house().locales(locale)):
        label = _("Embed: %(branch)s") % {"branch": branch["name"]}
        yield f"embed-{branch['slug']}", label, partial(views.render_draft, branch=branch["slug"])


register_preview("embed", gettext_lazy("Embed on a website"), views.render_draft)
register_previews(find_previews)
