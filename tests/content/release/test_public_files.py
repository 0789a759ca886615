"""Files that readers were given the addresses of stay while an edition names them, and go when a consent ends."""

import io
import os
import re
import shutil
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image

from api.v1.bundles import build_missing
from content.edition.models import Edition
from content.model.consent.models import Consent, ConsentScope
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage, PublicFile
from content.model.images.preparing import prepare
from content.model.publishing import Refused
from content.release import collecting, pictures
from content.release.collecting import collect
from content.release.outbox.delivering import deliver_due
from content.release.restoring import redact
from tests.support import signing
from tests.support.pictures import make_image, move_focal_point
from tests.support.tabs import read_shown

pytestmark = pytest.mark.django_db
GUIDE = "guides/mesotherapy-for-hair/"


@pytest.fixture(autouse=True)
def own_trees(settings, tmp_path):
    """The database is rolled back after each test: what it removes of files must not be gone for others."""
    places = dict(settings.STORAGES)
    for name, alias in (("PUBLIC_ROOT", "public"), ("MEDIA_ROOT", "default")):
        shutil.copytree(getattr(settings, name), tmp_path / alias)
        setattr(settings, name, tmp_path / alias)
        places[alias] = {**places[alias], "OPTIONS": {**places[alias]["OPTIONS"], "location": str(tmp_path / alias)}}
    settings.STORAGES = places


def addresses(body: bytes | str) -> set[str]:
    text = body if isinstance(body, str) else body.decode()
    return set(re.findall(r"/media/renditions/[0-9a-f]{32}\.\w+", text))


def upload_over(client, image: GuideImage) -> None:
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "#803030").save(file, "JPEG")
    fields = {"title": image.title, "collection": 1, "file": SimpleUploadedFile("new.jpg", file.getvalue())}
    address = f"/admin/images/{image.pk}/"
    assert client.post(address, read_shown(client, address) | fields).status_code == 302


def make_old() -> None:
    PublicFile.objects.update(made_at=timezone.now() - timedelta(days=3))


def test_replacing_the_file_of_a_signed_picture_leaves_what_is_public(
    mesotherapy, api, client, as_user, django_capture_on_commit_callbacks
):
    shown = addresses(api(GUIDE).content)
    with django_capture_on_commit_callbacks(execute=True):
        upload_over(as_user("editor"), mesotherapy.hero)
    deliver_due("worker")
    make_old()
    collect()
    assert addresses(api(GUIDE).content) == shown, "it waits to be signed"
    assert {client.get(url).status_code for url in shown} == {200}
    call_command("worker", once=True)
    assert client.get("/api/v1/bundles/en/").status_code == 200


def test_a_focal_point_that_moves_leaves_the_crops_of_earlier_editions(
    mesotherapy, api, client, django_capture_on_commit_callbacks
):
    before = addresses(api(GUIDE).content)
    with django_capture_on_commit_callbacks(execute=True):
        move_focal_point(mesotherapy.hero, 400, 250)
    deliver_due("worker")
    assert addresses(api(GUIDE).content) != before
    make_old()
    collect()
    assert {client.get(url).status_code for url in before} == {200}


def test_a_deleted_picture_stays_in_earlier_editions_until_those_are_erased(
    mesotherapy, client, api, django_capture_on_commit_callbacks
):
    picture = make_image(700, 500)
    prepare(picture)
    mesotherapy.hero = picture
    signing.publish(mesotherapy)
    shown = {file["url"] for source in api(GUIDE).json()["hero"]["sources"] for file in source["srcset"]}
    mesotherapy.hero = None
    signing.publish(mesotherapy)
    with django_capture_on_commit_callbacks(execute=True):
        GuideImage.objects.get(pk=picture.pk).delete()
    make_old()
    collect()
    assert {client.get(url).status_code for url in shown} == {200}
    for edition in Edition.objects.filter(subject=mesotherapy.translation_key, locale="en", current=None):
        if str(picture.public_id).encode() in bytes(edition.body):
            redact(edition, "It must go.")
    deliver_due("worker")
    assert {client.get(url).status_code for url in shown} == {404}


