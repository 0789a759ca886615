"""Pictures and their prepared sizes."""

import hashlib
import uuid
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image

from content.model.consent.models import Consent, ConsentScope
from content.model.files.storages import PRIVATE_FOLDER, PUBLIC_FOLDER, is_public
from content.model.images.presets import build_all_specs
from content.model.publishing import Published, publishing


class GuideImage(Published, AbstractImage):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placeholder = models.CharField(
        max_length=60,
        blank=True,
        editable=False,
        help_text=_("Thumbhash of the picture, base64: a blurred stand-in for while it loads."),
    )
    shows_patient = models.BooleanField(
        _("shows a patient"),
        default=False,
        db_default=False,
        help_text=_("Including part of a patient, such as a scalp. It is published only while a consent covers it."),
    )
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("consent")
    )

    #: Whether the compiler leaves it out. After a new consent it stays true until its files are prepared again.
    is_withheld = models.BooleanField(default=False, db_default=False, editable=False)
    #: Why its sizes could not be prepared after several tries. Empty while they still may be.
    failure = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)

    admin_form_fields = (*Image.admin_form_fields, "shows_patient", "consent")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with publishing():
            if self.consent_id:
                # Read and locked until the commit: ending the consent meanwhile must find this picture.
                self.consent = Consent.objects.select_for_update(no_key=True).get(pk=self.consent_id)
            self.is_withheld = self.is_withheld or bool(self.why_withheld)
            super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        """Offered where the picture is chosen. Not its title, which is often the name of a file."""
        return str(self.description)

    @property
    def why_withheld(self) -> str:
        """The reason why it may not be public, as the end of a sentence about the picture; empty if it may."""
        if not self.shows_patient or (self.consent and self.consent.covers_publishing):
            return ""
        if self.consent is None:
            return gettext("no consent is recorded")
        if self.consent.scope == ConsentScope.CLINIC:
            return gettext("the consent does not cover publishing")
        return gettext("the consent has ended")

    def find_prepared(self) -> dict[str, "GuideRendition"]:
        """Wagtail filter -> its prepared file. Files cut around an earlier focal point are left out."""
        return {
            rendition.filter_spec: rendition
            for rendition in self.renditions.all()
            if is_public(rendition.file.name)
            and rendition.focal_point_key == _read_filter(rendition.filter_spec).get_cache_key(self)
        }

    @property
    def is_prepared(self) -> bool:
        """Whether all its sizes exist, so that it can be compiled."""
        return set(build_all_specs(self.width)) <= self.find_prepared().keys()

    def get_rendition(self, filter: Filter | str) -> "GuideRendition":
        """For the admin. The original serves as its own rendition, so that no second copy is written."""
        spec = filter if isinstance(filter, str) else filter.spec
        if spec == "original":
            size = {"width": self.width, "height": self.height}
            return GuideRendition(image=self, filter_spec=spec, file=self.file.name, **size)
        return super().get_rendition(filter)


@lru_cache(maxsize=1000)
def _read_filter(spec: str) -> Filter:
    """Kept, since a filter reads its words anew each time, and a picture has twenty."""
    return Filter(spec=spec)


def describe_failure(image: GuideImage) -> str:
    message = gettext(
        "The picture “%(title)s” could not be processed (%(why)s). Save it again to retry, or upload another file."
    )
    return message % {"title": image.title, "why": image.failure}


class GuideRendition(AbstractRendition):
    image = models.ForeignKey(GuideImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter_and_crop"
            )
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    @property
    def file_name(self) -> str:
        return PurePosixPath(self.file.name).name

    def get_upload_to(self, filename: str) -> str:
        """Wagtail's renditions are for the admin, so they are private. Only `preparing` makes public files."""
        return f"{PRIVATE_FOLDER}{self.build_name(PurePosixPath(filename).suffix)}"

    def get_public_name(self, ending: str) -> str:
        return f"{PUBLIC_FOLDER}{self.build_name(ending)}"

    def build_name(self, ending: str) -> str:
        """A hash of picture, source, crop and preset, so that the bytes at an address never change.

        It includes the picture's id: equal uploads must not share files, since one of them may have to be removed.
        """
        parts = (
            str(self.image.public_id),
            self.image.get_file_hash(),
            self.focal_point_key,
            self.filter_spec,
        )
        return f"{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}{ending}"


class PublicFile(models.Model):
    """A file in the public storage. It is served only if it has a row that is not withheld.

    It outlives its rendition and picture, since kept editions name it.
    """

    #: Its name in addresses, such as 0123…ef.avif.
    name = models.CharField(max_length=40, unique=True)
    #: The public id of its picture.
    picture = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    #: Set in the transaction that ends a consent. The file itself is removed right after it.
    is_withheld = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"{PUBLIC_FOLDER}{self.name}"
