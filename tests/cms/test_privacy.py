"""What the product writes is for its own account alone, what it wrote before too."""

import os
import runpy

import pytest

from cms.privacy import keep_private
from tests.support import ROOT


@pytest.fixture(autouse=True)
def umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return path.stat().st_mode & 0o7777


def test_what_was_left_open_is_closed(tmp_path):
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    names = ["guides.sqlite3", "guides.sqlite3-wal", "guides.sqlite3-shm", "secret_key", "bundle_key"]
    for name in names:
        (folder / name).write_text("")
    keep_private(folder)
    assert mode(folder) == 0o700
    assert {mode(folder / name) for name in names} == {0o600}


def test_what_is_made_from_now_on_is_closed(tmp_path):
    keep_private(tmp_path)
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    assert (mode(tmp_path / "file"), mode(tmp_path / "folder")) == (0o600, 0o700)


def test_a_folder_that_many_use_is_left_as_it_is(tmp_path):
    tmp_path.chmod(0o1777)
    keep_private(tmp_path)
    assert mode(tmp_path) == 0o1777


def test_the_folder_of_static_files_is_not_closed_to_the_server_in_front(tmp_path, monkeypatch):
    monkeypatch.setenv("STATIC_ROOT", str(tmp_path / "srv" / "static"))
    runpy.run_path(str(ROOT / "cms/settings.py"))
    assert [mode(tmp_path / name) for name in ("srv", "srv/static")] == [0o755, 0o755]


def test_what_collectstatic_writes_can_be_read_by_the_server_in_front(settings):
    from django.core.files.storage import storages

    static = storages["staticfiles"]
    assert (static.file_permissions_mode, static.directory_permissions_mode) == (0o644, 0o755)
