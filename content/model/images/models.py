"""Pictures and their prepared sizes."""

import hashlib
import uuid
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
        help_text=_("Also a part of one, such as a scalp. It is published only while a consent covers it."),
    )
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("consent")
    )

    #: Left out by the compiler. Stays so, once consented to again, until its files are prepared again.
    is_withheld = models.BooleanField(default=False, db_default=False, editable=False)
    #: Why its sizes could not be prepared, after several tries: empty while they are or may be still.
    failure = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)

    admin_form_fields = (*Image.admin_form_fields, "shows_patient", "consent")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with publishing():
            if self.consent_id:
                # As it is now, and stays until this is committed: whoever ends it meanwhile then finds this picture.
                self.consent = Consent.objects.select_for_update(no_key=True).get(pk=self.consent_id)
            self.is_withheld = self.is_withheld or bool(self.why_withheld)
            super().save(*args, **kwargs)

    @property
    def why_withheld(self) -> str:
        """Why it may not be public, whoever shows it: the rest of a sentence that begins with the picture."""
        if not self.shows_patient or (self.consent and self.consent.covers_publishing):
            return ""
        if self.consent is None:
            return gettext("no consent is recorded")
        if self.consent.scope == ConsentScope.CLINIC:
            return gettext("the consent does not cover publishing")
        return gettext("the consent has ended")

    def find_prepared(self) -> dict[str, "GuideRendition"]:
        """Wagtail filter -> the file that it gave; one that was cut around an earlier focal point does not count."""
        return {
            rendition.filter_spec: rendition
            for rendition in self.renditions.all()
            if is_public(rendition.file.name)
            and rendition.focal_point_key == Filter(spec=rendition.filter_spec).get_cache_key(self)
        }

    @property
    def is_prepared(self) -> bool:
        """Whether it can be compiled, as it is now, without waiting."""
        return set(build_all_specs(self.width)) <= self.find_prepared().keys()

    def get_rendition(self, filter: Filter | str) -> "GuideRendition":
        """For the admin: the original is its own rendition, and not written once more where a page shows it."""
        spec = filter if isinstance(filter, str) else filter.spec
        if spec == "original":
            size = {"width": self.width, "height": self.height}
            return GuideRendition(image=self, filter_spec=spec, file=self.file.name, **size)
        return super().get_rendition(filter)


def describe_failure(image: GuideImage) -> str:
    message = gettext(
        "The sizes of the picture “%(title)s” can't be prepared (%(why)s). Save it again to have it tried once more, "
        "or upload another file."
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
        """What Wagtail makes is for the admin: private. What is for everybody, `preparing` alone makes."""
        return f"{PRIVATE_FOLDER}{self.build_name(PurePosixPath(filename).suffix)}"

    def get_public_name(self, ending: str) -> str:
        return f"{PUBLIC_FOLDER}{self.build_name(ending)}"

    def build_name(self, ending: str) -> str:
        """A hash of picture, source, crop and preset, so that an address never changes its bytes.

        The picture's id is in it: equal uploads must not share files, since one may have to go.
        """
        parts = (
            str(self.image.public_id),
            self.image.get_file_hash(),
            self.focal_point_key,
            self.filter_spec,
        )
        return f"{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}{ending}"


class PublicFile(models.Model):
    """A file in the public storage. Without its row, or while it is withheld, nobody is given it.

    It outlives the rendition, the file and the picture that it was made of: kept editions name it.
    """

    #: What stands in its address, such as 0123…ef.avif.
    name = models.CharField(max_length=40, unique=True)
    #: The public id of its picture.
    picture = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    #: Set in the very transaction in which a consent ends: the file itself goes right after it.
    is_withheld = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"{PUBLIC_FOLDER}{self.name}"
