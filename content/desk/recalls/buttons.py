"""The buttons that lead to the recall of a guide: on its own screens, in lists, and first in its menu."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import Button
from wagtail.admin.widgets.button import HeaderButton

from content.desk.recalls.rights import may_recall
from content.model.guides.models import GuidePage


def find_recall_address(page: Any, user: Any) -> str:
    """Empty where there is nothing that the user may recall."""
    is_known = isinstance(page, GuidePage) and page.first_published_at
    return reverse("recall_guide", args=[page.pk]) if is_known and may_recall(user) else ""


def _offer(kind: Any, page: Any, user: Any, **options: Any) -> Iterator[Any]:
    if address := find_recall_address(page, user):
        yield kind(_("Recall"), address, icon_name="warning", **options)


def offer_recall(page: Any, user: Any) -> Iterator[Button]:
    return _offer(Button, page, user, priority=1)


def offer_recall_in_header(page: Any, user: Any) -> Iterator[HeaderButton]:
    return _offer(HeaderButton, page, user, classname="recall-button")
