"""What may be uploaded as a picture, and what is kept of it: its pixels, and nothing else.

Every picture is decoded and written anew. So nothing that a camera or a person has put into the file beside the picture
(where it was taken, a thumbnail of what was cropped away, a script) is ever stored, and a file that can't be decoded
whole is refused here, not found out later.
"""

import io
import zipfile
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener
from wagtail.images.fields import WagtailImageField

#: Pillow's name -> (how it is kept, ending, options). MPO is a JPEG with more than one picture, as phones write it.
KEPT_AS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "MPO": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "HEIF": ("JPEG", "jpg", {"quality": 92, "optimize": True}),
    "PNG": ("PNG", "png", {"optimize": False}),
    "WEBP": ("WEBP", "webp", {"quality": 95}),
}
Image.init()
register_heif_opener()

#: What no picture has in it, in small letters: the file is something else as well.
FOREIGN = (b"%pdf-", b"<script", b"<?php", b"<html", b"<svg", b"<!doctype")
LEAST_SIDE = 16
MAX_SIDE = 16_000

DAMAGED = _("This picture is damaged or not complete. Open it on your computer, save it anew, and upload that.")
ANIMATED = _("This picture moves. Upload a single still picture.")
DISGUISED = _("This file is a picture and something else besides. Save the picture anew, and upload that.")
SIZE = _("This picture is %(width)s × %(height)s. Upload one with sides from %(least)s to %(most)s pixels.")


def keep_pixels(file: Any, name: str) -> SimpleUploadedFile:
    """The picture written anew, upright, in sRGB, without metadata. Raises ValidationError that says what is wrong."""
    data = file.read()
    lowered = data.lower()
    if zipfile.is_zipfile(io.BytesIO(data)) or any(mark in lowered for mark in FOREIGN):
        raise ValidationError(DISGUISED, code="disguised")
    picture = _open(data)
    if getattr(picture, "is_animated", False) and picture.format != "MPO":
        raise ValidationError(ANIMATED, code="animated")
    if not all(LEAST_SIDE <= side <= MAX_SIDE for side in picture.size):
        sizes = {"width": picture.width, "height": picture.height, "least": LEAST_SIDE, "most": MAX_SIDE}
        raise ValidationError(SIZE, code="size", params=sizes)
    kept_as, ending, options = KEPT_AS[str(picture.format)]
    try:
        picture.load()
        upright = _to_srgb(ImageOps.exif_transpose(picture))
    except Exception as error:  # decoders raise whatever they meet
        raise ValidationError(DAMAGED, code="damaged") from error
    written = io.BytesIO()
    upright.save(written, kept_as, **options)
    return SimpleUploadedFile(f"{PurePath(name).stem}.{ending}", written.getvalue(), Image.MIME[kept_as])


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=[name for name in KEPT_AS if name != "MPO"])
    except Exception as error:
        raise ValidationError(DAMAGED, code="damaged") from error


def _to_srgb(picture: Image.Image) -> Image.Image:
    """In eight bits of sRGB, by the picture's own profile where it has one that can be read; no metadata."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    profile = picture.info.get("icc_profile")
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    if profile and picture.mode in ("RGB", "RGBA"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            plain = ImageCms.profileToProfile(plain, own, ImageCms.createProfile("sRGB")) or plain
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that can't be read: browsers, too, then take the colours as sRGB
    plain.info.clear()
    return plain


class PictureField(WagtailImageField):
    """Wagtail's checks of ending, bytes and pixels, and then ours. A file that neither can read is refused."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # what Wagtail lets through of Willow and Pillow
            raise ValidationError(DAMAGED, code="damaged") from error
        if file is None:
            return None
        file.seek(0)
        kept = keep_pixels(file, file.name)
        return super().to_python(kept)
