"""Checks uploaded pictures, and keeps nothing of them but the pixels.

Every picture is decoded and encoded again, no larger than its sizes need. So other data in the file (the place, a
thumbnail of what was cropped away, a script) is never stored, and a damaged file is refused at once.
"""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from content.model.images.encoding import UPLOAD_SECONDS, EncodingFailed, encode
from content.model.images.presets import KEPT_SIDE

LEAST_SIDE = 16
MAX_SIDE = 16_000
#: The longest side of a profile picture, which Wagtail shows at 70 pixels at most.
PROFILE_SIDE = 400

REFUSALS = {
    "damaged": _("This picture is damaged or incomplete. Open it on your computer, save it again, and upload that."),
    "animated": _("This picture is animated. Upload a still picture."),
    "size": _("This picture is %(width)s × %(height)s pixels. Each side must be %(least)s to %(most)s pixels."),
    "pixels": _("This picture has too many pixels (%(number)s). The limit is %(limit)s."),
    "heavy": _("This picture takes too long to read. Save a smaller copy as JPEG and upload that."),
    "busy": _("Too many pictures are being uploaded at the moment. Try again in a minute."),
}


def keep_pixels(data: bytes, name: str, side: int = KEPT_SIDE) -> SimpleUploadedFile:
    """The picture encoded again, upright, in sRGB, without metadata. Raises ValidationError."""
    bounds: dict[str, Any] = {"sides": (LEAST_SIDE, MAX_SIDE), "most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS}
    try:
        said, files = encode("keep", data, seconds=UPLOAD_SECONDS, side=side, **bounds)
    except EncodingFailed as failed:
        details = {**failed.details, "least": LEAST_SIDE, "most": MAX_SIDE}
        raise ValidationError(REFUSALS[failed.code], code=failed.code, params=details) from failed
    return SimpleUploadedFile(f"{PurePath(name).stem}.{said['ending']}", files[0], said["type"])


class PictureField(WagtailImageField):
    """Runs Wagtail's checks of ending and bytes, then ours. An unreadable file is refused."""

    def __init__(self, *args: Any, side: int = KEPT_SIDE, **kwargs: Any) -> None:
        self.side = side
        super().__init__(*args, **kwargs)

    def check_image_pixel_size(self, f: Any) -> None:
        """Does nothing: the child process checks the size. Wagtail would decode the whole picture in the server."""

    def to_python(self, data: Any) -> Any:
        """A file that `content.model.images.middleware` has decoded is not decoded again."""
        kept = data and getattr(data, "kept", None)
        if isinstance(kept, ValidationError):
            raise kept
        return super().to_python(kept or self.read(data)) if data else super().to_python(data)

    def read(self, data: Any) -> SimpleUploadedFile:
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # errors of Willow and Pillow that Wagtail does not catch
            raise ValidationError(REFUSALS["damaged"], code="damaged") from error
        file.seek(0)
        return keep_pixels(file.read(), file.name, self.side)
