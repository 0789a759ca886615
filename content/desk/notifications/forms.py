"""The form by which people choose what they are sent, and when. It takes the place of Wagtail's own four switches."""

from datetime import time
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from content.desk.notifications.kinds import ALWAYS_AT_ONCE, NoticeKind, When, find_kinds
from content.desk.notifications.models import NotificationChoice

#: Wagtail's switches, by which its mails about other workflows than ours go. They follow the choice for our kind.
_SWITCHES = {
    "submitted_notifications": NoticeKind.SIGN_OFF,
    "approved_notifications": NoticeKind.SIGNED,
    "rejected_notifications": NoticeKind.REFUSED,
    "updated_comments_notifications": NoticeKind.ANSWERED,
}
DIGEST_HOUR = "digest_hour"


def _list_hours() -> list[tuple[int, str]]:
    return [(hour, formats.time_format(time(hour), "H:i")) for hour in range(24)]


class NotificationsForm(forms.Form):
    def __init__(self, *given: Any, instance: UserProfile, **options: Any) -> None:
        super().__init__(*given, **options)
        self.profile = instance
        choice = NotificationChoice.objects.filter(user=instance.user).first() or NotificationChoice()
        for kind in find_kinds(instance.user):
            if kind not in ALWAYS_AT_ONCE:
                when = choice.find_when(kind)
                # What is not sent stays as it is.
                self.fields[kind.value] = forms.ChoiceField(
                    label=kind.label, choices=When.choices, initial=when, required=False
                )
        if self.fields:
            self.fields[DIGEST_HOUR] = self._build_hour(choice.digest_hour)

    def _build_hour(self, hour: int) -> forms.Field:
        return forms.TypedChoiceField(
            label=_("The daily digest comes at"),
            help_text=_("In your time zone, which you choose under Profile. No mail comes when nothing has happened."),
            choices=_list_hours,
            coerce=int,
            initial=hour,
            required=False,
            empty_value=None,
        )

    def save(self) -> None:
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        choice, _made = NotificationChoice.objects.get_or_create(user=self.profile.user)
        choice.digest_hour = given.pop(DIGEST_HOUR, choice.digest_hour)
        choice.kinds |= given
        choice.save(update_fields=["digest_hour", "kinds"])  # a digest may be made at this moment
        for name, kind in _SWITCHES.items():
            setattr(self.profile, name, choice.find_when(kind) != When.NEVER)
        self.profile.save(update_fields=list(_SWITCHES))
