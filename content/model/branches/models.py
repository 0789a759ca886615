"""Branches of the group, and their offerings."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.origins import read_origin, read_origins
from content.model.branches import theming, zones
from content.model.branches.forms import BranchForm
from content.model.branches.pricing import Priced
from content.model.branches.refusals import find_refusals
from content.model.forms import PageEditForm
from content.model.guides.models import SLUG_HELP, WebAddressed
from content.model.ordering import ByCodePoint
from content.model.publishing import Published, PublishedPage
from content.model.sources import keep_sources
from content.model.typed_words import Worded
from content.model.vocabulary import ColourScheme, Country, Day, Font

PHONE = RegexValidator(r"^\+?[0-9 ()-]{6,25}$", _("Enter a phone number with digits and spaces. It can start with +."))
COLOUR = RegexValidator(theming.COLOUR, _("Enter a colour as # and 6 hexadecimal digits."))


class BranchIndexPage(PublishedPage, Page):
    max_count_per_parent = 1
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.BranchPage"]
    base_form_class = PageEditForm
    preview_modes: list[tuple[str, Any]] = []

    class Meta:
        verbose_name = _("list of branches")


class BranchPage(Worded, PublishedPage, WebAddressed, Page):
    """One clinic site. Its public id is `translation_key`."""

    web_folder = "branches"
    words = ("title", "address", "contact_label")

    country = models.CharField(max_length=2, choices=Country.choices)
    address = models.TextField(validators=[MaxLengthValidator(400)], help_text=_("As on an envelope, one line each."))
    time_zone = models.CharField(max_length=60, default="Asia/Kolkata", help_text=_("Such as Asia/Kolkata."))
    phone = models.CharField(max_length=30, validators=[PHONE])
    email = models.EmailField(blank=True)
    contact_label = models.CharField(
        max_length=60, blank=True, help_text=_("Replaces the group's label. For example, “Chat with our Pune team”.")
    )
    contact_url = models.URLField(_("chat address"), blank=True)
    website_origins = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(2000)],
        help_text=_("Websites that may show this branch's guides, one on each line, such as https://pune.example."),
    )
    theme_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[COLOUR],
        help_text=_("For links and buttons, for example #0b5d5b."),
    )
    theme_ink = models.CharField(
        _("text colour"), max_length=7, blank=True, default="", db_default="", validators=[COLOUR]
    )
    theme_ground = models.CharField(
        _("background colour"), max_length=7, blank=True, default="", db_default="", validators=[COLOUR]
    )
    theme_font = models.CharField(
        _("font"),
        max_length=20,
        choices=Font.choices,
        default=Font.INHERIT,
        db_default=Font.INHERIT,
        help_text=_("These fonts are already on readers' devices, so nothing is downloaded."),
    )
    theme_scheme = models.CharField(
        _("colour scheme"),
        max_length=5,
        choices=ColourScheme.choices,
        default=ColourScheme.AUTO,
        db_default=ColourScheme.AUTO,
    )

    base_form_class = BranchForm
    parent_page_types = ["content.BranchIndexPage"]
    subpage_types: list[str] = []
    preview_modes: list[tuple[str, Any]] = []

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", heading=_("Name")),
                    FieldPanel("slug", help_text=SLUG_HELP),
                    MultiFieldPanel(
                        [FieldPanel("address"), FieldPanel("country"), FieldPanel("time_zone", widget=zones.ZoneInput)],
                        heading=_("Place"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("phone"),
                            FieldPanel("email"),
                            FieldPanel("contact_label"),
                            FieldPanel("contact_url"),
                        ],
                        heading=_("Contact"),
                    ),
                ],
                heading=_("Branch"),
            ),
            ObjectList([InlinePanel("opening_hours", label=_("Hours"))], heading=_("Opening hours")),
            ObjectList(
                [
                    FieldPanel("website_origins"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("theme_colour"), FieldPanel("theme_ink"), FieldPanel("theme_ground")]
                            ),
                            FieldRowPanel([FieldPanel("theme_font"), FieldPanel("theme_scheme")]),
                        ],
                        heading=_("How guides look on its websites"),
                        help_text=_(
                            "Leave a colour empty to use the group's. Text and background need enough contrast."
                        ),
                    ),
                    *Page.settings_panels,
                ],
                heading=_("Website"),
            ),
        ],
        base_form_class=BranchForm,
    )
    search_fields = [*Page.search_fields, index.SearchField("address"), index.FilterField("country")]

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")

    @property
    def source_page(self) -> "BranchPage":
        """The page of the locale in which the branch was first written. Offerings belong to it."""
        return BranchPage.objects.filter(translation_key=self.translation_key).order_by("pk").first() or self

    @property
    def origins(self) -> list[str]:
        """The valid origins. An old row may have lines that are no longer accepted."""
        return read_origins(self.website_origins.splitlines())

    @property
    def theme(self) -> dict[str, Any]:
        return theming.build_theme(
            accent=self.theme_colour,
            ink=self.theme_ink,
            ground=self.theme_ground,
            font=self.theme_font,
            scheme=self.theme_scheme,
        )

    def clean(self) -> None:
        super().clean()
        if fault := zones.explain_zone(self.time_zone, self.country):
            raise ValidationError({"time_zone": fault})
        self._clean_origins()
        fields = {"accent": "theme_colour", "ink": "theme_ink"}
        chosen = (self.theme_colour, self.theme_ink, self.theme_ground)
        if all(theming.is_colour(colour) for colour in chosen if colour):
            faults = {fields[name]: sentence for name, sentence in theming.find_faults(*chosen)}
            if faults:
                raise ValidationError(faults)

    def _clean_origins(self) -> None:
        for line in self.website_origins.splitlines():
            if line.strip() and not read_origin(line):
                message = _("%(origin)s is not a website address. Enter it like https://pune.example.")
                raise ValidationError({"website_origins": message % {"origin": line.strip()}})


def find_branches() -> models.QuerySet[BranchPage]:
    """Each branch once: the page of its source language."""
    found: models.QuerySet[BranchPage] = keep_sources(BranchPage.objects.all())
    return found


def hand_over(collector: Any, field: Any, rows: Any, using: str) -> None:
    """For `on_delete`: when a branch's source page is deleted, its offerings move to its next page.

    If there is none, they are deleted.
    """
    leaving = {page.pk for page in collector.data.get(BranchPage, ())}
    for page in BranchPage.objects.using(using).filter(pk__in={getattr(row, field.attname) for row in rows}):
        mine: Any = [row for row in rows if getattr(row, field.attname) == page.pk]
        left = BranchPage.objects.using(using).filter(translation_key=page.translation_key).exclude(pk__in=leaving)
        if heir := left.order_by("pk").first():
            collector.add_field_update(field, heir, mine)
        else:
            models.CASCADE(collector, field, mine, using)


class OpeningHours(Orderable):
    page = ParentalKey(BranchPage, on_delete=models.CASCADE, related_name="opening_hours")
    day = models.CharField(max_length=10, choices=Day.choices)
    opens = models.TimeField()
    closes = models.TimeField()

    panels = [
        FieldRowPanel(
            [
                FieldPanel("day", heading=_("Day")),
                FieldPanel("opens", heading=_("Opens")),
                FieldPanel("closes", heading=_("Closes")),
            ]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = _("opening hours")

    def clean(self) -> None:
        if self.opens and self.closes and self.opens >= self.closes:
            message = _(
                "Closing time must be after opening time. For hours past midnight, add two lines: "
                "until 23:59, and from 00:00 on the next day."
            )
            raise ValidationError({"closes": message})


class Offering(Priced, Published):
    """What one branch says about one guide. A branch can say nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(
        BranchPage,
        on_delete=hand_over,
        related_name="offerings",
        help_text=_("The guide in its source language. The offering applies to every language."),
    )
    guide = models.ForeignKey(
        "content.GuidePage",
        on_delete=models.CASCADE,
        related_name="offerings",
        help_text=_("The guide in its source language. The offering applies to every language."),
    )
    available = models.BooleanField(default=False)
    practitioner = models.ForeignKey(
        "content.Clinician", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    booking_url = models.URLField(_("booking link"), blank=True)
    note = models.CharField(max_length=140, blank=True, help_text=_("Plain text, at most 140 characters."))

    class Meta:
        ordering = [ByCodePoint("guide__title")]
        constraints = [models.UniqueConstraint(fields=["branch", "guide"], name="one_offering_per_branch_and_guide")]

    def __str__(self) -> str:
        return f"{self.guide} – {self.branch}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the offering with the branch's source page, whichever of its pages was set."""
        self.branch = self.branch.source_page
        super().save(*args, **kwargs)

    def clean(self) -> None:
        errors: dict[str, Any] = dict(self.find_price_faults())
        for field, sentences in find_refusals(self).items():
            errors.setdefault(field, sentences)
        if errors:
            raise ValidationError(errors)


class OfferingBatch(models.Model):
    """Offerings that were saved together, with their values before, so that the batch can be undone."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    #: For each offering: the ids of branch and guide, and its values before (null: there was none) and after.
    changes = models.JSONField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{len(self.changes)} offerings, {self.made_at:%Y-%m-%d %H:%M}"
