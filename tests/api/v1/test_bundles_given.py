"""Which bundle readers are given: the newest, or an earlier one of which nothing was taken back since."""

from pathlib import Path

import pytest
from django.utils import timezone

from api.v1 import archives, bundles
from cms.bundles import Choice, read_bundles
from content.edition.models import Edition
from content.model.consent.models import Consent, ConsentScope
from content.model.images.models import PublicFile
from content.public import changes
from content.release.pictures import forget_picture
from content.release.restoring import redact
from tests.support.bundles import download, keep_apart
from tests.support.changes import publish, recall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    return keep_apart(settings, tmp_path)


@pytest.fixture(autouse=True)
def two_languages(settings):
    settings.BUNDLES = read_bundles("", ["en", "hi"])


def test_that_of_an_earlier_release_is_given_until_the_newest_has_one_and_no_cdn_keeps_it(client, peel, settings):
    """What was published since reaches an app by its next sync. A release alone purges a CDN, and building is none."""
    settings.CDN_MAX_AGE = 3600
    before = download(client)
    etag = client.get("/api/v1/bundles/en/")["ETag"]
    publish(peel, summary="Newer.")
    answer = client.get("/api/v1/bundles/en/")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, before)
    again = client.get("/api/v1/bundles/en/", headers={"If-None-Match": etag})
    assert (again.status_code, again["ETag"]) == (304, etag)
    for one in (answer, again):
        assert one["Cache-Control"] == "private, no-cache"
        assert not {"CDN-Cache-Control", "Surrogate-Key"} & set(one.headers)
    assert download(client) != before
    answer = client.get("/api/v1/bundles/en/")
    assert "public" in answer["Cache-Control"]
    assert answer["ETag"] != etag


def withdraw(peel):
    peel.unpublish()


def recall_it(peel):
    recall(peel)


def recall_a_section(peel):
    recall(peel, "process")


def erase(peel):
    """An earlier version, which makes no release."""
    publish(peel, summary="Newer.")
    edition = Edition.objects.filter(subject=peel.translation_key, locale="en", current=None).latest("version")
    redact(edition, "It names a patient.")


def end_consent(peel):
    """To a picture that is shown no more, which makes no release."""
    picture = show_patient(peel)
    publish(peel, hero=None)
    picture.consent.withdrawn_on = timezone.localdate()
    picture.consent.save()
    return picture


def end_consent_and_clean_up(peel):
    picture = end_consent(peel)
    forget_picture({"picture": str(picture.public_id)})
    assert not PublicFile.objects.filter(is_withheld=True).exists()


def show_patient(peel):
    consent = Consent.objects.create(reference="B-1", scope=ConsentScope.PUBLIC, given_on=timezone.localdate())
    picture = peel.hero
    picture.shows_patient, picture.consent = True, consent
    picture.save()
    return picture


@pytest.mark.parametrize(
    "take_back", [withdraw, recall_it, recall_a_section, erase, end_consent, end_consent_and_clean_up]
)
def test_nobody_is_given_one_of_which_something_was_taken_back(client, folder, peel, take_back, monkeypatch):
    """Nor does it lie there, though the next can't be built."""
    download(client)
    take_back(peel)
    answer = client.get("/api/v1/bundles/en/")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (202, "5", "no-store")
    with monkeypatch.context() as broken:
        broken.setattr(bundles, "build_bundle", fail)
        with pytest.raises(RuntimeError):
            bundles.build_missing()
    assert not list(folder.rglob("*.zip"))
    download(client)


def fail(*args):
    raise RuntimeError("planted")


def test_nobody_is_given_one_of_a_release_that_this_database_has_not_made(client, folder, peel):
    """As after a return to a backup; nor one that is signed by another key."""
    download(client)
    publish(peel, summary="Newer.")
    (archive,) = (folder / "en").iterdir()
    number, moment, made_of = archive.stem.split("-")
    for name in (
        f"{number}-{moment[:-1]}x-{made_of}",
        f"{number}-20010101T000000000000-{made_of}",
        f"{number}-{moment}-0",
    ):
        archive = archive.rename(archive.with_name(f"{name}.zip"))
        assert client.get("/api/v1/bundles/en/").status_code == 202
    download(client)
    assert not archive.exists()


@pytest.mark.parametrize("take_back", [withdraw, recall_a_section])
def test_one_of_which_something_is_taken_back_while_it_is_built_is_not_kept(folder, peel, monkeypatch, take_back):
    before_pictures(monkeypatch, lambda: take_back(peel))
    assert bundles.keep_bundle(Choice(("en",)), changes.read_newest_mark()) == ""
    assert not list(folder.rglob("*.zip"))


def test_publications_while_they_are_built_leave_no_language_without_one(client, peel, monkeypatch, settings):
    """On a site that publishes more often than they can be built in."""
    summaries = iter(f"Newer, {number}." for number in range(10))
    before_pictures(monkeypatch, lambda: publish(peel, summary=next(summaries)))
    assert len(bundles.build_missing()) == len(settings.BUNDLES)
    assert {client.get(f"/api/v1/bundles/{choice.name}/").status_code for choice in settings.BUNDLES} == {200}


def before_pictures(monkeypatch, do):
    """Do it while an archive is built, each time."""
    add = archives._add_pictures
    monkeypatch.setattr(archives, "_add_pictures", lambda archive, names: (do(), add(archive, names))[1])


def test_one_holds_its_own_release_and_no_later_one(folder, peel, monkeypatch):
    """Else the same release had two archives. What is published before its words are read is for the next one."""
    mark = changes.read_newest_mark()
    publish(peel, summary="Newer.")
    assert bundles.keep_bundle(Choice(("en",)), mark) == ""
    assert not list(folder.rglob("*.zip"))
