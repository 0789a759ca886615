"""Offers the phone and the web page as previews in the editor."""

from django.utils.translation import gettext_lazy as _

from api import phone
from api.pages import views
from content.public.previews import register_preview

register_preview("phone", _("Phone"), phone.render_guide_draft)
register_preview("web", _("Web page"), views.render_guide_draft)
