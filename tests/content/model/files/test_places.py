"""Where files are kept: two trees, or two buckets that are never one; nothing private among what is served."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from content.model.files.buckets import BucketFiles
from content.setup.checks import check_places_of_files
from tests.support.pictures import make_image


def ask(**variables: str) -> subprocess.CompletedProcess:
    """The settings as a process with these variables has them."""
    code = "from django.conf import settings; print(settings.STORAGES['default'], settings.STORAGES['public'])"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings", **variables}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)


def test_two_buckets_are_chosen_by_the_environment():
    said = ask(PUBLIC_BUCKET="for-all", PRIVATE_BUCKET="for-us", S3_ENDPOINT="http://127.0.0.1:9").stdout
    private, public = said.split("} {")
    assert "'for-us'" in private
    assert "'for-all'" not in private
    assert "'for-all'" in public
    assert "http://127.0.0.1:9" in public
    assert "name two buckets, or none" in ask(PUBLIC_BUCKET="for-all").stderr


def test_one_bucket_for_both_is_refused(settings):
    assert check_places_of_files() == []
    settings.PUBLIC_BUCKET = settings.PRIVATE_BUCKET = "one"
    assert [error.id for error in check_places_of_files()] == ["content.E006"]


@pytest.mark.parametrize("name", ["STATIC_ROOT", "PUBLIC_ROOT"])
def test_a_served_tree_that_holds_private_files_is_refused(settings, name):
    for wrong in (settings.DATA_DIR, settings.DATA_DIR.parent, settings.MEDIA_ROOT, settings.MEDIA_ROOT / "x"):
        setattr(settings, name, wrong)
        assert {error.id for error in check_places_of_files()} == {"content.E007"}, wrong


def test_no_address_of_a_bucket_is_handed_out():
    bucket = BucketFiles(base_url="/admin/files/", bucket_name="for-us", endpoint_url="http://127.0.0.1:9")
    assert bucket.url("original_images/a b.jpg") == "/admin/files/original_images/a%20b.jpg"
    module, _arguments, options = bucket.deconstruct()
    assert (module, options["bucket_name"]) == ("content.model.files.buckets.BucketFiles", "for-us")


def test_a_file_of_a_bucket_is_not_held_in_memory_whole_while_it_is_read():
    """A bundle may have hundreds of pictures, and many readers: by default all of it lies in memory for each."""
    bucket = BucketFiles(base_url="/media/", bucket_name="for-all", endpoint_url="http://127.0.0.1:9")
    assert 0 < bucket.max_memory_size <= 8 * 1024 * 1024


def test_private_files_are_their_owners_alone(db):
    path = settings.MEDIA_ROOT / make_image().file.name
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_file_that_can_not_be_written_whole_is_not_there_at_all(settings):
    """As on a full disk; nor does a part of it lie beside what was there."""
    storages["public"].save("bundles/a.zip", ContentFile(b"whole"))

    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"ha"
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        storages["public"].save("bundles/a.zip", Broken(b"half"))
    assert [path.name for path in (settings.PUBLIC_ROOT / "bundles").glob("a.zip*")] == ["a.zip"]
    assert (settings.PUBLIC_ROOT / "bundles/a.zip").read_bytes() == b"whole"
    storages["public"].delete("bundles/a.zip")


def test_what_wagtail_makes_is_private_and_what_is_public_is_not_deleted_by_it(db):
    storage = storages["renditions"]
    with make_image().open_file() as file:
        private, public = storage.save("thumbnails/a.png", file), storage.save("renditions/a.png", file)
    assert (settings.MEDIA_ROOT / private).exists()
    assert (settings.PUBLIC_ROOT / public).exists()
    storage.delete(private)
    storage.delete(public)
    assert (storage.exists(private), storage.exists(public)) == (False, True)
    storages["public"].delete(public)
