"""Preview links: one draft, for a while, to whoever has the link, and to nobody else."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.utils import timezone

from content.model.preview_links import PreviewLink, make_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(peel) -> PreviewLink:
    peel.summary = "A summary that nobody has published."
    peel.save_revision()
    return make_link(peel, get_user_model().objects.get(username="editor"))


def ways(client, link, guide=None):
    """Every way in which a link can be asked: the phone, and the API."""
    guide = guide or str(link.page.translation_key)
    yield client.get(f"/preview/{link.token}/")
    yield client.get(f"/api/v1/preview/{link.token}/guides/{guide}/")


def test_an_open_link_shows_the_newest_draft_marked_and_kept_by_nobody(client, link, api):
    for answer in ways(client, link):
        assert answer.status_code == 200
        assert "nobody has published" in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "ETag" not in answer
    assert 'class="draft-bar"' in client.get(f"/preview/{link.token}/").content.decode()
    assert "nobody has published" not in api("guides/superficial-chemical-peel/").content.decode()


def test_its_shape_is_that_of_the_guide(client, link, api):
    _phone, answer = ways(client, link)
    assert set(answer.json()) == set(api("guides/superficial-chemical-peel/").json())


def test_it_lives_an_hour(client, link, monkeypatch):
    assert link.expires_at - link.made_at == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=5))
    later = timezone.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    for answer in ways(client, link):
        assert (answer.status_code, "expired" in answer.content.decode()) == (410, True)
        assert answer["Cache-Control"] == "no-store"


def test_ended_it_shows_nothing(client, link, as_user):
    as_user("editor").post(f"/admin/previews/{link.pk}/end/")
    for answer in ways(client, link):
        assert (answer.status_code, "ended" in answer.content.decode()) == (410, True)


@pytest.mark.parametrize("end", ["deactivated", "deleted", "without the right"])
def test_it_ends_with_its_author(client, link, as_user, end):
    author = get_user_model().objects.get(username="editor")
    assert next(ways(client, link)).status_code == 200
    if end == "deactivated":
        get_user_model().objects.filter(pk=author.pk).update(is_active=False)
    elif end == "deleted":
        author.delete()
    else:
        author.groups.clear()
    for answer in ways(client, link):
        assert (answer.status_code, "Ask somebody else" in answer.content.decode()) == (410, True)
    assert "open" not in re.findall(r"<td>(\w+)</td>", as_user("publisher").get("/admin/previews/").content.decode())


def test_it_shows_no_other_guide(client, link, mesotherapy):
    _phone, answer = ways(client, link, guide=mesotherapy.slug)
    assert answer.status_code == 404
    other = signing.Signer(salt="content.preview").sign_object([link.pk, mesotherapy.pk])
    assert client.get(f"/preview/{other}/").status_code == 404


@pytest.mark.parametrize("change", ["xx", "", ".", "\u0661", "a" * 3000])
def test_a_changed_token_is_none(client, link, change):
    token = link.token[:-1] + change
    assert client.get(f"/preview/{token}/").status_code == 404
    assert client.get(f"/api/v1/preview/{token}/guides/{link.page.slug}/").status_code == 404


def test_its_address_reads_the_same_later(link, monkeypatch):
    before = link.address
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 61)
    assert link.address == before


def test_a_cache_that_asks_again_gets_no_304(client, link):
    headers = {"If-None-Match": "*", "If-Modified-Since": "Wed, 25 Nov 2099 00:00:00 GMT"}
    for path in (f"/preview/{link.token}/", f"/api/v1/preview/{link.token}/guides/{link.page.slug}/"):
        assert client.get(path, headers=headers).status_code == 200
    PreviewLink.objects.update(revoked_at=timezone.now())
    assert client.get(path, headers=headers).status_code == 410


def test_an_editor_makes_lists_and_ends_links(as_user, link):
    editor = as_user("editor")
    assert editor.post(f"/admin/previews/{link.page_id}/", {"hours": 24}).status_code == 302
    page = editor.get(f"/admin/previews/{link.page_id}/").content.decode()
    assert "<svg" in page
    assert link.page.preview_links.first().address in page
    assert editor.get("/admin/previews/").content.decode().count("<tr><th") == 2 + 1
    assert editor.post(f"/admin/previews/{link.page_id}/", {"hours": 9999}).status_code == 200


def test_who_may_not_edit_the_guide_gets_no_link(as_user, link):
    branch_editor = as_user("mumbai")
    assert branch_editor.post(f"/admin/previews/{link.page_id}/", {"hours": 1}).status_code == 302
    assert branch_editor.post(f"/admin/previews/{link.pk}/end/").status_code == 302
    link.refresh_from_db()
    assert link.revoked_at is None
    assert PreviewLink.objects.count() == 1


def test_apps_are_named_only_where_there_are_some(client, settings):
    paths = ("/.well-known/apple-app-site-association", "/.well-known/assetlinks.json")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    settings.IOS_APP, settings.ANDROID_APP = "TEAM.app", "com.app:AA:BB"
    apple, android = (client.get(path).json() for path in paths)
    assert apple["applinks"]["details"][0]["appIDs"] == ["TEAM.app"]
    assert android[0]["target"]["sha256_cert_fingerprints"] == ["AA:BB"]
