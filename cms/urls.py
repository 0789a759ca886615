"""The addresses of all parts: the admin, the API, prepared pictures and the web pages."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from api.pages.pictures import rendition
from api.v1.index import VersionsView
from content.desk.mistakes.views import MistakesView
from content.desk.notifications.stopping import stop_mails
from content.desk.sightings.views import SeenView

urlpatterns = [
    path("admin/", include("content.desk.staff.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("api/", VersionsView.as_view(), name="versions"),
    path("api/v1/", include("api.v1.urls")),
    path("app/mistakes/", MistakesView.as_view(), name="mistakes"),
    path("mails/stop/<str:token>/", stop_mails, name="stop_mails"),
    path("embed/seen/", SeenView.as_view(), name="seen"),
    re_path(r"^media/renditions/(?P<name>[0-9a-f]{32}\.(?:avif|webp|jpg))\Z", rendition, name="rendition"),
    path("", include("api.embeds.urls")),
    path("", include("api.pages.urls")),
]
handler404 = "api.pages.views.not_found"
handler500 = "api.pages.views.failed"
