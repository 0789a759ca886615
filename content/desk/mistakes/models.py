"""Mistakes in a section that readers report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.edition.models import Edition
from content.model.forms import ModelEditForm
from content.model.guides.models import GuidePage
from content.model.vocabulary import SectionKey

MAX_LENGTH = 1000


class MistakeReport(models.Model):
    """A reader's report, with the edition that they saw. Nothing about the reader is stored."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", editable=False)
    section = models.CharField(_("section"), max_length=20, choices=SectionKey.choices, editable=False)
    text = models.TextField(_("what is wrong"), max_length=MAX_LENGTH, editable=False)
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True, db_index=True)
    is_done = models.BooleanField(_("done"), default=False, help_text=_("Tick when it is fixed, or is not a mistake."))
    answer = models.TextField(_("what was done"), blank=True, max_length=MAX_LENGTH)

    base_form_class = ModelEditForm

    class Meta:
        ordering = ["is_done", "-reported_at"]
        verbose_name = _("reported mistake")
        verbose_name_plural = _("reported mistakes")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def title(self) -> str:
        return str(self.edition.card.get("title") or self.edition.slug)

    @property
    def page(self) -> GuidePage | None:
        """The guide's page in the language that was read; None once it is deleted."""
        pages = GuidePage.objects.defer_streamfields().filter(translation_key=self.edition.subject)
        return pages.filter(locale__language_code=self.edition.locale).first()

    @property
    def version(self) -> str:
        return f"{self.edition.locale} v{self.edition.version}"

    title.fget.short_description = _("guide")  # type: ignore[attr-defined]
    version.fget.short_description = _("version")  # type: ignore[attr-defined]
