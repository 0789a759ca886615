"""What must happen after a commit: written in the same transaction, done later by a worker, at least once."""

from django.db import models


class Message(models.Model):
    """One thing to do. A worker holds it by a lease that runs out, so nothing stays taken by a dead one."""

    topic = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    leased_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["delivered_at", "due_at"], name="message_by_due")]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"
