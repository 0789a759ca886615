"""What may be uploaded as a picture, and what is kept of it: its pixels, and nothing else.

Every picture is decoded and written anew, no larger than its sizes need. So nothing that a camera or a person has put
into the file beside the picture (where it was taken, a thumbnail of what was cropped away, a script) is ever stored,
and a file that can't be decoded whole is refused here, not found out later.
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
#: Of a profile picture: Wagtail shows it at 70 pixels at most.
PROFILE_SIDE = 400

REFUSALS = {
    "damaged": _("This picture is damaged or not complete. Open it on your computer, save it anew, and upload that."),
    "animated": _("This picture moves. Upload a single still picture."),
    "size": _("This picture is %(width)s × %(height)s. Upload one with sides from %(least)s to %(most)s pixels."),
    "pixels": _("This file has too many pixels (%(number)s). Upload a picture with %(limit)s at most."),
    "heavy": _("This picture takes too long to read. Save it smaller, as JPEG, and upload that."),
    "busy": _("Many pictures are being uploaded just now. Try again in a minute."),
}


def keep_pixels(data: bytes, name: str, side: int = KEPT_SIDE) -> SimpleUploadedFile:
    """The picture written anew, upright, in sRGB, without metadata. Raises ValidationError that says what is wrong."""
    bounds: dict[str, Any] = {"sides": (LEAST_SIDE, MAX_SIDE), "most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS}
    try:
        said, files = encode("keep", data, seconds=UPLOAD_SECONDS, side=side, **bounds)
    except EncodingFailed as failed:
        details = {**failed.details, "least": LEAST_SIDE, "most": MAX_SIDE}
        raise ValidationError(REFUSALS[failed.code], code=failed.code, params=details) from failed
    return SimpleUploadedFile(f"{PurePath(name).stem}.{said['ending']}", files[0], said["type"])


class PictureField(WagtailImageField):
    """Wagtail's checks of ending and bytes, and then ours. A file that neither can read is refused."""

    def __init__(self, *args: Any, side: int = KEPT_SIDE, **kwargs: Any) -> None:
        self.side = side
        super().__init__(*args, **kwargs)

    def check_image_pixel_size(self, f: Any) -> None:
        """Left to the child: Wagtail's decodes the whole picture, in the server, to know its size."""

    def to_python(self, data: Any) -> Any:
        """What was read ahead (`content.model.images.middleware`) is not read again."""
        kept = data and getattr(data, "kept", None)
        if isinstance(kept, ValidationError):
            raise kept
        return super().to_python(kept or self.read(data)) if data else super().to_python(data)

    def read(self, data: Any) -> SimpleUploadedFile:
        try:
            file = super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # what Wagtail lets through of Willow and Pillow
            raise ValidationError(REFUSALS["damaged"], code="damaged") from error
        file.seek(0)
        return keep_pixels(file.read(), file.name, self.side)
