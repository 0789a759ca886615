"""Prepares a picture's sizes and its placeholder when it is uploaded, so that compiling only reads."""

import base64

from PIL import Image as PillowImage
from PIL import ImageOps
from thumbhash import rgba_to_thumb_hash

from content.images.models import GuideImage
from content.images.presets import build_all_specs


def prepare(image: GuideImage) -> None:
    """Write every preset of the picture and its placeholder. Can be run again; it makes only what lacks."""
    image.get_renditions(*build_all_specs(image.width))
    placeholder = build_placeholder(image)
    if placeholder != image.placeholder or image.is_withheld:
        image.placeholder, image.is_withheld = placeholder, False
        GuideImage.objects.filter(pk=image.pk).update(placeholder=placeholder, is_withheld=False)


def build_placeholder(image: GuideImage) -> str:
    with image.open_file() as file, PillowImage.open(file) as picture:
        small = ImageOps.exif_transpose(picture).convert("RGBA")
        small.thumbnail((100, 100))
        pixels = list(small.tobytes())
    return base64.b64encode(bytes(rgba_to_thumb_hash(small.width, small.height, pixels))).decode()
