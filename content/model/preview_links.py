"""Preview links: each shows one draft to everybody who has the link, for a limited time."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.model.guides.models import GuidePage

# Without a timestamp: the row has the expiry, and the address stays the same.
_SIGNER = signing.Signer(salt="content.preview")
#: How long a link works by default.
DEFAULT_LIFE = timedelta(hours=1)
LIVES = {1: _("1 hour"), 24: _("1 day"), 168: _("1 week")}


class PreviewLink(models.Model):
    """One link to one draft. Its signed address contains only the keys of this row and of the page."""

    page = models.ForeignKey(GuidePage, on_delete=models.CASCADE, related_name="preview_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page} until {self.expires_at:%Y-%m-%d %H:%M}"

    @property
    def token(self) -> str:
        return _SIGNER.sign_object([self.pk, self.page_id])

    @property
    def address(self) -> str:
        return f"{settings.BASE_URL}/preview/{self.token}/"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and timezone.now() < self.expires_at and self.has_author

    @property
    def has_author(self) -> bool:
        """Whether its maker is active and may still edit the page: a link must not show more than they may see."""
        user = self.made_by
        return bool(user and user.is_active and self.page.permissions_for_user(user).can_edit())


def make_link(page: GuidePage, user: Any, life: timedelta = DEFAULT_LIFE) -> PreviewLink:
    return PreviewLink.objects.create(page=page, made_by=user, expires_at=timezone.now() + life)


def find_link(token: str) -> PreviewLink | None:
    """The link with this token; None if there is none."""
    try:
        number, page_id = (int(key) for key in _SIGNER.unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    link = PreviewLink.objects.filter(pk=number).select_related("page", "made_by").first()
    return link if link and link.page_id == page_id else None
