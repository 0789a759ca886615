"""Says what happened to a guide that was sent for sign-off or published, where Wagtail says something else."""

from typing import Any

from django.contrib.messages import SUCCESS, get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext as _of_wagtail
from wagtail.admin import messages

from content.approval.signoff.requests import find_request
from content.model.guides.models import GuidePage

#: Buttons below the form.
SENDING = ("action-submit", "action-restart-workflow")
PUBLISHING = ("action-publish", "action-workflow-action")

#: What Wagtail says of a page that has errors.
NOT_SAVED = (
    "The page could not be saved due to validation errors.",
    "The page could not be created due to validation errors.",
)


def say_sent(request: HttpRequest, page: Any) -> None:
    """After a guide was submitted, in place of what Wagtail has said."""
    if not _is_pressed(request, SENDING) or not isinstance(page, GuidePage):
        return
    if not find_request(GuidePage.objects.get(pk=page.pk)):  # the view's page knows the requests of before
        return
    said: Any = get_messages(request)
    buttons = [
        messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit")),
        messages.button(reverse("sign_off", args=[page.pk]), _("Sign-off")),
    ]
    sentence = _("“%(guide)s” has been sent for clinical sign-off.") % {"guide": page.get_admin_display_title()}
    for message in said._queued_messages:
        if message.level == SUCCESS:  # others may have said something, too
            message.message = messages.render(sentence, buttons)


def say_failed(request: HttpRequest) -> None:
    """Where Wagtail says that a page with errors could not be saved: that it does not go out yet.

    What was typed is still in the form, and is autosaved before and after.
    """
    if _is_pressed(request, SENDING):
        ours = _("Not sent for sign-off yet: fix what is marked. Everything you typed is still here.")
    elif _is_pressed(request, PUBLISHING):
        ours = _("Not published yet: fix what is marked. Everything you typed is still here.")
    else:
        return
    said: Any = get_messages(request)
    for message in said._queued_messages:
        for sentence in map(escape, map(_of_wagtail, NOT_SAVED)):  # Wagtail's are HTML, and may list errors
            if sentence in str(message.message):
                message.message = mark_safe(str(message.message).replace(sentence, escape(ours)))


def _is_pressed(request: HttpRequest, buttons: tuple[str, ...]) -> bool:
    return any(button in request.POST for button in buttons)
