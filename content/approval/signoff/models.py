"""Clinicians' approvals of parts of guides, their requests for changes, and publications without approval."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignOff(models.Model):
    """A clinician's approval of one part of a guide in one locale, as shown on the screen. Never changed.

    It applies to its digest: words that are restored later are still signed. The signer's details are kept as of then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guide = models.UUIDField()
    locale = models.CharField(max_length=20)
    part = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    #: The digest of this part of the source at that time. Empty for the source itself.
    source_digest = models.CharField(max_length=64, blank=True)
    #: The judged content, from `parts.judge`. Empty after it was erased.
    content = models.JSONField(default=dict)
    clinician = models.UUIDField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    registration_body = models.CharField(max_length=120)
    registration_number = models.CharField(max_length=60)
    is_sample = models.BooleanField(default=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["guide", "locale", "part", "signed_at"], name="sign_off_of_part")]
        ordering = ["signed_at", "pk"]
        default_permissions = ()
        permissions = [("sign_off_guide", "Can sign off guides, as a clinician")]

    def __str__(self) -> str:
        return f"{self.part}: {self.name}, {self.signed_at:%Y-%m-%d}"

    @property
    def public_id(self) -> uuid.UUID:
        return self.clinician


class ChangeRequest(models.Model):
    """A clinician's comment on a part that they sent back, with the part as it was then. Shown until it is signed."""

    comment = models.ForeignKey("wagtailcore.Comment", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=20)
    #: Of what the clinician was shown.
    digest = models.CharField(max_length=64)
    #: The judged content. Empty if the draft had changed meanwhile, and after it was erased.
    content = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.part}: {self.comment.text}"


class EmergencyPublication(models.Model):
    """A publication of parts that no clinician had signed, with its reason. Shown until they are signed."""

    guide = models.UUIDField()
    locale = models.CharField(max_length=20)
    #: Part -> the digest that may be public without a sign-off.
    digests = models.JSONField()
    reason = models.TextField(_("why it can't wait"), max_length=1000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["guide", "locale"], name="emergency_of_guide")]
        default_permissions = ()
        permissions = [("publish_unsigned", "Can publish in an emergency what no clinician has signed")]

    def __str__(self) -> str:
        return f"{self.guide} ({self.locale}): {self.reason}"
