"""Addresses of the web pages."""

from django.urls import path

from web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("guides/", views.guides, name="guides"),
    path("guides/<str:key>/", views.guide, name="guide"),
    path("branches/", views.branches, name="branches"),
    path("branches/<str:key>/", views.branch, name="branch"),
    path("healthz/", views.health, name="health"),
]
