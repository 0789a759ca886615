"""The settings of the clinic group."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from content.model.forms import ModelEditForm
from content.model.publishing import Published
from content.model.typed_words import Worded


@register_setting(icon="home", order=10)
class GroupSettings(Worded, Published, BaseGenericSetting):
    clinic_name = models.CharField(max_length=120, default="Our clinic")
    purpose = models.TextField(
        _("purpose statement"),
        blank=True,
        validators=[MaxLengthValidator(600)],
        help_text=_("One or two sentences at the bottom of every page, up to 600 characters."),
    )
    attribution = models.CharField(
        _("attribution line"),
        max_length=200,
        blank=True,
        help_text=_("Shown with every section on other websites."),
    )
    contact_label = models.CharField(_("label"), max_length=60, default="Need help? Chat with us")
    contact_url = models.URLField(_("address"), blank=True, help_text=_("The chat or contact page."))
    default_locale = models.CharField(
        _("default language"),
        max_length=20,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Used when a reader has not chosen a language, or a translation is missing."),
    )

    review_months = models.PositiveSmallIntegerField(
        _("months until the next review"),
        default=12,
        db_default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("If an editor sets no date, the next review is due this many months after the last."),
    )

    withdraw_after_days = models.PositiveSmallIntegerField(
        _("days from a missed review until the guide is withdrawn"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(730)],
        help_text=_("An email is sent two weeks before. Leave empty to never withdraw guides automatically."),
    )

    sign_off_days = models.PositiveSmallIntegerField(
        _("working days until a sign-off is overdue"),
        default=3,
        db_default=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_(
            "From Monday to Friday. Then the other clinicians are told, and after as many days again the publishers. "
            "Leave empty to tell nobody."
        ),
    )

    words = ("clinic_name", "purpose", "attribution", "contact_label")
    base_form_class = ModelEditForm
    panels = [
        FieldPanel("clinic_name"),
        FieldPanel("purpose"),
        FieldPanel("attribution"),
        MultiFieldPanel([FieldPanel("contact_label"), FieldPanel("contact_url")], heading=_("Contact")),
        FieldPanel("default_locale"),
        MultiFieldPanel([FieldPanel("review_months"), FieldPanel("withdraw_after_days")], heading=_("Reviews")),
        FieldPanel("sign_off_days"),
    ]

    class Meta:
        verbose_name = _("group")

    def __str__(self) -> str:
        return self.clinic_name
