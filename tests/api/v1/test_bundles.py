"""Bundles: whole, signed, the same for the same release, and the place to go on from by sync."""

import base64
import hashlib
import io
import json
import zipfile
from pathlib import PurePosixPath

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import call_command

from content.images.preparing import prepare
from tests.api.v1.copies import Copy, fetch_all
from tests.api.v1.test_sync import publish, recall
from tests.content.images.test_images import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """The database is rolled back after each test; archives of its releases must not stay."""
    settings.DATA_DIR = tmp_path


def fetch(client, locale: str = "en") -> dict[str, bytes]:
    answer = client.get(f"/api/v1/bundles/{locale}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manifest_names_every_file_and_is_signed(client):
    files = fetch(client)
    manifest = json.loads(files["manifest.json"])
    named = {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    there = {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in files.items()}
    assert named == {path: there[path] for path in there if not path.startswith("manifest")}
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(client.get("/api/v1/bundles/").json()["public_key"]))
    signature = base64.b64decode(files["manifest.sig"])
    public.verify(signature, files["manifest.json"])
    with pytest.raises(InvalidSignature):
        public.verify(signature, files["manifest.json"].replace(b'"locale":"en"', b'"locale":"hi"'))


def test_the_same_release_gives_the_same_bytes(client, settings, tmp_path):
    first = client.get("/api/v1/bundles/en/").content
    settings.DATA_DIR = tmp_path / "other"
    settings.DATA_DIR.mkdir()
    assert client.get("/api/v1/bundles/en/").content == first


def test_its_page_and_then_sync_give_what_a_full_fetch_gives(client, peel):
    page = json.loads(fetch(client, "hi")["page.json"])
    copy = Copy(client, locales="hi")
    copy.apply_page(page)
    assert copy.things == fetch_all(locales="hi")
    recall(peel)
    publish(peel)
    copy.sync()
    assert copy.things == fetch_all(locales="hi")
    assert len(copy.recalls) == 1


def test_it_carries_every_picture_in_one_size(client):
    files = fetch(client)
    guides = [item["document"] for item in json.loads(files["page.json"])["items"] if item["type"] == "guide"]
    for guide in guides:
        webp = next(source for source in guide["hero"]["sources"] if source["type"] == "image/webp")
        name = next(file["url"] for file in webp["srcset"] if file["width"] == 960).rpartition("/")[2]
        assert files[f"pictures/{name}"].startswith(b"RIFF")


def test_a_small_picture_travels_in_the_size_that_it_has(client, mesotherapy):
    small = make_image(700, 400)
    prepare(small)
    publish(mesotherapy, hero=small)
    name = PurePosixPath(small.renditions.get(filter_spec="width-480|format-webp").file.name).name
    assert fetch(client)[f"pictures/{name}"].startswith(b"RIFF")


def test_what_was_withdrawn_is_in_no_archive_any_more(client, peel, tmp_path):
    assert b"Superficial chemical peel" in fetch(client)["page.json"]
    peel.unpublish()
    assert b"Superficial chemical peel" not in fetch(client)["page.json"]
    assert len(list((tmp_path / "bundles").iterdir())) == 1


def test_it_is_asked_for_again_by_its_etag(client):
    etag = client.get("/api/v1/bundles/en/")["ETag"]
    assert client.get("/api/v1/bundles/en/", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/api/v1/bundles/xx/").status_code == 404


def test_the_command_writes_what_is_served(client, tmp_path, capsys):
    call_command("build_bundle", "--locale", "en", "--output", str(tmp_path / "en.zip"), "--json")
    answer = json.loads(capsys.readouterr().out)
    served = client.get("/api/v1/bundles/en/").content
    assert (tmp_path / "en.zip").read_bytes() == served
    assert answer["sha256"] == hashlib.sha256(served).hexdigest()
