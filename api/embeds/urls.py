"""Addresses of the embeds: a prefix for the form (nodes, frame, fragment), then the guide or list."""

from django.urls import path

from api.embeds import oembed, views

app_name = "embeds"

_TAILS = {
    "list": "guides/",
    "guide": "guides/<str:guide>/",
    "section": "guides/<str:guide>/<str:section>/",
    "branch": "branches/<str:branch>/",
}
_WAYS = {"frame": views.frame, "nodes": views.nodes, "fragment": views.fragment}
urlpatterns = [
    *(
        path(f"embed/{way}/{tail}", view, name=f"{way}_{name}")
        for way, view in _WAYS.items()
        for name, tail in _TAILS.items()
    ),
    path("embed/fragment.css", views.stylesheet, name="stylesheet"),
    path("embed/fragment.<slug:digest>.css", views.stylesheet, name="digested_stylesheet"),
    path("embed/prop.svg", views.prop, name="prop"),
    path("embed/v1.js", views.script, name="script"),
    path("embed/v1.<slug:digest>.js", views.released_script, name="released_script"),
    path("oembed/", oembed.answer, name="oembed"),
]
