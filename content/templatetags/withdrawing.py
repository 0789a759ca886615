"""Adds to Wagtail's questions whether to unpublish or delete what goes with it; to the first, reason and successor."""

from typing import Any

from django import template

from content.desk.deleting.consequences import Consequence, tell_of_deletion, tell_of_withdrawal
from content.desk.recalls.views import WithdrawalForm
from content.model.branches.models import BranchPage
from content.model.guides.models import GuidePage

register = template.Library()


@register.simple_tag
def withdrawal_form(page: Any) -> WithdrawalForm | None:
    return WithdrawalForm(page=page) if isinstance(page, GuidePage | BranchPage) else None


@register.inclusion_tag("admin/consequences.html", takes_context=True)
def what_is_deleted_too(context: Any, page: Any) -> dict[str, list[Consequence]]:
    return {"consequences": tell_of_deletion([page], context["request"].user)}


@register.inclusion_tag("admin/consequences.html")
def what_comes_off_too(page: Any) -> dict[str, list[Consequence]]:
    return {"consequences": tell_of_withdrawal([page])}


@register.inclusion_tag("admin/consequences.html", takes_context=True)
def what_of_these_is_deleted_too(context: Any, items: list[dict[str, Any]]) -> dict[str, list[Consequence]]:
    """`items` as Wagtail's bulk actions have them."""
    return {"consequences": tell_of_deletion((item["item"] for item in items), context["request"].user)}


@register.inclusion_tag("admin/consequences.html")
def what_of_these_comes_off_too(items: list[dict[str, Any]]) -> dict[str, list[Consequence]]:
    return {"consequences": tell_of_withdrawal(item["item"] for item in items)}
