"""Bulk operations: changes of many things that were made together, and are undone together."""

from django.conf import settings
from django.db import models

#: As long as the reason of a release may be, which it is too.
LONGEST_TITLE = 200


class BulkOperation(models.Model):
    kind = models.CharField(max_length=20)
    #: What it did, as a sentence, in the language of whoever made it.
    title = models.CharField(max_length=LONGEST_TITLE)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    #: The form in which it was made: however often that is sent, it makes one operation.
    form_key = models.UUIDField(unique=True, editable=False)
    #: For each changed thing its kind and a key: of its page, or of the offering's branch. Lists need no more.
    things = models.JSONField(default=list)
    #: For each changed thing its values before and after: see `Written`.
    changes = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    #: Sentences: what undoing has left alone, and why.
    left = models.JSONField(default=list)

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