def test_collecting_leaves_what_is_used_named_or_young(mesotherapy, capsys):
    unused = make_image(610, 400)
    prepare(unused)
    names = set(PublicFile.objects.filter(picture=unused.public_id).values_list("name", flat=True))
    make_old()
    assert not names & set(collect()), "the picture has them"
    unused.delete()
    PublicFile.objects.filter(name=min(names)).update(made_at=timezone.now())
    call_command("collect_pictures", dry_run=True)
    assert set(capsys.readouterr().out.split()) == names - {min(names)}
    assert storages["public"].exists(f"renditions/{max(names)}")
    assert set(collect()) == names - {min(names)}
    assert not storages["public"].exists(f"renditions/{max(names)}")
    assert storages["public"].exists(f"renditions/{min(names)}")
    assert collect() == []


def test_a_name_that_is_published_while_it_is_collected_is_kept(mesotherapy, monkeypatch):
    """What another transaction has committed between the look and the lock counts."""
    unused = make_image(620, 400)
    prepare(unused)
    make_old()
    name = PublicFile.objects.filter(picture=unused.public_id).first().name
    unused.delete()

    def publish_meanwhile() -> None:
        newest = Edition.objects.order_by("-pk").first()
        newest.pk, newest.version = None, newest.version + 1
        newest.body = f"/media/renditions/{name}".encode()
        newest.save()

    monkeypatch.setattr("content.release.collecting.lock_releases", publish_meanwhile)
    assert name not in collect()
    assert storages["public"].exists(f"renditions/{name}")


def test_a_file_that_nobody_claimed_is_removed_once_it_is_old():
    stray = settings.PUBLIC_ROOT / "renditions" / f"{'2' * 32}.avif"
    stray.write_bytes(b"x")
    assert stray.name not in collect()
    days_ago = time.time() - 3 * 86_400
    os.utime(stray, (days_ago, days_ago))
    assert stray.name in collect()
    assert not stray.exists()


@pytest.fixture
def patient(mesotherapy) -> GuideImage:
    hero = mesotherapy.hero
    given = timezone.localdate() - timedelta(days=9)
    hero.shows_patient = True
    hero.consent = Consent.objects.create(reference="F-1", scope=ConsentScope.PUBLIC, given_on=given)
    hero.save()
    return hero


def test_a_picture_is_out_of_reach_with_the_commit_that_ends_its_consent(patient, api, client):
    shown = addresses(api(GUIDE).content)
    patient.consent.withdrawn_on = timezone.localdate()
    patient.consent.save()  # the test's transaction never commits: nothing that follows has run
    kept = {url for url in shown if client.get(url).status_code == 200}
    assert kept
    assert not {url.rpartition("/")[2] for url in kept} & {
        file.name for file in PublicFile.objects.filter(picture=patient.public_id)
    }


def test_files_of_a_picture_that_was_replaced_go_with_its_consent_too(
    patient, client, as_user, django_capture_on_commit_callbacks
):
    before = [f"/media/{file.path}" for file in PublicFile.objects.filter(picture=patient.public_id)]
    with django_capture_on_commit_callbacks(execute=True):
        patient.file = ContentFile(make_image(800, 500).file.read(), "other.png")
        patient.file_hash = ""
        patient.save()
        patient.renditions.all().delete()
    deliver_due("worker")
    assert PublicFile.objects.filter(picture=patient.public_id).count() > len(before)
    patient.consent.withdrawn_on = timezone.localdate()
    with django_capture_on_commit_callbacks(execute=True):
        patient.consent.save()
    assert not PublicFile.objects.filter(picture=patient.public_id).exists()
    assert {client.get(url).status_code for url in before} == {404}
    assert not any((settings.PUBLIC_ROOT / url.removeprefix("/media/")).exists() for url in before)


