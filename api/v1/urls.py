"""Addresses of version 1. Every other address below it answers with the problem 404."""

from django.urls import path, re_path

from api.problems import not_found
from api.v1 import bundle_views, index, schema, search, sync, views

app_name = "v1"
urlpatterns = [
    path("", index.IndexView.as_view(), name="index"),
    path("guides/", views.GuideListView.as_view(), name="guides"),
    path("guides/<str:guide>/", views.GuideView.as_view(), name="guide"),
    path("guides/<str:guide>/sections/<str:section>/", views.SectionView.as_view(), name="section"),
    path("branches/", views.BranchListView.as_view(), name="branches"),
    path("branches/<str:branch>/", views.BranchView.as_view(), name="branch"),
    path("branches/<str:branch>/guides/", views.BranchGuideListView.as_view(), name="branch_guides"),
    path("branches/<str:branch>/guides/<str:guide>/", views.BranchGuideView.as_view(), name="branch_guide"),
    path("bundles/", bundle_views.BundleListView.as_view(), name="bundles"),
    path("bundles/<str:locale>/", bundle_views.BundleView.as_view(), name="bundle"),
    path("group/", views.GroupView.as_view(), name="group"),
    path("preview/<str:token>/guides/<str:guide>/", views.PreviewView.as_view(), name="preview"),
    path("recalls/", views.RecallsView.as_view(), name="recalls"),
    path("release/", views.ReleaseView.as_view(), name="release"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("sync/", sync.SyncView.as_view(), name="sync"),
    path("vocabulary/", views.VocabularyView.as_view(), name="vocabulary"),
    path("schema/", schema.schema, name="schema"),
    path("docs/", schema.docs, name="docs"),
    re_path(r"^(?P<path>[\s\S]*)\Z", not_found),
]
