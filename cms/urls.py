"""Wires the rooms to addresses: the admin, the API, prepared pictures and the web pages."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from content.mistakes.views import MistakesView
from web.pictures import rendition

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("api.v1.urls")),
    path("app/mistakes/", MistakesView.as_view(), name="mistakes"),
    path("media/renditions/<path:name>", rendition, name="rendition"),
    path("", include("web.urls")),
]
handler404 = "web.views.not_found"
