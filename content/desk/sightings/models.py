"""Sightings: where embeds are shown, counted by day and website. Nothing about readers is stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.model.vocabulary import SectionKey


class What(models.TextChoices):
    SHOWN = "shown", _("shown")
    BOOKING = "booking", _("booking link followed")


class Way(models.TextChoices):
    ELEMENT = "element", _("element")
    FRAME = "frame", _("frame")


class Sighting(models.Model):
    """How often a website has shown one thing at one version on one day. Only a sample of embeds reports."""

    day = models.DateField(db_index=True)
    host = models.CharField(max_length=253)
    what = models.CharField(max_length=10, choices=What.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    #: Id of the guide; empty for a list.
    guide = models.CharField(max_length=36, blank=True)
    section = models.CharField(max_length=20, choices=SectionKey.choices, blank=True)
    branch = models.CharField(max_length=255, blank=True)
    locale = models.CharField(max_length=20)
    #: Digest of the shown guide or section.
    digest = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["day", "host", "what", "way", "guide", "section", "branch", "locale", "digest"],
                name="one_sighting_per_day_and_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.host}, {self.day}: {self.count}"
