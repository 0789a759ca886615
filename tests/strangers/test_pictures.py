"""Pictures of every kind that an editor has, uploaded as a browser does it.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

import io
import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from content.model.images.models import GuideImage
from content.release.outbox.delivering import deliver_due

pytestmark = pytest.mark.django_db


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def drawn(mode: str, size: tuple[int, int] = (120, 90)) -> Image.Image:
    picture = Image.new("RGBA", size, (200, 30, 30, 0))
    ImageDraw.Draw(picture).ellipse((10, 10, 90, 70), fill=(30, 90, 200, 160))
    return picture.convert(mode)


def many_transparencies() -> bytes:
    """A palette in which each colour shines through in its own measure."""
    return saved(drawn("RGB").quantize(8), "PNG", transparency=bytes([0, 30, 90, 160, 200, 255, 255, 255]))


def deep_and_clear() -> bytes:
    picture = Image.new("I;16", (120, 90), 30_000)
    return saved(picture, "PNG", transparency=30_000)


def quarter() -> Image.Image:
    """A grey of sixteen bits: a dark half and a light half."""
    row = struct.pack("<60H", *[16_000] * 60) + struct.pack("<60H", *[50_000] * 60)
    picture = Image.frombytes("I;16", (120, 90), row * 90)
    return picture


UPLOADS = {
    "grey that shines through": ("a.png", lambda: saved(drawn("LA"), "PNG")),
    "a palette of many transparencies": ("c.png", many_transparencies),
    "sixteen bits and clear": ("e.png", deep_and_clear),
}


def upload(client, name: str, data: bytes):
    form = {"title": "Uploaded", "file": SimpleUploadedFile(name, data), "collection": 1}
    return client.post("/admin/images/add/", form)


@pytest.mark.parametrize("name", UPLOADS)
def test_it_is_stored_once_prepared_and_shown(as_user, name, django_capture_on_commit_callbacks):
    """Guards a line that was mended already."""
    before = GuideImage.objects.count()
    file, build = UPLOADS[name]
    with django_capture_on_commit_callbacks(execute=True):
        assert upload(as_user("editor"), file, build()).status_code == 302
    assert GuideImage.objects.count() == before + 1
    deliver_due("worker")
    image = GuideImage.objects.order_by("-pk")[0]
    assert image.placeholder
    assert image.is_prepared


def test_sixteen_bits_of_grey_keep_dark_and_light(as_user):
    """Guards a line that was mended already."""
    form = {"title": "x", "files[]": SimpleUploadedFile("grey.png", saved(quarter(), "PNG")), "collection": 1}
    as_user("editor").post("/admin/images/multiple/add/", form, headers={"X-Requested-With": "XMLHttpRequest"})
    with GuideImage.objects.order_by("-pk")[0].open_file() as file:
        kept = Image.open(file).convert("L")
    assert kept.getpixel((20, 40)) == pytest.approx(16_000 / 257, abs=2)
    assert kept.getpixel((100, 40)) == pytest.approx(50_000 / 257, abs=2)


def by_chance() -> dict[str, tuple[str, bytes]]:
    """Photographs among whose bytes stand those by which other things begin."""
    words = b"<svg><html<script%PDF-\x1f\x8bPK\x03\x04<!DOCTYPE <?xml " * 12
    pixels = Image.frombytes("RGB", (16, 16), (words * 3)[: 16 * 16 * 3]).resize((64, 64), Image.Resampling.NEAREST)
    wide = Image.frombytes("RGB", (300, 40), (words * 100)[: 300 * 40 * 3])
    return {
        "a PNG that is not compressed": ("a.png", saved(wide, "PNG", compress_level=0)),
        "a JPEG with a comment": ("b.jpg", saved(pixels, "JPEG", comment=b"drawn as <svg onload=1>")),
    }


CHANCES = by_chance()


@pytest.mark.parametrize("name", CHANCES)
def test_a_photograph_is_judged_by_its_pixels_not_by_bytes_in_it(as_user, name):
    """Guards a line that was mended already."""
    file, data = CHANCES[name]
    answer = upload(as_user("editor"), file, data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    with GuideImage.objects.order_by("-pk")[0].open_file() as kept:
        assert b"onload" not in kept.read()
