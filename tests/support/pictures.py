"""Pictures, and the consents that cover them."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from content.model.consent.models import Consent, ConsentScope
from content.model.images.models import GuideImage


def make_image(width: int = 600, height: int = 400, **fields) -> GuideImage:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#0b5d5b").save(file, "PNG")
    return GuideImage.objects.create(title="Test", file=ContentFile(file.getvalue(), "test.png"), **fields)


def move_focal_point(hero: GuideImage, x: int, y: int) -> None:
    hero.focal_point_x, hero.focal_point_y, hero.focal_point_width, hero.focal_point_height = x, y, 20, 20
    hero.save()


def make_consent(**fields) -> Consent:
    defaults = {
        "reference": "F-1207",
        "scope": ConsentScope.PUBLIC,
        "given_on": timezone.localdate() - timedelta(days=9),
    }
    return Consent.objects.create(**defaults | fields)
