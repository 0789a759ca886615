import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from content.desk.images.forms import describe_state
from content.edition.compiler import compile_guide
from content.model.compilation import NotReady
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.images.preparing import prepare
from content.model.images.presets import build_all_specs, build_specs
from content.model.publishing import Refused
from content.release.outbox.delivering import deliver_due
from tests.support import signing
from tests.support.pictures import make_image, move_focal_point

pytestmark = pytest.mark.django_db


def test_no_size_is_larger_than_the_original_but_the_smallest():
    assert {width for _type, width in build_specs(1000)} == {480, 960}
    assert {width for _type, width in build_specs(100)} == {480}


def test_a_picture_is_prepared_by_the_worker_and_not_by_the_request(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image()
    assert not image.renditions.exists()
    assert "being processed" in describe_state(image)
    deliver_due("worker")
    image = GuideImage.objects.get(pk=image.pk)
    assert describe_state(image) == ""
    assert {r.filter_spec for r in image.renditions.all()} == set(build_all_specs(600))
    assert image.placeholder


def test_preparing_again_makes_nothing_new():
    image = make_image()
    prepare(image)
    files = {r.file.name for r in image.renditions.all()}
    prepare(image)
    assert {r.file.name for r in image.renditions.all()} == files
    assert all(name.startswith("renditions/") and "_" not in name for name in files)


def test_an_unprepared_picture_keeps_a_guide_from_going_out(mesotherapy, api):
    before = api("guides/mesotherapy-for-hair/").content
    mesotherapy.hero = make_image(610)
    with pytest.raises(NotReady, match="still being processed"):
        compile_guide(mesotherapy)
    with pytest.raises(Refused, match="still being processed"):
        signing.publish(mesotherapy)
    assert api("guides/mesotherapy-for-hair/").content == before
    prepare(mesotherapy.hero)
    GuidePage.objects.get(pk=mesotherapy.pk).get_latest_revision().publish()
    assert api("guides/mesotherapy-for-hair/").json()["hero"]["width"] == 610


def test_a_moved_focal_point_reaches_readers_with_its_crops(mesotherapy, api):
    def read() -> dict:
        return api("guides/mesotherapy-for-hair/").json()["hero"]

    before = read()
    move_focal_point(mesotherapy.hero, 400, 250)
    assert read() == before, "readers see the picture as it was while it is cut anew"
    deliver_due("worker")
    moved = read()
    assert moved["focal_point"] == {"x": 0.25, "y": 0.25}
    assert moved["sources"] == before["sources"]
    assert {file["url"] for file in moved["crops"]["square"]}.isdisjoint(
        file["url"] for file in before["crops"]["square"]
    )
    move_focal_point(mesotherapy.hero, 800, 500)
    deliver_due("worker")
    move_focal_point(mesotherapy.hero, 400, 250)
    assert read() == moved, "a point moved back is cut as it was"


def test_a_crop_keeps_the_focal_point_and_is_never_scaled_up(mesotherapy, api):
    crops = api("guides/mesotherapy-for-hair/").json()["hero"]["crops"]
    assert {crop: (files[-1]["width"], files[-1]["height"]) for crop, files in crops.items()} == {
        "square": (480, 480),
        "wide": (1200, 630),
    }
    small = make_image(300, 200)
    prepare(small)
    square = small.renditions.get(filter_spec="fill-480x480|format-jpeg")
    assert (square.width, square.height) == (200, 200)
    file = io.BytesIO()
    halves = Image.new("RGB", (800, 400), "red")
    halves.paste("blue", (400, 0, 800, 400))
    halves.save(file, "PNG")
    focal = {"focal_point_x": 780, "focal_point_y": 200, "focal_point_width": 10, "focal_point_height": 10}
    wide = GuideImage.objects.create(title="Halves", file=ContentFile(file.getvalue(), "halves.png"), **focal)
    prepare(wide)
    with wide.renditions.get(filter_spec="fill-480x480|format-jpeg").file.open() as cut:
        red, _green, blue = Image.open(cut).convert("RGB").getpixel((40, 200))
    assert blue > 200 > 50 > red


def test_two_pictures_never_share_a_file():
    first, second = make_image(), make_image()
    prepare(first)
    prepare(second)
    assert not {r.file.name for r in first.renditions.all()} & {r.file.name for r in second.renditions.all()}
