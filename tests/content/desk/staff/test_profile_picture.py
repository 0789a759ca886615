"""A profile picture is decoded as every picture: by a process with limits, before any transaction, and written anew."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import EpsImagePlugin, Image, ImageFile
from wagtail.users.models import UserProfile

from content.model.images import uploads
from tests.content.model.images.hostile import noise, png, saved

pytestmark = pytest.mark.django_db
NAMES = {"name_email-first_name": "Eva", "name_email-last_name": "Editor", "log_in-email": "editor@skinpheras.example"}
THEME = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}


def send(client, name: str, data: bytes):
    profile = {**NAMES, **THEME, "locale-preferred_language": "", "avatar-avatar": SimpleUploadedFile(name, data)}
    return client.post("/admin/account/", profile)


@pytest.fixture(autouse=True)
def decoded_here(monkeypatch):
    """What Pillow decodes in this process: nothing may be."""
    found = []
    for kind in (ImageFile.ImageFile, EpsImagePlugin.EpsImageFile):
        monkeypatch.setattr(kind, "load", lambda self, *args, **kwargs: found.append(self.format))
    yield found
    assert found == []


@pytest.fixture
def asked(monkeypatch):
    """The longest sides that the child was asked for."""
    sides, encode = [], uploads.encode

    def note(*args, **kwargs):
        sides.append(kwargs["side"])
        return encode(*args, **kwargs)

    monkeypatch.setattr(uploads, "encode", note)
    return sides


@pytest.mark.parametrize("ending", ["eps", "png"])
def test_what_is_no_picture_of_ours_is_refused_with_a_sentence_and_opened_by_nothing(as_user, asked, ending):
    for data in (saved("EPS"), saved("TIFF"), b'<svg xmlns="http://www.w3.org/2000/svg"/>'):
        answer = send(as_user("editor"), f"me.{ending}", data)
        assert answer.status_code == 200
        assert 'class="errorlist"' in answer.content.decode()
    assert asked == []
    assert not UserProfile.objects.exclude(avatar="").exclude(avatar=None).exists()


def test_one_of_more_pixels_than_memory_is_refused_before_it_is_decoded(as_user, asked):
    answer = send(as_user("editor"), "me.png", png(13_000, 13_000, pixels=bytes(13_000)))
    assert "too many pixels" in answer.content.decode()
    assert asked == [uploads.PROFILE_SIDE], "the child has looked at its head"


def test_a_picture_is_kept_small_without_metadata_by_a_process_of_its_own_once(as_user, asked):
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    data = io.BytesIO()
    noise((900, 600)).save(data, "JPEG", exif=exif)
    assert send(as_user("editor"), "me.jpg", data.getvalue()).status_code == 302
    with UserProfile.objects.get(user__username="editor").avatar.open() as file:
        kept = file.read()
    assert b"where I live" not in kept
    assert Image.open(io.BytesIO(kept)).size == (400, 267)
    assert asked == [uploads.PROFILE_SIDE], "before the form, which is made more than once"
