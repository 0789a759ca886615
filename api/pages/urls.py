"""Addresses of the web pages."""

from django.urls import path

from api.pages import machine, views
from api.pages.sitemap import sitemap
from api.phone import views as phone

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("guides/", views.guides, name="guides"),
    path("guides/<str:key>.md", machine.guide, name="guide_markdown"),
    path("guides/<str:key>/<str:section>.md", machine.guide, name="section_markdown"),
    path("guides/<str:key>/", views.guide, name="guide"),
    path("guides/<str:key>/<str:section>/", views.section, name="section"),
    path("branches/", views.branches, name="branches"),
    path("branches/<str:key>/", views.branch, name="branch"),
    path("app/", phone.app, name="phone"),
    path("app/manifest.webmanifest", phone.manifest, name="manifest"),
    path("app/sw.js", phone.service_worker, name="service_worker"),
    path("app/offline-search.js", phone.offline_search, name="offline_search"),
    path("preview/<str:token>/", phone.preview, name="preview"),
    path(".well-known/apple-app-site-association", machine.apple_app, name="apple_app"),
    path(".well-known/assetlinks.json", machine.android_app, name="android_app"),
    path("llms.txt", machine.llms, name="llms"),
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
