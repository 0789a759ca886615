"""Menus, listings and addresses of the admin. No business rules here."""

from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.branches.models import BranchPage, Offering
from content.branches.offerings import grid
from content.branches.policy import OfferingPermissionPolicy, editable_branches
from content.guides.models import GuidePage
from content.importing.views import import_view, may_import
from content.snippets.models import Category, Citation, Clinician, Therapy

register_permission_policy(Offering, OfferingPermissionPolicy(Offering))


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    list_display = ["name", "slug"]


class TherapyViewSet(SnippetViewSet):
    model = Therapy
    icon = "pick"
    list_display = ["name", "kind"]
    list_filter = ["kind"]


class ClinicianViewSet(SnippetViewSet):
    model = Clinician
    icon = "user"
    list_display = ["name", "role", "registration_body", "registration_number"]


class CitationViewSet(SnippetViewSet):
    model = Citation
    icon = "openquote"
    list_display = ["title", "source", "year", "evidence_level"]
    list_filter = ["evidence_level", "year"]


class SharedViewSet(SnippetViewSetGroup):
    items = (CategoryViewSet, TherapyViewSet, ClinicianViewSet, CitationViewSet)
    menu_label = _("Shared")
    menu_name = "shared"
    menu_icon = "snippet"
    menu_order = 300


register_snippet(SharedViewSet)


class GuideFilterSet(WagtailFilterSet):
    class Meta:
        model = GuidePage
        fields = ["locale", "category", "body_area", "live"]


class GuideListing(PageListingViewSet):
    model = GuidePage
    icon = "doc-full"
    menu_label = _("Guides")
    menu_order = 110
    add_to_admin_menu = True
    filterset_class = GuideFilterSet
    columns = [
        *PageListingViewSet.columns[:2],
        Column("category", label=_("Category")),
        Column("next_review", label=_("Review due"), sort_key="next_review"),
        *PageListingViewSet.columns[2:],
    ]


class BranchFilterSet(WagtailFilterSet):
    class Meta:
        model = BranchPage
        fields = ["country", "live"]


class BranchListing(PageListingViewSet):
    model = BranchPage
    icon = "home"
    menu_label = _("Branches")
    menu_order = 120
    add_to_admin_menu = True
    filterset_class = BranchFilterSet


@hooks.register("register_admin_viewset")
def register_listings() -> list[Any]:
    return [GuideListing("guide_listing"), BranchListing("branch_listing")]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("import/", import_view, name="import_document"),
        path("offerings/", grid, name="offerings"),
        path("offerings/<int:branch_id>/", grid, name="offerings"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_import(request.user)


class OfferingsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return editable_branches(request.user).exists()


@hooks.register("register_admin_menu_item")
def register_import() -> MenuItem:
    return ImportMenuItem(_("Import a document"), reverse("import_document"), icon_name="upload", order=130)


@hooks.register("register_admin_menu_item")
def register_offerings() -> MenuItem:
    return OfferingsMenuItem(_("Offerings"), reverse("offerings"), icon_name="table", order=125)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/guides.css"))


@hooks.register("construct_page_chooser_queryset")
def choose_own_branches(pages: Any, request: Any) -> Any:
    """In a chooser a branch's editor sees that branch and no other; guides are there for everybody."""
    return pages.not_type(BranchPage) | pages.filter(pk__in=editable_branches(request.user).values("pk"))


@hooks.register("construct_main_menu")
def hide_documents(request: Any, menu_items: list[MenuItem]) -> None:
    """Guides link to no files: a file would be a sixth place for the same text."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]
