"""Pictures and their prepared sizes."""

import hashlib
import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from content.publishing import Published


class GuideImage(Published, AbstractImage):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placeholder = models.CharField(
        max_length=60,
        blank=True,
        editable=False,
        help_text=_("Thumbhash of the picture, base64: a blurred stand-in for while it loads."),
    )

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class GuideRendition(AbstractRendition):
    image = models.ForeignKey(GuideImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter_and_crop"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        """Address by hash of picture, source, crop and preset, so that an address never changes its bytes.

        The picture's id is in it, since Wagtail removes a picture's files with the picture: equal uploads
        must not share them.
        """
        parts = (
            str(self.image.public_id),
            self.image.get_file_hash(),
            self.focal_point_key,
            self.filter_spec,
        )
        digest = hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]
        return f"renditions/{digest}{PurePosixPath(filename).suffix}"
