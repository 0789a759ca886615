"""What can be done next with a page of a guide: each step only for users who may do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.menus.pages import get_page_header_buttons

from content.approval.signoff.signing import why_not_sign
from content.desk.glance.looking import Look
from content.desk.signoff.sending import may_send
from content.model.guides.models import GuidePage

#: By which the hooks know for which screen buttons are.
VIEW_NAME = "glance"


@dataclass(frozen=True)
class Step:
    """`is_posted`: a button that does it at once."""

    label: str
    address: str
    is_posted: bool = False


def find_steps(look: Look, page: GuidePage) -> Iterator[Step]:
    """The steps that lead on, the most pressing first."""
    may, open_parts = page.permissions_for_user(look.user), look.drafts[page.pk].open_parts
    if open_parts and not why_not_sign(look.user):
        yield Step(_("Sign off"), reverse("sign_off", args=[page.pk]))
    is_ready = look.is_ahead(page) and not open_parts and page.scheduled_revision is None
    if is_ready and (address := ask_to_publish(look.user, page)):
        yield Step(_("Publish"), address)
    if may.can_edit():
        yield Step(_("Edit"), reverse("wagtailadmin_pages:edit", args=[page.pk]))
    if open_parts and look.is_ahead(page) and may_send(look.user, page):
        yield Step(_("Send for sign-off"), reverse("send_for_sign_off", args=[page.pk]), is_posted=True)
    yield Step(_("Preview"), reverse("wagtailadmin_pages:view_draft", args=[page.pk]) + "?mode=web")
    if look.is_public(page):
        yield Step(_("View live"), page.web_path)


def ask_to_publish(user: Any, page: GuidePage) -> str:
    """Wagtail's question whether to publish the newest draft, as from a list; empty for users who may not."""
    may = page.permissions_for_user(user)
    if may.page_locked() or not may.can_publish():
        return ""
    ask = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return f"{ask}?id={page.pk}&next={reverse(VIEW_NAME, args=[page.translation_key])}"


def find_more(user: Any, page: GuidePage) -> list[Any]:
    """What the menu above the page's form offers besides: recall, history, translation and so on."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    buttons = get_page_header_buttons(page, user, next_url=None, view_name=VIEW_NAME)
    return [button for button in sorted(buttons) if str(button.url) != edit]
