"""What is remembered of an imported document, to recognise it later and to tell whether its draft was edited since."""

from django.db import models


class ImportedDocument(models.Model):
    page = models.OneToOneField("content.GuidePage", on_delete=models.CASCADE, related_name="imported_document")
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    draft_digest = models.CharField(max_length=64, help_text="SHA-256 of the draft as the import left it.")
    report = models.JSONField(default=dict)
    #: What the page was before: the id of its newest draft, and what was remembered of it then. Empty: there was none.
    before = models.JSONField(default=dict, db_default={})
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="imported_by_name")]

    def __str__(self) -> str:
        return self.name
