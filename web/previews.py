"""Offers the web page as a preview in the editor."""

from django.utils.translation import gettext_lazy as _

from content.editions.previews import register_preview
from web.views import render_guide_draft

register_preview("web", _("Web page"), render_guide_draft)
