"""Menus, listings and addresses of the admin. No business rules here."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.desk.access.guard import keep_open
from content.desk.access.pages import keep_known, may_edit_guides
from content.desk.claims import views as claims
from content.desk.claims.previews import use_checker
from content.desk.dashboard.panels import PANELS
from content.desk.dashboard.tasks import editable_guides
from content.desk.deleting import asking  # noqa: F401 (registers hooks)
from content.desk.drift import views as drift
from content.desk.history import views as history
from content.desk.impact import views as impact
from content.desk.importing.views import import_report, import_view, may_import
from content.desk.launches import views as launches
from content.desk.launches.models import Launch, may_launch
from content.desk.mistakes.models import MistakeReport
from content.desk.mistakes.policy import MistakePermissionPolicy
from content.desk.offerings import views as offerings
from content.desk.previews import views as previews
from content.desk.readiness import views as readiness
from content.desk.recalls import views as notices
from content.desk.recalls.views import keep_withdrawal, may_recall
from content.desk.reviews.views import ReviewReport
from content.desk.sightings import views as sightings
from content.desk.signoff import views as signoff
from content.desk.staff import account  # noqa: F401 (registers hooks)
from content.model.audit import register_actions
from content.model.branches.models import BranchPage, Offering
from content.model.branches.policy import OfferingPermissionPolicy, offering_branches
from content.model.conflicts import note_edit
from content.model.consent.models import Consent
from content.model.files import views as files
from content.model.forms import find_expired
from content.model.guides.models import GuidePage
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.snippets.registrations import RegistrationPolicy
from content.setup.roles import OWN_PERMISSIONS

register_permission_policy(Offering, OfferingPermissionPolicy(Offering))
register_permission_policy(MistakeReport, MistakePermissionPolicy(MistakeReport))
register_permission_policy(Clinician, RegistrationPolicy(Clinician))


class SharedThingViewSet(SnippetViewSet):
    #: What is posted to Wagtail's copy view is saved over the original.
    copy_view_enabled = False


class CategoryViewSet(SharedThingViewSet):
    model = Category
    icon = "folder-open-inverse"
    list_display = ["name", "slug"]


class TherapyViewSet(SharedThingViewSet):
    model = Therapy
    icon = "pick"
    list_display = ["name", "kind"]
    list_filter = ["kind"]


class ClinicianViewSet(SharedThingViewSet):
    model = Clinician
    icon = "user"
    inspect_view_enabled = True  # editors read who may sign, and change nothing of it
    inspect_view_fields = ["name", "role", "registration_body", "registration_number", "registered_until", "account"]
    list_display = ["name", "role", "registration_body", "registration_number"]


class CitationViewSet(SharedThingViewSet):
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


class MistakesViewSet(SnippetViewSet):
    """What readers have reported: to be read, answered and ticked off, not made or changed."""

    model = MistakeReport
    icon = "help"
    menu_label = _("Reported mistakes")
    menu_name = "mistakes"
    menu_order = 340
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "title", "section", "version", "reported_at", "is_done"]
    list_filter = ["is_done", "section"]
    panels = [
        FieldPanel("text", read_only=True),
        HelpPanel(template="admin/mistake.html", heading=_("guide")),  # what is no field of the report itself
        FieldPanel("reported_at", read_only=True),
        FieldPanel("is_done"),
        FieldPanel("answer"),
    ]


register_snippet(MistakesViewSet)


class ConsentViewSet(SnippetViewSet):
    model = Consent
    icon = "key"
    menu_label = _("Patient consents")
    menu_name = "consents"
    menu_order = 330
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["reference", "scope", "given_on", "expires_on", "withdrawn_on"]
    list_filter = ["scope", "expires_on"]


register_snippet(ConsentViewSet)


register_snippet(launches.LaunchViewSet)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
@hooks.register("before_edit_setting")
def compare_when_saved(request: Any, instance: Any) -> None:
    note_edit(instance, is_older="revision_id" in request.resolver_match.kwargs)


@hooks.register("after_edit_page")
@hooks.register("after_edit_snippet")
def tell_of_expiry(request: Any, instance: Any) -> None:
    is_open = request.accepts("text/html") and "action-publish" not in request.POST
    if is_open and (said := find_expired(instance)):
        messages.warning(request, said)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def show_launch(request: Any, instance: Any) -> Any:
    """What was put into it, looked at as a whole."""
    return redirect("launch", instance.pk) if isinstance(instance, Launch) else None


@hooks.register("register_snippet_listing_buttons")
def offer_launch(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Launch) and may_launch(user):
        yield Button(_("Look at it and publish it"), reverse("launch", args=[snippet.pk]), priority=5)


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


_HISTORY = "history/<str:kind>/<uuid:subject>/<str:locale>/"


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("claims/", claims.every_guide, name="claims"),
        path("claims/<int:page_id>/", claims.guide, name="guide_claims"),
        path("sign-off/", signoff.every_guide, name="sign_offs"),
        path("sign-off/<int:page_id>/", signoff.guide, name="sign_off"),
        path("sign-off/<int:page_id>/emergency/", signoff.emergency, name="publish_unsigned"),
        path("audit/<int:page_id>/", history.audit, name="audit"),
        path("impact/<int:page_id>/", impact.impact, name="impact"),
        path("launch/<int:launch_id>/", launches.show_launch, name="launch"),
        path("reviews/", ReviewReport.as_view(), name="review_report"),
        path("reviews/results/", ReviewReport.as_view(results_only=True), name="review_report_results"),
        path("import/", import_view, name="import_document"),
        path("import/<int:page_id>/", import_report, name="import_report"),
        path("recalls/", notices.recalls, name="recalls"),
        path("previews/", previews.every_link, name="every_preview_link"),
        path("previews/<int:page_id>/", previews.links, name="preview_links"),
        path("previews/<int:link_id>/end/", previews.end, name="end_preview_link"),
        path("recalls/new/<int:page_id>/", notices.recall_guide, name="recall_guide"),
        path("recalls/<uuid:recall_id>/lift/", notices.lift_recall, name="lift_recall"),
        path(f"{_HISTORY}", history.history, name="history"),
        path(f"{_HISTORY}<int:version>/", history.edition, name="edition"),
        path(f"{_HISTORY}<int:version>/return/", history.return_to, name="return_to_edition"),
        path(f"{_HISTORY}<int:version>/redact/", history.redact, name="redact_edition"),
        path("files/documents/<int:document_id>/<str:filename>", files.document, name="wagtaildocs_serve"),
        path("files/<path:name>", files.private_file, name="private_file"),
        path("sightings/", sightings.report, name="sightings"),
        path("drift/", drift.report, name="drift"),
        path("before-publishing/<int:page_id>/", readiness.before_publishing, name="before_publishing"),
        path("offerings/", offerings.grid, name="offerings"),
        path("offerings/every/", offerings.every, name="every_offering"),
        path("offerings/every/csv/", offerings.csv_file, name="every_offering_csv"),
        path("offerings/changes/", offerings.changes, name="offering_changes"),
        path("offerings/<int:branch_id>/", offerings.grid, name="offerings"),
        path("offerings/<int:branch_id>/csv/", offerings.csv_file, name="offerings_csv"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_import(request.user)


class OfferingsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return offering_branches(request.user).exists()


class SignOffMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return signoff.may_sign(request.user) or editable_guides(request.user).exists()


class ReviewsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_edit_guides(request.user)


class RecallsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_recall(request.user)


@hooks.register("register_admin_menu_item")
def register_recalls() -> MenuItem:
    return RecallsMenuItem(_("Recalls"), reverse("recalls"), icon_name="warning", order=140)


@hooks.register("register_admin_menu_item")
def register_sign_offs() -> MenuItem:
    return SignOffMenuItem(_("Sign-off"), reverse("sign_offs"), icon_name="check", order=115)


@hooks.register("register_admin_menu_item")
def register_import() -> MenuItem:
    return ImportMenuItem(_("Import a document"), reverse("import_document"), icon_name="upload", order=130)


@hooks.register("register_admin_menu_item")
def register_offerings() -> MenuItem:
    return OfferingsMenuItem(_("Offerings"), reverse("offerings"), icon_name="table", order=125)


@hooks.register("register_reports_menu_item")
def register_preview_links() -> MenuItem:
    return MenuItem(_("Preview links"), reverse("every_preview_link"), icon_name="mobile-alt", order=900)


@hooks.register("register_reports_menu_item")
def register_claims() -> MenuItem:
    return MenuItem(_("Claims"), reverse("claims"), icon_name="warning", order=890)


@hooks.register("register_reports_menu_item")
def register_reviews() -> MenuItem:
    return ReviewsMenuItem(_("Reviews"), reverse("review_report"), icon_name="calendar-check", order=880)


@hooks.register("register_reports_menu_item")
def register_sightings() -> MenuItem:
    return MenuItem(_("Where it is embedded"), reverse("sightings"), icon_name="code", order=895)


@hooks.register("register_reports_menu_item")
def register_drift() -> MenuItem:
    return MenuItem(_("Where branches differ"), reverse("drift"), icon_name="table", order=885)


@hooks.register("register_log_actions")
def describe_log_actions(actions: Any) -> None:
    register_actions(actions)


@hooks.register("register_page_header_buttons")
def add_page_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For whoever may edit: what is said of the draft, and of what has been public; for clinicians what they judge."""
    if not isinstance(page, GuidePage | BranchPage):
        return
    may_edit = page.permissions_for_user(user).can_edit()
    if isinstance(page, GuidePage):
        if may_edit:
            yield from _draft_buttons(page)
        yield from _clinical_buttons(page, user)
    if page.first_published_at is None:
        return
    if may_edit:
        kind = "guide" if isinstance(page, GuidePage) else "branch"
        address = reverse("history", args=[kind, page.translation_key, page.locale.language_code])
        yield Button(_("What patients saw"), address, icon_name="history", priority=90)
    if isinstance(page, GuidePage) and may_recall(user):
        yield Button(_("Recall"), reverse("recall_guide", args=[page.pk]), icon_name="warning", priority=95)


