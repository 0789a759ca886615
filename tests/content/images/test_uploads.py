"""Uploads: hostile files are refused with a sentence and leave nothing; of good ones only the pixels are kept."""

import io
import resource

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from content.images.models import GuideImage
from tests.content.images.hostile import build, noise

pytestmark = pytest.mark.django_db
HOSTILE = build()


def upload(client, name: str, data: bytes):
    form = {"title": "Upload", "file": SimpleUploadedFile(name, data), "collection": 1}
    return client.post("/admin/images/add/", form)


def files() -> set[str]:
    return {str(path) for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


def test_there_are_enough():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_refused_and_leaves_nothing(as_user, name):
    editor = as_user("editor")
    pictures, kept = GuideImage.objects.count(), files()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = upload(editor, *HOSTILE[name])
    assert answer.status_code == 200, "a form with an error"
    assert answer.context["form"].errors["file"]
    assert GuideImage.objects.count() == pictures
    assert (files() - kept, kept - files()) == (set(), set())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def saved(kind: str, picture: Image.Image, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def place() -> bytes:
    """EXIF that says where and by which camera, and that the picture lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera that must not be told"
    exif.get_ifd(0x8825)[2] = (19.0, 4.0, 33.0)
    return exif.tobytes()


@pytest.mark.parametrize(
    ("name", "kind", "mode", "ending"),
    [
        ("photo.jpg", "JPEG", "RGB", "jpg"),
        ("photo.heic", "HEIF", "RGB", "jpg"),
        ("photo.png", "PNG", "RGBA", "png"),
        ("photo.webp", "WEBP", "RGB", "webp"),
        ("print.jpg", "JPEG", "CMYK", "jpg"),
        ("grey.png", "PNG", "L", "png"),
        ("palette.png", "PNG", "P", "png"),
    ],
)
def test_a_good_upload_is_kept_without_what_the_camera_told(as_user, name, kind, mode, ending):
    options = {"exif": place()} if kind != "PNG" else {}
    data = saved(kind, noise(mode=mode), **options)
    assert upload(as_user("editor"), name, data).status_code == 302
    image = GuideImage.objects.order_by("-pk").first()
    assert image.file.name.endswith(f".{ending}")
    with image.open_file() as file:
        kept = file.read()
    assert b"must not be told" not in kept
    assert b"GPS" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        if options and kind != "HEIF":
            assert picture.size == (200, 320), "turned upright"


@pytest.mark.parametrize("name", ["../../x.jpg", "a" * 240 + ".jpg", "صورة.jpg", "a b;c&d.jpg", ".jpg.jpg"])
def test_a_strange_name_is_only_a_name(as_user, name):
    answer = upload(as_user("editor"), name, saved("JPEG", noise()))
    assert answer.status_code == 302
    image = GuideImage.objects.order_by("-pk").first()
    assert image.file.name.startswith("original_images/")
    assert ".." not in image.file.name


def test_many_at_once_are_checked_as_one_is(as_user):
    editor = as_user("editor")
    name, data = HOSTILE["JPEG cut at 60%"]
    answer = editor.post(
        "/admin/images/multiple/add/",
        {"title": "x", "files[]": SimpleUploadedFile(name, data), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert "damaged" in answer.json()["error_message"]
