"""Adds the reason and the successor to Wagtail's question whether to unpublish."""

from typing import Any

from django import template

from content.branches.models import BranchPage
from content.guides.models import GuidePage
from content.notices.views import WithdrawalForm

register = template.Library()


@register.simple_tag
def withdrawal_form(page: Any) -> WithdrawalForm | None:
    return WithdrawalForm(page=page) if isinstance(page, GuidePage | BranchPage) else None
