"""What each person chose about notices, the notices that wait for a digest, and escalations that were made."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from content.desk.notifications.kinds import ALWAYS_AT_ONCE, When, find_default

#: At this hour of their own time zone people get their digest, unless they have chosen another.
DIGEST_HOUR = 8


class NotificationChoice(models.Model):
    """One person's choices. Who has no row, and what is not in `kinds`, has the default."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choice")
    #: Kind -> when.
    kinds = models.JSONField(default=dict)
    digest_hour = models.PositiveSmallIntegerField(default=DIGEST_HOUR, validators=[MaxValueValidator(23)])
    #: The day, in the person's time zone, of the last digest.
    digested_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)

    def find_when(self, kind: str) -> When:
        return When.AT_ONCE if kind in ALWAYS_AT_ONCE else When(self.kinds.get(kind, find_default(kind)))


class WaitingNotice(models.Model):
    """A notice that waits for its reader's next digest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    #: The key of the guide's page. Not a foreign key: a notice about a page that is gone is left out.
    page = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "made_at"], name="notice_by_reader")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"


class Step(models.TextChoices):
    """Who is told, in order."""

    CLINICIANS = "clinicians"
    PUBLISHERS = "publishers"


class Escalation(models.Model):
    """A request for sign-off that was overdue, and who was told then. Each step happens once."""

    task_state = models.ForeignKey("wagtailcore.TaskState", on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["task_state", "step"], name="one_escalation_per_step")]

    def __str__(self) -> str:
        return f"{self.task_state_id}: {self.step}"
