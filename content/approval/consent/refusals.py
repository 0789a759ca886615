"""Refuses to publish a picture of a patient without consent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.model.blocks.image import PictureBlock
from content.model.guides.models import GuidePage
from content.model.guides.refusals import Refusal, for_forms
from content.model.images.models import GuideImage
from content.model.sections import SECTIONS


@for_forms
def check_consents(page: GuidePage) -> Iterator[Refusal]:
    """One refusal for each picture without consent. Not absolute: the compiler leaves out such pictures anyway."""
    for field, image in _find_pictures(page):
        if image.why_withheld:
            message = _(
                "The picture “%(title)s” shows a patient, and %(why)s. Replace the picture, or record a consent first."
            )
            names = {"title": image.title, "why": image.why_withheld}
            yield Refusal("consent_missing", message % names, field, is_absolute=False)


def _find_pictures(page: GuidePage) -> Iterator[tuple[str, GuideImage]]:
    if page.hero:
        yield "hero", page.hero
    for section in SECTIONS:
        for child in getattr(page, section.blocks_field):
            if child.block_type == PictureBlock.type_name and child.value["image"]:
                yield section.blocks_field, child.value["image"]
