"""Addresses of the embeds: one tail for each thing, and a way in before it."""

from django.urls import path

from embeds import oembed, views

app_name = "embeds"

_TAILS = (
    "guides/",
    "guides/<str:guide>/",
    "guides/<str:guide>/<str:section>/",
    "branches/<str:branch>/",
)
urlpatterns = [
    *(path(f"embed/frame/{tail}", views.frame) for tail in _TAILS),
    *(path(f"embed/nodes/{tail}", views.nodes) for tail in _TAILS),
    *(path(f"embed/fragment/{tail}", views.fragment) for tail in _TAILS),
    path("embed/v1.js", views.script, name="script"),
    path("embed/v1.<slug:digest>.js", views.released_script, name="released_script"),
    path("oembed/", oembed.answer, name="oembed"),
]
