"""Adds launches to the admin."""

from collections.abc import Iterator
from typing import Any

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from content.desk.launches import views
from content.desk.launches.models import Launch, may_launch

register_snippet(views.LaunchViewSet)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("launch/<int:launch_id>/", views.show_launch, name="launch")]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def show_launch(request: Any, instance: Any) -> Any:
    """After a launch is saved, show all of it."""
    return redirect("launch", instance.pk) if isinstance(instance, Launch) else None


@hooks.register("register_snippet_listing_buttons")
def offer_launch(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Launch) and may_launch(user):
        yield Button(_("Review and publish"), reverse("launch", args=[snippet.pk]), priority=5)