def _draft_buttons(page: GuidePage) -> Iterator[Button]:
    def button(label: Any, name: str, icon: str, priority: int) -> Button:
        return Button(label, reverse(name, args=[page.pk]), icon_name=icon, priority=priority)

    yield button(_("Before you publish"), "before_publishing", "clipboard-list", 80)
    yield button(_("What publishing changes"), "impact", "view", 84)
    yield button(_("Show on a phone"), "preview_links", "mobile-alt", 85)
    if hasattr(page, "imported_document"):
        yield button(_("How it was imported"), "import_report", "upload", 88)


def _clinical_buttons(page: GuidePage, user: Any) -> Iterator[Button]:
    if signoff.may_read(user, page):
        yield Button(_("Sign-off"), reverse("sign_off", args=[page.pk]), icon_name="check", priority=82)
        yield Button(_("Who did what"), reverse("audit", args=[page.pk]), icon_name="list-ul", priority=92)
    if claims.may_read_claims(user, page):
        yield Button(_("Claims"), reverse("guide_claims", args=[page.pk]), icon_name="warning", priority=87)


@hooks.register("before_unpublish_page")
def keep_reason(request: Any, page: Any) -> None:
    if request.method == "POST" and isinstance(page, GuidePage | BranchPage):
        keep_withdrawal(request, page)


