"""What clinicians have said against the claims check."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Overrule(models.Model):
    """A clinician's word that a phrase may stand in a guide, in one language, and why. Kept, whatever becomes of it."""

    guide = models.UUIDField()
    locale = models.CharField(max_length=20)
    rule = models.CharField(max_length=60)
    #: In small letters.
    phrase = models.CharField(max_length=200)
    reason = models.TextField(_("why it may stand"), max_length=1000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "locale", "rule", "phrase"], name="one_overrule_per_phrase")
        ]
        default_permissions = ()
        permissions = [("overrule_claim", "Can overrule the claims check")]

    def __str__(self) -> str:
        return f"{self.phrase} ({self.rule})"
