"""Adds the page of all topics to the admin, under Help."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from content.desk.help import views


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("how-it-works/", views.how_it_works, name="how_it_works")]


@hooks.register("register_help_menu_item")
def register_menu_item() -> MenuItem:
    return MenuItem(_("How it works here"), reverse("how_it_works"), icon_name="help", order=100)
