"""Fixtures that every test can use. The sample content is in the test database from the start."""

import gc
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from wagtail.admin.templatetags import wagtailadmin_tags
from whitenoise.middleware import WhiteNoiseMiddleware

from content.desk.staff import account
from content.edition import newest
from content.model.branches.models import BranchPage
from content.model.guides.models import GuideIndexPage, GuidePage
from content.public import excerpts, reading, words
from tests.support.cluster import SAMPLES
from tests.support.postgresql import PICTURES
from tests.support.prepared import lay_pictures, lay_samples
from tests.support.serving import free_port, serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a server or a browser first: they take longest, and none should be left for one worker at the end."""
    slow = {item.path for item in items if any(map(item.get_closest_marker, ("browser", "served", "node", "long")))}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What is imported by now stays. Looking through it for garbage again and again takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """On SQLite the database is not made but copied: it is kept as it is laid."""
    if connection.vendor != "sqlite":
        return False
    lay_samples(settings.DATA_DIR, Path(connection.creation._get_test_db_name()))
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """On PostgreSQL the server copies it."""
    if pictures := os.environ.get(PICTURES):
        connection.settings_dict["TEST"]["TEMPLATE"] = SAMPLES
        lay_pictures(Path(pictures), settings.DATA_DIR)
    elif connection.vendor != "sqlite":
        pytest.exit("Start it so that there is something to copy: python -m tests.support.postgresql -- COMMAND", 2)


@pytest.fixture(autouse=True, scope="session")
def fast_hashing():
    """What a password costs to hash is Django's to test. The samples' are hashed as in life, and stay readable."""
    names = ["MD5PasswordHasher", "PBKDF2PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=[f"django.contrib.auth.hashers.{name}" for name in names]):
        yield


@pytest.fixture(autouse=True, scope="session")
def static_files_are_found_once():
    """Each test client looks through all folders for static files, which is a twentieth of a run."""
    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def find(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find)
        yield


@pytest.fixture(scope="session")
def laid_files(django_db_setup, tmp_path_factory) -> dict[str, Path]:
    """The samples' files by their places, as they were laid: a rolled back test brings back rows, and no file."""
    kept = tmp_path_factory.mktemp("files")
    for tree in (settings.PUBLIC_ROOT, settings.MEDIA_ROOT):
        shutil.copytree(tree, kept / tree.name)
    return {str(settings.DATA_DIR / path.relative_to(kept)): path for path in kept.rglob("*.*")}


@pytest.fixture(autouse=True)
def files_stay(request):
    if "db" not in request.fixturenames and "transactional_db" not in request.fixturenames:
        yield
        return
    kept: dict[str, Path] = request.getfixturevalue("laid_files")
    yield
    for place, copy in kept.items():
        if not os.path.exists(place):
            shutil.copy(copy, place)


@pytest.fixture(autouse=True)
def nothing_is_kept_of_other_tests():
    """What a process keeps for a release holds as long as rows change by releases alone. Tests write rows, too."""
    reading._read_house.cache_clear()
    reading._known = {}
    words._kept.clear()
    excerpts._kept.clear()


@pytest.fixture
def mesotherapy(db) -> GuidePage:
    return GuidePage.objects.get(slug="mesotherapy-for-hair", locale__language_code="en")


@pytest.fixture
def peel(db) -> GuidePage:
    return GuidePage.objects.get(slug="superficial-chemical-peel")


@pytest.fixture
def guide_index(db) -> GuideIndexPage:
    return GuideIndexPage.objects.get(locale__language_code="en")


@pytest.fixture
def watched(db, monkeypatch) -> None:
    """The newest release is known without a query, as where the server watches (cms/rsgi.py)."""
    stamp = newest.find_newest()
    reading.read_house()
    monkeypatch.setattr(newest, "ask_newest", lambda: stamp)


@pytest.fixture
def api(client: Client):
    """GET an address of the API below /api/v1/; returns the response."""

    def get(path: str, **parameters):
        return client.get(f"/api/v1/{path}", parameters)

    return get


@pytest.fixture
def without_menu(monkeypatch) -> None:
    """The menu beside each page of the admin is an eighth of what the page costs. Others look at it (test_menus)."""
    monkeypatch.setattr(wagtailadmin_tags, "admin_menu", SimpleNamespace(render_component=lambda request: []))


#: Sample accounts of no branch, or of all: to find that no time zone is theirs takes longer than to log in.
OF_NO_BRANCH = ("admin", "editor", "reviewer", "publisher")


@pytest.fixture
def as_user(db):
    """A client that is logged in as one of the sample accounts."""

    def log_in(name: str) -> Client:
        client = Client()
        with pytest.MonkeyPatch.context() as patch:
            if name in OF_NO_BRANCH:
                patch.setattr(account, "editable_branches", lambda user: BranchPage.objects.none())
            client.force_login(get_user_model().objects.get(username=name))
        return client

    return log_in


@pytest.fixture(scope="session")
def site_data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def site(site_data):
    """Address of the product with its samples, for whoever needs no worker. It starts in half the time."""
    with serving(site_data, free_port(), "serve") as address:
        yield address
