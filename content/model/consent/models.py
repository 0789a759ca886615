"""Patients' consents: a picture that shows a patient may be public only while a consent covers it."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from content.model.consent.forms import ConsentForm
from content.model.days import has_begun, today
from content.model.ordering import OrderedCharField
from content.model.publishing import Published


class ConsentScope(models.TextChoices):
    PUBLIC = "public", _("Websites and app, for everybody")
    CLINIC = "clinic", _("Inside the clinic only: never published")


class Consent(Published, index.Indexed, models.Model):
    """One patient's consent. It can cover many pictures. The signed form itself is kept elsewhere."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = OrderedCharField(
        _("where the signed form is kept"),
        max_length=80,
        unique=True,
        help_text=_("The file number in the clinic's records. Never the patient's name."),
    )
    scope = models.CharField(_("use"), max_length=10, choices=ConsentScope.choices)
    given_on = models.DateField(_("given on"))
    expires_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The last day of the agreement, until midnight UTC. Leave empty if it lasts until withdrawn."),
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("When you save this, its pictures are removed from every guide, including old versions."),
    )
    #: When it ended. Stored, so that compiling needs no clock.
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    base_form_class = ConsentForm
    panels = [
        FieldPanel("reference"),
        FieldPanel("scope"),
        MultiFieldPanel([FieldPanel("given_on"), FieldPanel("expires_on")], heading=_("Time")),
        FieldPanel("withdrawn_on"),
    ]
    search_fields = [index.SearchField("reference"), index.AutocompleteField("reference")]

    class Meta:
        verbose_name = _("patient consent")
        verbose_name_plural = _("patient consents")
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ended_at = (self.ended_at or timezone.now()) if self.is_over else None
        super().save(*args, **kwargs)

    def clean(self) -> None:
        errors, stored = {}, Consent.objects.filter(pk=self.pk).first() or Consent()
        # A day that was accepted from a user further east is not refused when somebody else saves it unchanged.
        if self.given_on and self.given_on != stored.given_on and not has_begun(self.given_on):
            errors["given_on"] = _("This date is in the future. Record consent once it is given.")
        if self.given_on and self.expires_on and self.expires_on < self.given_on:
            errors["expires_on"] = _("The last day cannot be before the day it was given.")
        if self.withdrawn_on and self.withdrawn_on != stored.withdrawn_on and not has_begun(self.withdrawn_on):
            errors["withdrawn_on"] = _("This date is in the future. To end it on an agreed day, set the last day.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_over(self) -> bool:
        """Whether it was withdrawn, or its last day is past."""
        return bool(self.withdrawn_on or (self.expires_on and self.expires_on < today()))

    @property
    def covers_publishing(self) -> bool:
        return self.ended_at is None and self.scope == ConsentScope.PUBLIC
