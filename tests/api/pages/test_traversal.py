"""No address that anybody may open gives a private file, however it is spelled."""

import itertools
import uuid
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.users.models import UserProfile

from content.model.images.models import PublicFile
from tests.support.pictures import make_image

pytestmark = pytest.mark.django_db
CANARY = b"CANARY-5e1f-"

UPS = ("..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "%252e%252e%252f", "..\\", "..%5c", "../", "..;/", "....//")
STRANGE = ("..%c0%af", "..%ef%bc%8f", "..%e2%88%95", "%ef%bc%8e%ef%bc%8e%2f", "..%00/", "%2f", "//", "/", "file:///")
#: What is served to everybody out of files, and below it something that is there.
DOORS = ("/media/", "/media/renditions/", "/static/", "/embed/v1.", "/api/v1/bundles/")


@pytest.fixture
def private_files(mesotherapy, django_user_model) -> list[str]:
    """Paths of files below the data folder, each with a canary in it."""
    withheld = make_image(shows_patient=True)
    document = get_document_model().objects.create(
        title="Private", file=ContentFile(CANARY + b"document", "private.html")
    )
    editor = django_user_model.objects.get(username="editor")
    profile, _made = UserProfile.objects.update_or_create(user=editor)
    profile.avatar.save("face.png", ContentFile(CANARY + b"avatar"))
    thumbnail = withheld.get_rendition("width-480|format-jpeg")
    stored = [withheld.file, document.file, profile.avatar, thumbnail.file]
    paths = []
    for file in stored:
        path = settings.DATA_DIR / file.storage.path(file.name)
        path.write_bytes(CANARY + file.name.encode())
        paths.append(str(path.relative_to(settings.DATA_DIR)))
    for name in ("canary_key", "guides.sqlite3-canary", "bundle_key_canary"):
        (settings.DATA_DIR / name).write_bytes(CANARY + name.encode())
        paths.append(name)
    return paths


def spellings(path: str) -> set[str]:
    """`path` is below the data folder; the ways to write a way to it from a door."""
    ends = (path, quote(path, safe=""))
    found = {f"{up * count}{end}" for up, count, end in itertools.product(UPS, (1, 2), ends)}
    found |= {f"{up}{path}" for up in STRANGE}
    absolute = str(settings.DATA_DIR / path)
    found |= {absolute, quote(absolute, safe=""), absolute.replace("/", "\\"), f"{path}%00.avif", f"x/../{path}"}
    return found | {path, path.rpartition("/")[2], path.partition("/")[2]}


def test_no_spelling_of_any_public_address_gives_a_private_file(client, private_files):
    asked = 0
    for path in private_files:
        for door, spelling in itertools.product(DOORS, spellings(path)):
            answer = client.get(f"{door}{spelling}")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert CANARY not in body, f"{door}{spelling}"
            assert answer.status_code < 500, f"{door}{spelling}"
            asked += 1
    assert asked > 1500


def test_a_name_that_only_begins_or_ends_well_is_not_taken(client, api):
    good = api("guides/mesotherapy-for-hair/").json()["hero"]["sources"][0]["srcset"][0]["url"]
    assert client.get(good).status_code == 200
    folder, _slash, name = good.rpartition("/")
    for other in (f"{name}%0a", f"{name}/", f"%20{name}", f"{name}%00", name.upper(), f"./{name}", f"{name}?/../x", ""):
        path = f"{folder}/{other}"
        assert client.get(path).status_code == (200 if "?" in path else 404), path


def test_a_link_in_the_public_tree_leads_nowhere(client, api, tmp_path):
    """Nobody but whoever has the machine can make one: even then nothing private is served by mistake."""
    (tmp_path / "secret").write_bytes(CANARY)
    known = PublicFile.objects.create(name=f"{'0' * 32}.avif", picture=uuid.uuid4(), made_at=timezone.now())
    link = settings.PUBLIC_ROOT / known.path
    link.symlink_to(tmp_path / "secret")
    try:
        assert client.get(f"/media/{known.path}").status_code == 404
    finally:
        link.unlink()


def test_a_file_that_the_database_does_not_know_is_not_served(client):
    stray = settings.PUBLIC_ROOT / "renditions" / f"{'1' * 32}.jpg"
    stray.write_bytes(CANARY)
    try:
        assert client.get(f"/media/renditions/{stray.name}").status_code == 404
    finally:
        stray.unlink()
