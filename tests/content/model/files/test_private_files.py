"""Private files: each is shown to whoever may see what it belongs to, nothing in it runs, and nobody keeps it."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.users.models import UserProfile

from content.model.images.models import GuideRendition
from content.model.images.preparing import prepare
from tests.support.pictures import make_image

pytestmark = pytest.mark.django_db
HTML = b"<!DOCTYPE html><script>alert(document.domain)</script>"


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Wagtail remembers thumbnails by the number of a picture, which the next test uses again."""
    GuideRendition.cache_backend.clear()


@pytest.fixture
def document(db):
    return get_document_model().objects.create(title="Page", file=ContentFile(HTML, "page.html"))


@pytest.fixture
def addresses(document, django_user_model) -> dict[str, str]:
    image = make_image(shows_patient=True)
    profile, _made = UserProfile.objects.update_or_create(user=django_user_model.objects.get(username="editor"))
    face = io.BytesIO()
    Image.new("RGB", (40, 40)).save(face, "PNG")
    profile.avatar.save("face.png", ContentFile(face.getvalue()))
    return {
        "original": image.file.url,
        "thumbnail": image.get_rendition("max-165x165").url,
        "preset shape": image.get_rendition("width-480|format-webp").url,
        "document": document.url,
        "document by name": document.file.url,
        "avatar": profile.avatar.url,
    }


def test_whoever_may_choose_a_picture_sees_it_and_others_do_not(as_user, client, addresses):
    expected = {
        "editor": {"original", "thumbnail", "preset shape", "avatar"},
        "publisher": {"original", "thumbnail", "preset shape", "avatar"},
        "admin": set(addresses),
        "mumbai": {"avatar"},
        "reviewer": {"avatar"},
    }
    for name, seen in expected.items():
        user = as_user(name)
        assert {kind for kind, url in addresses.items() if user.get(url).status_code == 200} == seen, name
    for kind, url in addresses.items():
        assert url.startswith("/admin/"), kind
        assert "login" in client.get(url).url, kind


def test_a_picture_of_a_collection_is_seen_by_whoever_may_there(as_user, django_user_model):
    collection = Collection.get_first_root_node().add_child(name="Mumbai only")
    image = make_image(collection=collection)
    mumbai = django_user_model.objects.get(username="mumbai").groups.get()
    url = image.get_rendition("max-165x165").url
    assert as_user("mumbai").get(url).status_code != 200
    permission = GroupCollectionPermission.objects.filter(permission__codename="choose_image").first().permission
    GroupCollectionPermission.objects.create(group=mumbai, collection=collection, permission=permission)
    assert as_user("mumbai").get(url).status_code == 200


def test_nothing_in_a_private_file_runs_and_nobody_keeps_it(as_user, addresses):
    admin = as_user("admin")
    for kind, url in addresses.items():
        answer = admin.get(url)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"].startswith("private, no-store")
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        is_shown = kind in ("thumbnail", "preset shape", "avatar")
        assert answer["Content-Disposition"].startswith("inline" if is_shown else "attachment"), kind
        if is_shown:
            assert answer["Content-Type"].startswith("image/")
        assert admin.post(url).status_code == 405


def test_a_name_that_belongs_to_nothing_is_not_opened(as_user, client, document):
    admin = as_user("admin")
    storages["default"].save("documents/nobodys.txt", ContentFile(b"CANARY"))
    for name in ("documents/nobodys.txt", "../secret_key", "..%2fsecret_key", "a%00b", "/etc/passwd", "%ef%bc%8f"):
        assert admin.get(f"/admin/files/{name}").status_code == 404, name
    assert admin.get(reverse("wagtaildocs_serve", args=[document.pk, "other.html"])).status_code == 404


def test_a_file_that_is_lost_is_a_404(as_user, document):
    document.file.storage.delete(document.file.name)
    assert as_user("admin").get(document.url).status_code == 404


def test_a_page_that_lists_documents_and_pictures_opens(as_user, document):
    admin = as_user("admin")
    image = make_image()
    prepare(image)
    for path in ("documents/", f"documents/edit/{document.pk}/", "images/", f"images/{image.pk}/", "images/chooser/"):
        answer = admin.get(f"/admin/{path}")
        assert answer.status_code == 200, path
        assert "/media/" not in answer.content.decode(), "the admin shows private files by the private door alone"


def test_the_original_is_not_written_once_more_where_the_admin_shows_it(as_user):
    image = make_image()
    assert as_user("editor").get(f"/admin/images/{image.pk}/").status_code == 200
    assert not image.renditions.filter(filter_spec="original").exists()
