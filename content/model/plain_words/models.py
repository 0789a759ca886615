"""The group's list of jargon, each with a plain word to write instead. Editors keep it; readers never see it."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from content.model.forms import ModelEditForm
from content.model.ordering import OrderedCharField


class PlainWordForm(ModelEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            choices=settings.WAGTAIL_CONTENT_LANGUAGES, label=self.fields["language"].label
        )


class PlainWord(index.Indexed, models.Model):
    #: A code, not a row of Wagtail's: the list is there before the languages are.
    language = models.CharField(_("language"), max_length=20, default=settings.LANGUAGE_CODE)
    jargon = OrderedCharField(
        _("word or phrase"),
        max_length=80,
        help_text=_(
            "What patients may not know, such as “erythema”. Write further forms after commas: “oedema, edema”."
        ),
    )
    plain = models.CharField(_("plain words"), max_length=120, help_text=_("What to write instead, such as “redness”."))

    base_form_class = PlainWordForm
    panels = [FieldPanel("language"), FieldPanel("jargon"), FieldPanel("plain")]
    search_fields = [index.SearchField("jargon"), index.AutocompleteField("jargon"), index.SearchField("plain")]

    class Meta:
        verbose_name = _("plain word")
        verbose_name_plural = _("plain words")
        ordering = ["language", "jargon"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "jargon"],
                name="one_plain_word_per_jargon",
                violation_error_message=_("This word is in the list already. Change it there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.jargon} → {self.plain}"

    @property
    def spellings(self) -> list[str]:
        return [form.strip() for form in self.jargon.split(",") if form.strip()]
