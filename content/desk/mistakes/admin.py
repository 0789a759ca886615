"""Adds reported mistakes to the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.desk.mistakes.models import MistakeReport
from content.desk.mistakes.policy import MistakePermissionPolicy

register_permission_policy(MistakeReport, MistakePermissionPolicy(MistakeReport))


class MistakesViewSet(SnippetViewSet):
    """Readers' reports: staff read, answer and tick them off, but don't add or change them."""

    model = MistakeReport
    icon = "help"
    menu_label = _("Reported mistakes")
    menu_name = "mistakes"
    menu_order = 340
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "__str__",
        "title",
        "section",
        "version",
        "reported_at",
        BooleanColumn("is_done", label=_("Done"), sort_key="is_done"),
    ]
    list_filter = ["is_done", "section"]
    panels = [
        FieldPanel("text", read_only=True),
        HelpPanel(template="admin/mistake.html", heading=_("Guide")),  # not fields of the report itself
        FieldPanel("reported_at", read_only=True),
        FieldPanel("is_done"),
        FieldPanel("answer"),
    ]


register_snippet(MistakesViewSet)
