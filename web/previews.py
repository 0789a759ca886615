"""Offers the phone and the web page as previews in the editor."""

from django.utils.translation import gettext_lazy as _

from content.editions.previews import register_preview
from web import phone, views

register_preview("phone", _("Phone"), phone.render_guide_draft)
register_preview("web", _("Web page"), views.render_guide_draft)
