"""The job that changes a contact of many branches: telephone, e-mail, chat."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from content.desk.bulk.forms import ContactChoice
from content.desk.bulk.pages import PageJob
from content.desk.bulk.values import Change
from content.model.branches.models import BranchPage
from content.model.branches.policy import editable_branches


class ContactJob(PageJob):
    key, icon, thing = "contact", "mobile-alt", "branch"
    title = gettext_lazy("Contacts of branches")
    help = gettext_lazy("Change a telephone number, an e-mail address or a chat at many branches.")
    note = gettext_lazy("Branches need no sign-off. Without “Publish at once”, every change is saved as a draft.")
    form = ContactChoice

    def may(self, user: Any) -> bool:
        return bool(editable_branches(user).exists())

    def find_pages(self, choice: ContactChoice, user: Any) -> Any:
        chosen = choice.cleaned_data
        pages = BranchPage.objects.filter(pk__in=editable_branches(user).values("pk"))
        if chosen.get("branch"):
            pages = pages.filter(translation_key=chosen["branch"].translation_key)
        if chosen.get("language"):
            pages = pages.filter(locale=chosen["language"])
        return pages.select_related("locale", "latest_revision").order_by("title", "pk")

    def find_changes(self, draft: BranchPage, choice: ContactChoice) -> list[Change]:
        chosen = choice.cleaned_data
        name, before, after = chosen["field"], chosen["before"], chosen["after"]
        now = getattr(draft, name)
        if now == after or (before and now != before):
            return []
        return [Change(name, "", now, after, choice.name_field(name), now or "–", after or "–")]

    def find_problem(self, after: BranchPage, changes: list[Change]) -> str:
        return " ".join(find_faults(after).get(changes[0].name, ()))

    def may_publish(self, after: BranchPage, choice: ContactChoice, user: Any) -> bool:
        is_clean = after.live and not after.has_unpublished_changes and not find_faults(after)
        return bool(choice.cleaned_data["publishes"] and is_clean and after.permissions_for_user(user).can_publish())


def find_faults(draft: BranchPage) -> dict[str, list[str]]:
    """Field -> why it can't be as it is in the draft."""
    try:
        draft.full_clean()
    except ValidationError as error:
        return {name: list(sentences) for name, sentences in error.message_dict.items()}
    return {}
