"""Files of public pictures: no command takes them away, and what is lost is made again."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from content.edition.models import Edition, Release
from content.model.images.models import GuideImage, GuideRendition
from content.release.collecting import find_named

pytestmark = pytest.mark.django_db
FOLDER = settings.PUBLIC_ROOT / "renditions"


def find_missing() -> set[str]:
    """Files that current editions name, and that are not there."""
    named = find_named(Edition.objects.filter(current__isnull=False))
    assert named
    return {name for name in named if not (FOLDER / name).exists()}


@pytest.fixture
def hero(peel) -> GuideImage:
    return GuideImage.objects.get(pk=peel.hero.pk)


def test_wagtails_command_takes_no_public_picture_away(hero, django_capture_on_commit_callbacks):
    before = set(hero.find_prepared())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("wagtail_update_image_renditions", stdout=StringIO())
        with pytest.raises(CommandError, match="they can't be purged"):
            call_command("wagtail_update_image_renditions", purge_only=True)
    assert set(GuideImage.objects.get(pk=hero.pk).find_prepared()) == before
    assert find_missing() == set()


def test_settle_makes_lost_files_again_by_the_same_names_and_bytes(hero, client):
    lost = [rendition.file_name for rendition in hero.find_prepared().values()][:3]
    bytes_before = [(FOLDER / name).read_bytes() for name in lost]
    releases = Release.objects.count()
    for name in lost:
        (FOLDER / name).unlink()
    said = StringIO()
    call_command("settle", stale=True, dry_run=True, json=True, stdout=said)
    assert json.loads(said.getvalue())["pictures"] == {"made": [hero.title], "failed": [], "lost": []}
    assert find_missing() == set(lost)
    call_command("settle", stale=True, stdout=said)
    assert [(FOLDER / name).read_bytes() for name in lost] == bytes_before
    assert client.get(f"/media/renditions/{lost[0]}").status_code == 200
    assert Release.objects.count() == releases, "what is public names the same files"


def test_what_the_command_of_an_older_version_has_done_is_repaired(hero):
    """Wagtail's own: it made private thumbnails out of the sizes."""
    for rendition in hero.find_prepared().values():
        spec = rendition.filter_spec
        GuideRendition.objects.filter(pk=rendition.pk).delete()
        hero.get_rendition(spec)
    assert not GuideImage.objects.get(pk=hero.pk).is_prepared
    call_command("settle", all=True, stdout=StringIO())
    assert GuideImage.objects.get(pk=hero.pk).is_prepared
    assert find_missing() == set()
