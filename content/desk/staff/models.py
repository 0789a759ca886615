"""Tries to log in: counted before a password is checked, and kept for some time for administrators."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TryKind(models.TextChoices):
    PASSWORD = "password", _("password")
    CODE = "code", _("second factor")
    RESET = "reset", _("asked for a new password")


class LogInTry(models.Model):
    """One try, stored before it is checked. It counts as wrong unless `was_right` is set."""

    kind = models.CharField(max_length=10, choices=TryKind.choices)
    #: A keyed digest of the typed name, since people type passwords into the wrong field.
    name_digest = models.CharField(max_length=64)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.CharField(max_length=50)
    user_agent = models.CharField(max_length=200)
    tried_at = models.DateTimeField(default=timezone.now)
    was_right = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "name_digest", "tried_at"], name="try_by_name"),
            models.Index(fields=["kind", "address", "tried_at"], name="try_by_address"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind}: {self.account or 'unknown'} from {self.address}"
