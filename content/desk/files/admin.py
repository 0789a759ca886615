"""Registers the addresses of private files."""

from typing import Any

from django.urls import path
from wagtail import hooks

from content.desk.files import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("files/documents/<int:document_id>/<str:filename>", views.document, name="wagtaildocs_serve"),
        path("files/<path:name>", views.private_file, name="private_file"),
    ]
