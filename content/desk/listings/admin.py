"""The lists in the admin: guides, branches, shared things, patients' consents."""

from typing import Any

from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions.create import CreateAction
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet, SnippetViewSetGroup

from content.desk.listings.page_screens import BranchViewSet, GuideViewSet, ReadableIndexView
from content.model.branches.models import BranchPage
from content.model.consent.models import Consent
from content.model.guides.models import GuidePage
from content.model.snippets.identifiers import CitationForm
from content.model.snippets.models import Category, Citation, Clinician, Therapy
from content.model.snippets.registrations import RegistrationPolicy

register_permission_policy(Clinician, RegistrationPolicy(Clinician))


class GuideFilterSet(WagtailFilterSet):
    class Meta:
        model = GuidePage
        fields = ["locale", "category", "body_area", "live"]


class GuideListing(PageListingViewSet):
    model = GuidePage
    index_view_class = ReadableIndexView
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
    index_view_class = ReadableIndexView
    icon = "home"
    menu_label = _("Branches")
    menu_order = 120
    add_to_admin_menu = True
    filterset_class = BranchFilterSet


@hooks.register("register_admin_viewset")
def register_listings() -> list[Any]:
    return [GuideListing("guide_listing"), BranchListing("branch_listing"), GuideViewSet(), BranchViewSet()]


class SharedThingViewSet(SnippetViewSet):
    #: Off, since Wagtail's copy view saves the posted data over the original.
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


class ClinicianInspectView(InspectView):
    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "–" if value is None else value


class ClinicianViewSet(SharedThingViewSet):
    model = Clinician
    icon = "user"
    inspect_view_class = ClinicianInspectView
    inspect_view_enabled = True  # lets editors read who may sign, without changing it
    inspect_view_fields = ["name", "role", "registration_body", "registration_number", "registered_until", "account"]
    list_display = ["name", "role", "registration_body", "registration_number"]


class CitationCreateView(SnippetCreateView):
    """Makes what the whole form would: a draft, which is published for users who may."""

    def save_form(self, form: Any) -> Citation:
        may_publish = self.get_permission_policy().user_has_permission(self.request.user, "publish")
        action = CreateAction(form.instance, user=self.request.user, form=form, publish=may_publish)
        citation: Citation = action.execute()
        return citation


class CitationChooserViewSet(SnippetChooserViewSet):
    """With a tab for a citation that is not there yet."""

    create_view_class = CitationCreateView
    creation_form_class = modelform_factory(
        Citation, form=CitationForm, fields=["title", "source", "year", "doi", "pmid", "url", "evidence_level"]
    )
    creation_tab_label = _("New citation")


class CitationViewSet(SharedThingViewSet):
    model = Citation
    chooser_viewset_class = CitationChooserViewSet
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
