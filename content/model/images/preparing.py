"""Prepares a picture's sizes and its placeholder, so that the compiler only reads.

picture -> missing sizes, by Wagtail's own rules -> encoded in a child process -> files and rows, in one transaction
that first checks that the picture is unchanged and may still be public.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS, Filter

from content.model.files.locks import lock_files
from content.model.files.storages import is_public
from content.model.images.encoding import PREPARING_SECONDS, encode
from content.model.images.models import GuideImage, GuideRendition, PublicFile
from content.model.images.presets import build_all_specs


@dataclass(frozen=True)
class Cut:
    """One crop and size, of which several formats are written. `box` and `size` are in pixels of the kept picture."""

    box: tuple[int, int, int, int]
    size: tuple[int, int]


def prepare(image: GuideImage, lost: Collection[str] = ()) -> None:
    """Make the missing presets of the picture and its placeholder. Safe to repeat. `lost`: those without a file.

    Does nothing if the picture was changed or withheld meanwhile: such a change starts its own preparation. Raises
    EncodingFailed.
    """
    found = image.find_prepared()
    specs = [spec for spec in build_all_specs(image.width) if spec not in found or spec in lost]
    if not specs and image.placeholder and not image.is_withheld:
        return
    placeholder, files = build_files(image, specs)
    with transaction.atomic():
        now = GuideImage.objects.select_for_update().get(pk=image.pk)
        if now.why_withheld or _made_of(now) != _made_of(image):
            return
        lock_files()
        for spec, data in files.items():
            _keep(now, spec, data)
        image.placeholder, image.is_withheld = placeholder, False
        GuideImage.objects.filter(pk=image.pk).update(placeholder=placeholder, is_withheld=False, failure="")


def build_files(image: GuideImage, specs: list[str]) -> tuple[str, dict[str, bytes]]:
    """The picture's placeholder, and filter -> file."""
    cuts: dict[Cut, list[str]] = defaultdict(list)
    for spec in specs:
        cuts[_cut(image, spec)].append(spec)
    asked = [
        {"box": cut.box, "size": cut.size, "formats": [_format(spec).upper() for spec in of_cut]}
        for cut, of_cut in cuts.items()
    ]
    with image.open_file() as file:
        said, made = encode("prepare", file.read(), seconds=PREPARING_SECONDS, cuts=asked)
    return said["placeholder"], dict(zip((spec for of_cut in cuts.values() for spec in of_cut), made, strict=True))


def _cut(image: GuideImage, spec: str) -> Cut:
    """The cut that Wagtail's filter would make."""
    transform = Filter(spec=spec).get_transform(image)
    left, top, right, bottom = transform.get_rect().round()
    return Cut((max(0, left), max(0, top), min(image.width, right), min(image.height, bottom)), transform.size)


def _format(spec: str) -> str:
    return spec.rpartition("|format-")[2]


def _made_of(image: GuideImage) -> tuple[Any, ...]:
    """The attributes on which its sizes depend."""
    return image.file.name, image.width, image.height, image.get_focal_point()


def _keep(image: GuideImage, spec: str, data: bytes) -> None:
    """Write the `PublicFile` row, then the file, then the rendition. A file without its row is never served."""
    key = {"image": image, "filter_spec": spec, "focal_point_key": Filter(spec=spec).get_cache_key(image)}
    if existing := GuideRendition.objects.filter(**key).first():
        if is_public(existing.file.name) and storages["public"].exists(existing.file.name):
            return  # another worker was faster
        existing.delete()  # its file is lost, or it is a private rendition of the same size, for the admin
    path = GuideRendition(**key).get_public_name(IMAGE_FORMAT_EXTENSIONS[_format(spec)])
    claim = {"picture": image.public_id, "made_at": timezone.now(), "is_withheld": False}
    PublicFile.objects.update_or_create(name=PurePosixPath(path).name, defaults=claim)
    storages["public"].save(path, ContentFile(data))
    width, height = _cut(image, spec).size
    GuideRendition.objects.create(**key, file=path, width=width, height=height)
