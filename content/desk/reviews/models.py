"""Notices about due reviews that were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The stages of a review, in order."""

    SOON = "soon", _("due soon")
    DUE = "due", _("due")
    WITHDRAWAL = "withdrawal", _("to be withdrawn")


class ReviewReminder(models.Model):
    """A sent notice: one for each stage of each due date."""

    guide = models.UUIDField()
    locale = models.CharField(max_length=20)
    due = models.DateField()
    stage = models.CharField(max_length=12, choices=Stage.choices)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "locale", "due", "stage"], name="one_reminder_per_stage")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.guide} ({self.locale}) {self.due}: {self.stage}"
