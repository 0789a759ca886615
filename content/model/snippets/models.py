"""The shared things that guides show: categories, therapies, clinicians and citations.

Edits wait as drafts, except those of clinicians, which only users who may publish can save.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from content.model.days import today
from content.model.forms import ModelEditForm
from content.model.ordering import OrderedCharField
from content.model.publishing import Published
from content.model.snippets.drafting import Drafted
from content.model.snippets.identifiers import CitationForm
from content.model.snippets.registrations import ClinicianForm, RegistrationPanel
from content.model.typed_words import Worded
from content.model.vocabulary import CombinationKind, EvidenceLevel


class Category(Worded, Drafted, TranslatableMixin, index.Indexed, models.Model):
    name = OrderedCharField(max_length=60, help_text=_("As patients would say it, such as “Hair” or “Skin”."))
    slug = models.SlugField(
        max_length=60,
        help_text=_("The code that apps filter by: lower case, the same in every language."),
    )

    words = ("name",)
    base_form_class = ModelEditForm
    panels = [FieldPanel("name"), FieldPanel("slug")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Therapy(Worded, Drafted, TranslatableMixin, index.Indexed, models.Model):
    """A therapy without a guide of its own, with which a guide can be combined, such as topical minoxidil."""

    name = OrderedCharField(max_length=120, help_text=_("The substance or method, not a brand name."))
    kind = models.CharField(max_length=20, choices=CombinationKind.choices)
    summary = models.CharField(max_length=280, blank=True, help_text=_("One plain sentence: what it is."))

    words = ("name", "summary")
    base_form_class = ModelEditForm
    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("summary")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("therapy")
        verbose_name_plural = _("therapies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Clinician(Worded, Published, index.Indexed, models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = OrderedCharField(max_length=120, help_text=_("With title, such as “Dr Asha Rao”."))
    role = models.CharField(max_length=120, help_text=_("Such as “Consultant dermatologist”."))
    registration_body = models.CharField(
        max_length=120, help_text=_("The register, for example “General Medical Council”.")
    )
    registration_number = models.CharField(max_length=60)
    registered_until = models.DateField(
        null=True,
        blank=True,
        help_text=_(
            "The last day of the registration. After that, this person cannot sign off, and "
            "earlier sign-offs are flagged."
        ),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="clinician",
        help_text=_("The account this person signs off guides with."),
    )
    is_sample = models.BooleanField(
        _("fictional (sample content)"), default=False, help_text=_("Shown as a sample everywhere.")
    )

    words = ("name", "role", "registration_body")
    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        MultiFieldPanel(
            [RegistrationPanel(name) for name in ("registration_body", "registration_number", "registered_until")],
            heading=_("Registration"),
        ),
        RegistrationPanel("account"),
        RegistrationPanel("is_sample"),
    ]
    base_form_class = ClinicianForm
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("clinician")
        verbose_name_plural = _("clinicians")
        ordering = ["name"]
        permissions = [("manage_registrations", "Can say who a clinician is: account and registration")]

    def __str__(self) -> str:
        return f"{self.name} (sample)" if self.is_sample else self.name

    @property
    def has_lapsed(self) -> bool:
        return self.registered_until is not None and self.registered_until < today()


class Citation(Drafted, index.Indexed, models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = OrderedCharField(max_length=300)
    source = models.CharField(max_length=200, help_text=_("Journal or publisher, such as “Dermatologic Surgery”."))
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    doi = models.CharField(
        "DOI",
        max_length=120,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI begins with 10. and has a slash in it."))],
    )
    pmid = models.CharField(
        "PMID",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d+$", _("A PMID is a number."))],
    )
    url = models.URLField("URL", blank=True)
    evidence_level = models.CharField(max_length=20, choices=EvidenceLevel.choices)
    #: When its address was last checked, and since when it has been dead.
    checked_at = models.DateTimeField(null=True, editable=False)
    dead_since = models.DateField(null=True, editable=False)

    base_form_class = CitationForm
    panels = [
        FieldPanel("title"),
        FieldPanel("source"),
        FieldPanel("year"),
        MultiFieldPanel(
            [FieldPanel("doi"), FieldPanel("pmid"), FieldPanel("url")],
            heading=_("Where to find it (at least one)"),
        ),
        FieldPanel("evidence_level"),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def clean(self) -> None:
        super().clean()
        if not (self.doi or self.pmid or self.url):
            raise ValidationError({"doi": _("Enter a DOI, PMID or URL so that readers can find it.")})

    @property
    def link(self) -> str:
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url
