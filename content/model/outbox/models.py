"""The outbox: messages that are written in a transaction and delivered after its commit, at least once."""

from django.db import models


class Message(models.Model):
    """One task for a worker. The worker's lease expires, so a dead worker blocks nothing."""

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
