"""Adds the phone and the web page as previews to the editor."""

from django.utils.translation import gettext_lazy as _

from api.pages import views
from api.phone.views import render_guide_draft as render_on_phone
from content.public.previews import register_preview

register_preview("phone", _("Phone"), render_on_phone)
register_preview("web", _("Web page"), views.render_guide_draft)
