"""Bundles: whole, signed, the same for the same release, and the place to go on from by sync."""

import base64
import hashlib
import io
import json
import os
import shutil
import time
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.files import File
from django.core.management import call_command

from api.v1 import archives, bundles
from api.v1.sync import Token
from cms.bundles import Choice, read_bundles
from content.model.images.preparing import prepare
from content.public import changes
from tests.support.bundles import download, keep_apart
from tests.support.changes import publish, recall
from tests.support.copies import Copy, fetch_all
from tests.support.pictures import make_image

pytestmark = pytest.mark.django_db
ENGLISH = Choice(("en",))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    return keep_apart(settings, tmp_path)


def fetch(client, locale: str = "en") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(download(client, locale))) as archive:
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


def test_the_same_release_gives_the_same_bytes(client, folder):
    first = download(client)
    shutil.rmtree(folder)
    assert download(client) == first


def test_nobody_has_one_built_by_asking_for_it(client, folder):
    """It is built by a worker: until then, whoever asks is told when to ask again."""
    for _time in range(2):
        answer = client.get("/api/v1/bundles/en/")
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (202, "5", "no-store")
        assert answer["Content-Type"] == "application/problem+json"
        assert "being built" in answer.json()["detail"]
        assert not list(folder.glob("en/*.zip"))
        download(client)
        shutil.rmtree(folder)


def test_those_of_other_languages_stay(client, folder, peel, settings):
    """Also where one begins with the other's name."""
    settings.BUNDLES = read_bundles("", ["en", "en-gb"])
    call_command("worker", once=True)
    (british,) = (folder / "en-gb").iterdir()
    publish(peel, summary="Newer.")
    mark = changes.read_newest_mark()
    bundles.keep_bundle(ENGLISH, mark)
    assert [path.name for path in (folder / "en").iterdir()] == [bundles.name_bundle(ENGLISH, mark).rpartition("/")[2]]
    assert british.exists()


def test_one_is_in_place_whole_or_not_at_all(client, folder, peel, monkeypatch):
    before = download(client)
    publish(peel, summary="Newer.")

    def die(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(archives, "_add_pictures", die)
    with pytest.raises(KeyboardInterrupt):
        bundles.build_missing()
    assert b"".join(client.get("/api/v1/bundles/en/").streaming_content) == before
    monkeypatch.undo()
    assert download(client) != before


def test_a_language_that_cannot_be_built_keeps_no_other_from_being_built(client, folder, monkeypatch):
    """Whichever it is; and the worker is told, so that it tries again later."""
    build = bundles.build_bundle

    def fail_first(choice, mark, output):
        if choice == ENGLISH:
            raise RuntimeError("planted")
        build(choice, mark, output)

    monkeypatch.setattr(bundles, "build_bundle", fail_first)
    with pytest.raises(RuntimeError):
        bundles.build_missing()
    assert {path.name for path in folder.iterdir() if list(path.iterdir())} == {"hi", "ar"}


def test_those_of_a_language_that_there_is_no_more_go(client, folder, peel, settings):
    download(client)
    assert list((folder / "ar").iterdir())
    settings.BUNDLES = read_bundles("", ["en", "hi"])
    publish(peel, summary="Newer.")
    bundles.build_missing()
    assert {path.parent.name for path in folder.rglob("*.zip")} == {"en", "hi"}


def test_what_a_worker_left_half_written_is_removed_after_a_while(client, folder):
    (folder / "en").mkdir(parents=True)
    for name, age in (("1.zip.0a", 7200), ("1.zip.0b", 0)):
        (folder / "en" / name).write_bytes(b"half")
        os.utime(folder / "en" / name, (time.time() - age,) * 2)
    download(client)
    assert {path.suffix for path in (folder / "en").iterdir()} == {".zip", ".0b"}


def test_pictures_go_through_memory_a_piece_at_a_time(client, monkeypatch):
    """However large and many they are."""
    sizes = []

    class Watched(File):
        def read(self, size=None):
            sizes.append(size)
            return self.file.read(size)

    opened = archives.open_picture
    monkeypatch.setattr(archives, "open_picture", lambda name: Watched(opened(name).file))
    fetch(client)
    assert set(sizes) == {archives.PIECE}


def test_its_page_and_then_sync_give_what_a_full_fetch_gives(client, peel):
    page = json.loads(fetch(client, "hi")["page.json"])
    copy = Copy(client, locales="hi")
    copy.apply_page(page)
    assert copy.things == fetch_all(locales="hi")
    assert Token.decode("sync", copy.token).every_kind, "what a type brings that comes later is told, too"
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


def test_what_was_withdrawn_is_in_no_archive_any_more(client, peel, folder):
    assert b"Superficial chemical peel" in fetch(client)["page.json"]
    peel.unpublish()
    assert b"Superficial chemical peel" not in fetch(client)["page.json"]
    assert len(list((folder / "en").iterdir())) == 1


def test_it_is_asked_for_again_by_its_etag(client):
    download(client)
    etag = client.get("/api/v1/bundles/en/")["ETag"]
    again = client.get("/api/v1/bundles/en/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in again["Cache-Control"]
    assert client.get("/api/v1/bundles/hi/")["ETag"] != etag
    assert client.get("/api/v1/bundles/xx/").status_code == 404


def test_the_command_writes_what_is_served(client, tmp_path, capsys):
    call_command("build_bundle", "--locale", "en", "--output", str(tmp_path / "en.zip"), "--json")
    answer = json.loads(capsys.readouterr().out)
    served = b"".join(client.get("/api/v1/bundles/en/").streaming_content)
    assert (tmp_path / "en.zip").read_bytes() == served
    assert (answer["sha256"], answer["bytes"]) == (hashlib.sha256(served).hexdigest(), len(served))
