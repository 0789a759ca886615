"""Finds prepared pictures whose files are lost, and makes them again: names follow from the picture."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.storage import storages

from content.edition.models import Edition
from content.model.files.storages import PUBLIC_FOLDER
from content.model.images.encoding import EncodingFailed
from content.model.images.models import GuideImage, PublicFile
from content.model.images.preparing import prepare
from content.model.images.presets import build_all_specs
from content.model.publishing import mark, publishing
from content.release.collecting import find_named


@dataclass
class Repair:
    """`made`: titles of pictures whose missing sizes were made, or would be. `failed`: of those that can't be read.

    `lost`: files that what is public names, and that no picture has any more: they come from a backup alone.
    """

    made: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def repair(*, dry_run: bool = False) -> Repair:
    """Make every missing file. Nothing is deleted. Safe to repeat, and to die within."""
    done, files = Repair(), list_files()
    known = set(PublicFile.objects.filter(is_withheld=False).values_list("name", flat=True))
    pictures = set()
    for image, missing in _find_incomplete(files & known):
        try:
            if not dry_run:
                _make(image, missing)
            done.made.append(image.title)
            pictures.add(image.public_id)
        except (EncodingFailed, OSError) as error:
            done.failed.append(f"{image.title} ({error})")
    remade = set(PublicFile.objects.filter(picture__in=pictures).values_list("name", flat=True)) if dry_run else set()
    named = find_named(Edition.objects.filter(current__isnull=False))
    done.lost = sorted(named - list_files() - remade)
    return done


def list_files() -> set[str]:
    try:
        return set(storages["public"].listdir(PUBLIC_FOLDER)[1])
    except FileNotFoundError:
        return set()


def _find_incomplete(files: set[str]) -> Iterator[tuple[GuideImage, set[str]]]:
    """Pictures that may be public, with the presets of which there is no file."""
    for image in GuideImage.objects.select_related("consent").prefetch_related("renditions").order_by("pk"):
        there = {spec for spec, rendition in image.find_prepared().items() if rendition.file_name in files}
        if not image.why_withheld and (missing := set(build_all_specs(image.width)) - there):
            yield image, missing


def _make(image: GuideImage, missing: set[str]) -> None:
    prepare(image, lost=missing)
    with publishing(reason="Files of a picture were made again"):
        mark("image", image.public_id)
