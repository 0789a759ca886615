"""Which archives there are: of several languages, of one branch, with pictures of other widths or with none."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.bundles import read_bundles
from content.model.branches.models import BranchPage
from tests.support.bundles import download, keep_apart
from tests.support.changes import publish, recall
from tests.support.copies import Copy, fetch_all

pytestmark = pytest.mark.django_db
OF_A_BRANCH = "en,hi@mumbai:480"
BARE = "en:none"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.BUNDLES = read_bundles(f"{OF_A_BRANCH}; {BARE}", ["en", "hi"])
    settings.BUNDLES = [choice for choice in settings.BUNDLES if choice.name != "hi"]
    return keep_apart(settings, tmp_path)


def fetch(client, name: str) -> tuple[dict[str, bytes], dict]:
    with zipfile.ZipFile(io.BytesIO(download(client, name))) as archive:
        files = {path: archive.read(path) for path in archive.namelist()}
    return files, json.loads(files["manifest.json"])


def test_one_of_languages_and_a_branch_is_just_that_and_its_token_goes_on_for_that(client, peel):
    files, manifest = fetch(client, OF_A_BRANCH)
    mumbai = str(BranchPage.objects.get(slug="mumbai").translation_key)
    assert (manifest["locales"], manifest["branch"], manifest["widths"]) == (["en", "hi"], mumbai, [480])
    copy = Copy(client)
    copy.apply_page(json.loads(files["page.json"]))
    assert copy.things == fetch_all(locales="en,hi", branch="mumbai")
    assert {document["branch"]["slug"] for key, document in copy.things.items() if key[0] == "offering"} == {"mumbai"}
    recall(peel)
    publish(peel)
    copy.sync()
    assert copy.things == fetch_all(locales="en,hi", branch="mumbai")


def test_an_older_one_and_a_sync_are_the_newer_one(client, peel, mesotherapy):
    """So no other delta is needed: documents are equal to the byte, and pictures are known by their names."""
    old, _manifest = fetch(client, OF_A_BRANCH)
    publish(peel, summary="Newer.")
    publish(mesotherapy, hero=peel.hero)
    new, _manifest = fetch(client, OF_A_BRANCH)
    copy = Copy(client)
    copy.apply_page(json.loads(old["page.json"]))
    token = copy.token
    delta = client.get("/api/v1/sync/", {"sync_token": token}).json()["items"]
    assert len(delta) < len(copy.things) / 2
    copy.sync()
    whole = Copy(client)
    whole.apply_page(json.loads(new["page.json"]))
    for one in (copy, whole):
        one.things = {key: json.dumps(document) for key, document in one.things.items()}
    assert copy.things == whole.things
    pictures = [{path: data for path, data in files.items() if path.startswith("pictures/")} for files in (old, new)]
    assert pictures[1].items() <= pictures[0].items(), "what was there is not fetched again"


def test_its_pictures_are_of_the_chosen_widths_or_none(client):
    small, _manifest = fetch(client, OF_A_BRANCH)
    guides = client.get("/api/v1/sync/?types=guide&locales=en").json()["items"]
    for guide in guides:
        webp = next(one for one in guide["document"]["hero"]["sources"] if one["type"] == "image/webp")
        names = {file["width"]: file["url"].rpartition("/")[2] for file in webp["srcset"]}
        assert f"pictures/{names[480]}" in small
        assert f"pictures/{names[960]}" not in small
    bare, manifest = fetch(client, BARE)
    assert (sorted(bare), manifest["widths"]) == (["manifest.json", "manifest.sig", "page.json"], [])


def test_they_are_listed_with_what_they_are_of(client, peel, settings):
    settings.CDN_MAX_AGE = 3600
    listed = client.get("/api/v1/bundles/")
    assert [one["bytes"] for one in listed.json()["bundles"]] == [None] * 3
    assert listed["Cache-Control"] == "private, no-cache", "a worker builds them without a release"
    size = len(download(client, OF_A_BRANCH))
    listed = client.get("/api/v1/bundles/")
    release = client.get("/api/v1/release/").json()["number"]
    mumbai = str(BranchPage.objects.get(slug="mumbai").translation_key)
    assert listed.json()["bundles"][1] == {
        "locale": "en",
        "url": f"/api/v1/bundles/{OF_A_BRANCH}/",
        "locales": ["en", "hi"],
        "branch": mumbai,
        "widths": [480],
        "bytes": size,
        "release": release,
    }
    assert "public" in listed["Cache-Control"]
    publish(peel, summary="Newer.")
    assert client.get("/api/v1/bundles/").json()["bundles"][1]["release"] == release


def test_one_follows_its_branch_and_goes_with_it(client, folder, caplog):
    """By its id: a slug may change hands."""
    branch = BranchPage.objects.get(slug="mumbai")
    branch.slug = "bandra"
    branch.save_revision().publish()
    assert fetch(client, OF_A_BRANCH)[1]["branch"] == str(branch.translation_key)
    BranchPage.objects.get(pk=branch.pk).unpublish()
    assert client.get(f"/api/v1/bundles/{OF_A_BRANCH}/").status_code == 404
    call_command("worker", once=True)
    assert "BUNDLES names a branch that is not public" in caplog.text
    assert {path.parent.name for path in folder.rglob("*.zip")} == {"en", BARE}
    assert [one["locales"] for one in client.get("/api/v1/bundles/").json()["bundles"]] == [["en"], ["en"]]


def test_the_command_writes_any_other_to_a_file(client, tmp_path, capsys):
    given = ["build_bundle", "--locale", "hi", "--locale", "en", "--branch", "mumbai", "--width", "none", "--json"]
    with pytest.raises(CommandError, match="add it to the variable BUNDLES"):
        call_command(*given)
    call_command(*given, "--output", str(tmp_path / "chosen.zip"))
    with zipfile.ZipFile(tmp_path / "chosen.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["locales"], manifest["widths"], len(manifest["files"])) == (["en", "hi"], [], 1)
    assert json.loads(capsys.readouterr().out)["bytes"] == (tmp_path / "chosen.zip").stat().st_size
    for wrong, told in (
        (["--branch", "atlantis"], "There is no branch 'atlantis'"),
        (["--width", "0"], "whole number"),
    ):
        with pytest.raises(CommandError, match=told):
            call_command("build_bundle", "--locale", "en", *wrong)
