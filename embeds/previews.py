"""Offers the embed as a preview in the editor."""

from django.utils.translation import gettext_lazy as _

from content.editions.previews import register_preview
from embeds import views

register_preview("embed", _("Embed on a website"), views.render_draft)
