"""Uploads: hostile files are refused with a sentence and leave nothing; of good ones only the pixels are kept."""

import io
import resource

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from content.desk.admin_transaction import PublishingMiddleware
from content.model.images import encoding, uploads
from content.model.images.models import GuideImage
from content.model.images.preparing import prepare
from content.model.images.presets import KEPT_SIDE
from content.release.outbox.delivering import LEASE
from tests.content.model.images.hostile import build, build_disguised, noise
from tests.support.tabs import read_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_menu")]
HOSTILE = build()
DISGUISED = build_disguised()


def upload(client, name: str, data: bytes):
    form = {"title": "Upload", "file": SimpleUploadedFile(name, data), "collection": 1}
    return client.post("/admin/images/add/", form)


def files() -> set[str]:
    trees = (settings.MEDIA_ROOT, settings.PUBLIC_ROOT)
    return {str(path) for tree in trees for path in tree.rglob("*") if path.is_file()}


def test_there_are_enough():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_refused_and_leaves_nothing(as_user, name):
    editor = as_user("editor")
    pictures, kept = GuideImage.objects.count(), files()
    file_name, make = HOSTILE[name]
    data = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = upload(editor, file_name, data)
    assert answer.status_code == 200, "a form with an error"
    assert answer.context["form"].errors["file"]
    assert GuideImage.objects.count() == pictures
    assert (files() - kept, kept - files()) == (set(), set())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def with_long_notes() -> bytes:
    """As programs write the history of a picture's edits into it, compressed."""
    notes, file = PngImagePlugin.PngInfo(), io.BytesIO()
    notes.add_itxt("XML:com.adobe.xmp", "<rdf:li>saved</rdf:li>" * 150_000, zip=True)
    noise().save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def with_another_beside_it() -> bytes:
    """As phones keep several of one moment."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    file = io.BytesIO()
    noise().save(file, "HEIF", save_all=True, append_images=[noise().rotate(180)])
    return file.getvalue()


@pytest.mark.parametrize(("name", "make"), [("a.png", with_long_notes), ("a.heic", with_another_beside_it)])
def test_a_good_picture_is_kept_whatever_stands_beside_it_in_its_file(as_user, name, make):
    assert upload(as_user("editor"), name, make()).status_code == 302
    image = GuideImage.objects.order_by("-pk").first()
    assert (image.width, image.height) == (320, 200)


@pytest.mark.parametrize("name", DISGUISED)
def test_of_a_picture_that_is_something_else_besides_only_the_pixels_are_kept(as_user, name):
    file_name, make = DISGUISED[name]
    assert upload(as_user("editor"), file_name, make()).status_code == 302
    with GuideImage.objects.order_by("-pk").first().open_file() as file:
        kept = file.read()
    assert not any(mark in kept for mark in (b"alert(1)", b"run.js", b"<svg"))
    assert Image.open(io.BytesIO(kept)).size == (320, 200)


def test_a_great_picture_is_kept_small_by_a_process_of_its_own(as_user, monkeypatch):
    data = saved("PNG", Image.new("P", (6500, 4600)))
    assert len(data) < 100_000
    asked = []
    real = encoding.encode
    monkeypatch.setattr("content.model.images.uploads.encode", lambda *a, **k: asked.append(a[0]) or real(*a, **k))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert upload(as_user("editor"), "great.png", data).status_code == 302
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "decoded in here"
    assert asked == ["keep"], "once, and nothing is prepared in the request"
    image = GuideImage.objects.order_by("-pk").first()
    assert (image.width, image.height) == (KEPT_SIDE, 2038)


def test_a_decoder_that_wants_too_much_is_ended_with_a_sentence(as_user, monkeypatch):
    data = saved("PNG", Image.new("RGBA", (5000, 4000)))
    for name, value in (("MEMORY", 150 * 1024 * 1024), ("MEMORY", 40 * 1024 * 1024)):
        monkeypatch.setattr(encoding, name, value)
        answer = upload(as_user("editor"), "great.png", data)
        assert "takes too long to read" in str(answer.context["form"].errors["file"])


def test_it_is_read_before_a_transaction_is_open_and_only_for_whoever_may_be_there(as_user, client, monkeypatch):
    """The tests' own transaction is open always: so the order is seen by who calls."""
    order = []
    real = encoding.encode
    monkeypatch.setattr("content.model.images.uploads.encode", lambda *a, **k: order.append("decoded") or real(*a, **k))
    opened = PublishingMiddleware.run
    monkeypatch.setattr(PublishingMiddleware, "run", lambda *a: order.append("opened") or opened(*a))
    upload(as_user("editor"), "a.jpg", saved("JPEG", noise()))
    assert order == ["decoded", "opened"]
    order.clear()
    upload(client, "a.jpg", saved("JPEG", noise()))
    assert "decoded" not in order


def test_what_shines_through_is_prepared_and_sixteen_bits_of_grey_stay_grey(as_user):
    upload(as_user("editor"), "clear.png", saved("PNG", Image.new("RGBA", (300, 200), (255, 0, 0, 90))))
    clear = GuideImage.objects.order_by("-pk").first()
    prepare(clear)
    assert clear.placeholder
    with clear.renditions.get(filter_spec="width-480|format-jpeg").file.open() as file:
        red, green, _blue = Image.open(file).convert("RGB").getpixel((5, 5))
    assert red > 240
    assert 130 < green < 200, "on white"
    upload(as_user("editor"), "grey.png", saved("PNG", Image.new("I;16", (300, 200), 30_000)))
    with GuideImage.objects.order_by("-pk").first().open_file() as file:
        assert Image.open(file).convert("L").getpixel((5, 5)) == pytest.approx(30_000 / 257, abs=1)


def test_a_file_that_is_replaced_goes_with_the_commit_and_not_before(
    as_user, mesotherapy, django_capture_on_commit_callbacks
):
    hero = mesotherapy.hero
    name, storage = hero.file.name, hero.file.storage
    fields = {"title": hero.title, "collection": 1, "file": SimpleUploadedFile("new.jpg", saved("JPEG", noise()))}
    editor, address = as_user("editor"), f"/admin/images/{hero.pk}/"
    fields |= read_shown(editor, address)
    with django_capture_on_commit_callbacks() as callbacks:
        assert editor.post(address, fields).status_code == 302
    assert storage.exists(name)
    kept = storage.open(name).read()
    for callback in callbacks:
        callback()
    assert not storage.exists(name)
    storage.save(name, ContentFile(kept))  # the files are those of every test


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
    name, make = HOSTILE["JPEG cut at 60%"]
    answer = editor.post(
        "/admin/images/multiple/add/",
        {"title": "x", "files[]": SimpleUploadedFile(name, make()), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert "damaged" in answer.json()["error_message"]


def test_a_form_brings_one_file_so_that_it_can_not_have_many_decoded(as_user, monkeypatch):
    monkeypatch.setattr(uploads, "encode", lambda *args, **kwargs: pytest.fail("it was decoded"))
    name, make = HOSTILE["JPEG cut at 60%"]
    two = [SimpleUploadedFile(name, make()), SimpleUploadedFile(name, make())]
    answer = as_user("editor").post("/admin/images/add/", {"title": "Two", "file": two, "collection": 1})
    assert answer.status_code == 400


def test_a_picture_is_given_up_before_another_worker_takes_it_over():
    assert LEASE.total_seconds() > encoding.PREPARING_SECONDS * encoding.PATIENCE