@hooks.register("register_permissions")
def offer_permissions() -> Any:
    """In the settings of a group of users, beside Wagtail's own."""
    return Permission.objects.filter(content_type__app_label="content", codename__in=OWN_PERMISSIONS)


@hooks.register("construct_wagtail_userbar")
def check_claims_too(request: Any, items: list[Any], page: Any) -> None:
    use_checker(items)


@hooks.register("construct_homepage_panels")
def add_dashboard(request: Any, panels: list[Any]) -> None:
    panels += [panel() for panel in PANELS]


@hooks.register("insert_editor_js")
def wait_for_autosave() -> str:
    return format_html('<script src="{}"></script>', static("admin/autosave-submit.js"))


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/guides.css"))


@hooks.register("construct_page_chooser_queryset")
def choose_known_pages(pages: Any, request: Any) -> Any:
    """In a chooser there are the guides and branches that one works on, and no others."""
    return keep_known(pages, request.user)


@hooks.register("construct_main_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_settings_menu")
def hide_what_is_closed(request: Any, menu_items: list[MenuItem]) -> None:
    keep_open(request, menu_items)


@hooks.register("construct_main_menu")
def hide_documents(request: Any, menu_items: list[MenuItem]) -> None:
    """Guides link to no files: a file would be a sixth place for the same text."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]
