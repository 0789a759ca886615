"""The phone's own texts, in every language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from content.model.vocabulary import Day

#: All languages are sent at once, so that the phone can change its language offline.
WORDS = {
    "main": _("Main"),
    "skip": _("Skip to the content"),
    "language": _("Language"),
    "guides": _("Treatment guides"),
    "branches": _("Branches"),
    "all_guides": _("All guides"),
    "loading": _("Loading the guides …"),
    "offline": _("You are offline. This is the copy saved on this device."),
    "first_needs_network": _("You are offline. Guides are saved on this device once you have opened them online."),
    "updates_ready": _("Updates are ready. They appear on the next screen."),
    "search": _("Search"),
    "search_for": _("Treatment or question"),
    "corrected": _("Showing results for “{words}”."),
    "searched_offline": _("You are offline. These results are from the copy saved on this device."),
    "nothing_found": _("No results for “{words}”. Try another word, or ask the clinic."),
    "none": _("No guides yet."),
    "none_here": _("This branch does not offer any treatments yet."),
    "not_found": _("Page not found."),
    "gone": _("This guide has been withdrawn."),
    "recalled": _("Recalled."),
    "recalled_part": _("Part recalled"),
    "updated": _("Updated since you read it"),
    "facts": _("Facts at a glance"),
    "time": _("Time per session"),
    "minutes": _("{n} minutes"),
    "sessions": _("Sessions needed"),
    "n_sessions": _("{n} sessions"),
    "weeks_between": _("Weeks between sessions"),
    "downtime": _("Downtime"),
    "no_downtime": _("No downtime"),
    "days": _("{n} days"),
    "contact": _("Contact"),
    "call": _("Call"),
    "chat": _("Chat"),
    "book": _("Book"),
    "from_price": _("From {price}"),
    "valid_from": _("(since {date})"),
    "other_language": _("This guide is not available in your language yet."),
    "questions": _("Questions people ask"),
    "sources": _("Sources"),
    "risks": _("Possible side effects:"),
    "read_safety": _("Is it right for you?"),
    "checked_by": _("Checked by {name}, {role}"),
    "sample_person": _("sample person"),
    "signed_off_by": _("Signed off by {name} ({body} {number})"),
    "reviewed_on": _("Reviewed on {date}"),
    "next_review": _("Next review due {date}"),
    "overdue": _("The review was due on {date} and is overdue"),
    "version": _("Version {n}, {date}"),
    "branch_why": _("Choose a branch to see what it offers, its prices and how to reach it."),
    "any_branch": _("All branches"),
    "mistake": _("Report a mistake in this section"),
    "mistake_what": _("What is wrong?"),
    "mistake_no_private": _("Please write nothing about yourself or your health."),
    "send": _("Send"),
    "mistake_sent": _("Thank you. We have sent it to the editors."),
    "mistake_not_sent": _("It could not be sent. Try again when you are online."),
    "mistake_too_many": _("You have sent several already. Try again in an hour."),
}


def read_words(locale: str) -> dict[str, Any]:
    with override(locale):
        said = {name: str(text) for name, text in WORDS.items()}
        return said | {"days_of_week": {day.value: str(day.label) for day in Day}}
