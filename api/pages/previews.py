"""Adds the phone and the web page as previews to the editor, and as what they were at an earlier time."""

from django.utils.translation import gettext_lazy as _

from api.pages import views
from api.phone.views import render_guide_draft as render_on_phone
from api.phone.views import render_record as render_record_on_phone
from content.public.previews import register_preview
from content.public.records import register_record

register_preview("phone", _("Phone"), render_on_phone)
register_preview("web", _("Web page"), views.render_guide_draft)
register_record("phone", render_record_on_phone)
register_record("web", views.render_record)
