"""Overrules of the claims check, and its cached findings in drafts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ValidOverrules(models.Manager["Overrule"]):
    def get_queryset(self) -> models.QuerySet["Overrule"]:
        return super().get_queryset().filter(taken_back_at=None)


class Overrule(models.Model):
    """A clinician's decision that a phrase may stand in a guide, in one language, and why.

    It is never deleted. One that was taken back counts no more: look for decisions in `valid`.
    """

    guide = models.UUIDField()
    locale = models.CharField(max_length=20)
    rule = models.CharField(max_length=60)
    #: In lower case. Compared in its folded form.
    phrase = models.CharField(max_length=200)
    reason = models.TextField(_("reason for allowing it"), max_length=1000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = models.Manager()
    valid = ValidOverrules()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "locale", "rule", "phrase"],
                condition=models.Q(taken_back_at=None),
                name="one_valid_overrule_per_phrase",
            )
        ]
        default_permissions = ()
        permissions = [("overrule_claim", "Can overrule the claims check")]

    def __str__(self) -> str:
        return f"{self.phrase} ({self.rule})"


class KeptFindings(models.Model):
    """The findings in a guide's newest draft, cached so that lists need not check every draft again."""

    page = models.OneToOneField("content.GuidePage", on_delete=models.CASCADE, related_name="+")
    #: A digest of all that the findings depend on: see `content/release/claims/findings_cache.py`.
    key = models.CharField(max_length=64)
    #: For each finding: its rule, its folded phrase, and whether a citation supports it.
    findings = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id}: {len(self.findings)}"
