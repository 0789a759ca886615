"""Wires the rooms to addresses: the admin, the API, prepared pictures and the web pages."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from content.mistakes.views import MistakesView
from content.sightings.views import SeenView
from web.pictures import rendition

urlpatterns = [
    path("admin/", include("content.staff.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", include("api.v1.urls")),
    path("app/mistakes/", MistakesView.as_view(), name="mistakes"),
    path("embed/seen/", SeenView.as_view(), name="seen"),
    re_path(r"^media/renditions/(?P<name>[0-9a-f]{32}\.(?:avif|webp|jpg))\Z", rendition, name="rendition"),
    path("", include("embeds.urls")),
    path("", include("web.urls")),
]
handler404 = "web.views.not_found"
handler500 = "web.views.failed"
