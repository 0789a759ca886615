"""Imported documents, stored to recognise them later, and to tell whether their drafts were edited since."""

from django.db import models


class ImportedDocument(models.Model):
    page = models.OneToOneField("content.GuidePage", on_delete=models.CASCADE, related_name="imported_document")
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    draft_digest = models.CharField(max_length=64, help_text="SHA-256 of the draft as the import left it.")
    report = models.JSONField(default=dict)
    #: The state before this import, to undo it: the id of the newest draft, and the fields of this row. Empty: no page.
    before = models.JSONField(default=dict, db_default={})
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="imported_by_name")]

    def __str__(self) -> str:
        return self.name