def test_a_consent_that_ends_while_sizes_are_made_keeps_them_from_being_public(patient, monkeypatch):
    PublicFile.objects.filter(picture=patient.public_id).delete()
    patient.renditions.all().delete()
    from content.model.images import preparing

    real = preparing.build_files

    def end_meanwhile(*arguments):
        made = real(*arguments)
        Consent.objects.update(ended_at=timezone.now())
        return made

    monkeypatch.setattr(preparing, "build_files", end_meanwhile)
    prepare(GuideImage.objects.get(pk=patient.pk))
    assert not PublicFile.objects.filter(picture=patient.public_id).exists()
    assert not patient.renditions.exists()


def test_the_admin_never_makes_a_public_file_of_a_picture_that_is_withheld():
    image = make_image(shows_patient=True)
    rendition = image.get_rendition("width-480|format-avif")
    assert rendition.file.name.startswith("thumbnails/")
    assert not PublicFile.objects.filter(picture=image.public_id).exists()
    image.shows_patient = False
    image.save()
    deliver_due("worker")
    assert GuideImage.objects.get(pk=image.pk).is_prepared


def test_a_patients_picture_that_earlier_editions_show_is_deleted_after_its_consent_has_ended(
    patient, mesotherapy, django_capture_on_commit_callbacks
):
    for page in GuidePage.objects.filter(hero=patient):
        page.hero = None
        signing.publish(page)
    with pytest.raises(Refused, match="End its consent"):
        patient.delete()
    patient.consent.withdrawn_on = timezone.localdate()
    with django_capture_on_commit_callbacks(execute=True):
        patient.consent.save()
    GuideImage.objects.get(pk=patient.pk).delete()


def test_a_forgetting_that_fails_is_left_to_the_worker_and_fails_no_request(
    patient, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(payload):
        raise OSError("The storage is away.")

    monkeypatch.setattr(pictures, "forget_picture", fail)
    patient.consent.withdrawn_on = timezone.localdate()
    with django_capture_on_commit_callbacks() as callbacks:
        patient.consent.save()
    assert all(callback.__qualname__ for callback in callbacks), "Django logs a failure by its name"
    monkeypatch.undo()
    deliver_due("worker")
    assert not PublicFile.objects.filter(picture=patient.public_id).exists()


def test_a_bundle_goes_without_a_picture_whose_file_is_lost(client, settings):
    for path in (settings.PUBLIC_ROOT / "renditions").iterdir():
        path.unlink()
    shutil.rmtree(settings.PUBLIC_ROOT / "bundles", ignore_errors=True)  # of other tests, with their pictures
    build_missing()
    answer = client.get("/api/v1/bundles/en/")
    assert answer.status_code == 200
    assert b"pictures/" not in b"".join(answer.streaming_content)
    for path in ("/guides/mesotherapy-for-hair/", "/api/v1/guides/", "/api/v1/sync/", "/embed/frame/guides/"):
        assert client.get(path).status_code == 200


def test_no_publication_waits_for_the_storage_while_files_are_collected(monkeypatch):
    """A bucket can take its time."""
    image = make_image()
    prepare(image)
    image.delete()
    PublicFile.objects.filter(picture=image.public_id).update(made_at=timezone.now() - timedelta(days=2))
    locked = []
    monkeypatch.setattr(collecting, "lock_releases", lambda: locked.append(connection.savepoint_ids[:]))
    delete = type(storages["public"]).delete
    held = []

    def watch(storage, name):
        held.append(connection.savepoint_ids[: len(locked[0])] == locked[0])
        delete(storage, name)

    monkeypatch.setattr(type(storages["public"]), "delete", watch)
    assert collecting.collect()
    assert held
    assert not any(held), "the transaction that holds the lock of releases was still open"
    assert not PublicFile.objects.filter(picture=image.public_id).exists()
