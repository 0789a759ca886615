"""Wagtail's own screens of pages, with what clinicians and people in a hurry need of them."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.views.pages.preview import ViewDraftView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import HeaderButton

from content.desk.access.pages import find_glance, may_work_with_pages, reads_everything
from content.desk.notifications.events import tell_of_comments
from content.desk.recalls.buttons import offer_recall_in_header
from content.desk.writing.panels import add_writing_help
from content.model.branches.models import BranchIndexPage, BranchPage
from content.model.guides.models import GuideIndexPage, GuidePage
from content.model.prompts.templates import Template, fill


class ReadableIndexView(IndexView):
    """Without boxes to tick for users who only read: there is nothing that they may do to what is ticked."""

    def get_table(self, object_list: Any) -> Any:
        table = super().get_table(object_list)
        if not may_work_with_pages(self.request.user):
            table.columns.pop("bulk_actions", None)
        return table


class ReadableExplorer(ReadableIndexView, ExplorableIndexView):
    """The same below a page; and without the panel of its state, which leads to screens for users who change it."""

    def get_side_panels(self) -> Any:
        return super().get_side_panels() if may_work_with_pages(self.request.user) else MediaContainer()


class ReadableDraftView(ViewDraftView):
    """Also for clinicians, who read every draft. Wagtail asks whether the user may edit it."""

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> Any:
        if not reads_everything(request.user):
            return super().dispatch(request, page_id, *args, **kwargs)
        draft: Any = get_object_or_404(GuidePage, pk=page_id).get_latest_revision_as_object()
        return draft.make_preview_request(request, request.GET.get("mode", draft.default_preview_mode))


class GuideCreateView(CreateView):
    """A new guide, empty or with the prompts of a template."""

    def get(self, request: HttpRequest) -> Any:
        if (name := request.GET.get("template")) in Template.values:
            fill(self.page, Template(name))
        return super().get(request)

    def get_side_panels(self) -> Any:
        return add_writing_help(super().get_side_panels(), self.page, self.request)


class GuideEditView(EditView):
    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        # Scripts ask for the panels that have changed: this one has not.
        is_whole = not self.expects_json_response and not self.hydrate_create_view
        return add_writing_help(panels, self.page, self.request) if is_whole else panels

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        tell_of_comments(self.page, changes, self.request.user)

    @cached_property
    def header_buttons(self) -> list[Any]:
        user, buttons = self.request.user, super().header_buttons
        if address := find_glance(user, self.page):
            buttons = [*buttons, HeaderButton(_("At a glance"), address, icon_name="info-circle", icon_only=True)]
        return [*buttons, *offer_recall_in_header(self.page, user)]


class GuideViewSet(PageViewSet):
    model = GuidePage
    #: Below which pages the explorer is this one. Wagtail leaves out guides, which have nothing below them.
    parent_models = [GuideIndexPage, GuidePage]
    index_view_class = ReadableExplorer
    view_draft_view_class = ReadableDraftView
    add_view_class = GuideCreateView
    edit_view_class = GuideEditView


class BranchViewSet(PageViewSet):
    model = BranchPage
    parent_models = [BranchIndexPage, BranchPage]
    index_view_class = ReadableExplorer
