"""The preview of a launch: nobody who publishes waits for it, and it leaves no trace."""

import pytest
from django.db import connection
from django.test import Client
from modelsearch.backends.base import BaseSearchBackend

import api.v1.views
from content.desk.launches import previewing
from content.desk.launches.launching import launch_now
from content.desk.launches.models import Launch, LaunchPage
from content.edition.models import Current, Edition, Release, SearchTerm
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, mark, publishing
from content.model.vocabulary import Kind
from content.release.overlays import laid_over, take
from content.release.rehearsing import as_if
from tests.support import signing

PEEL = "guides/superficial-chemical-peel/"
WRITTEN: list = []


class RecordingBackend(BaseSearchBackend):
    """As of another host: notes what is written into it."""

    def add(self, obj):
        WRITTEN.append(("add", obj.pk))

    def delete(self, obj):
        WRITTEN.append(("delete", obj.pk))


SearchBackend = RecordingBackend


def draft(page, summary) -> None:
    page = GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.summary = summary
    page.save_revision()
    signing.sign(page)


@pytest.fixture
def launch(peel) -> Launch:
    draft(peel, "Launched words.")
    launch = Launch.objects.create(title="Spring")
    LaunchPage.objects.create(launch=launch, page=peel)
    return launch


@pytest.fixture
def preview(launch, django_user_model):
    browser, publisher = Client(), django_user_model.objects.get(username="publisher")
    browser.get(f"/launch-preview/{launch.make_preview_token(publisher)}/")

    def get(path, **parameters):
        return browser.get(f"/api/v1/{path}", parameters)

    return get


def find(get, words) -> list[str]:
    return [hit["guide"]["slug"] for hit in get("search/", q=words).json()["results"]]


@pytest.mark.django_db
def test_a_newer_draft_is_shown_and_found_at_once(preview, peel, api):
    assert preview(PEEL).json()["summary"] == "Launched words."
    for word in ("Zygomatic", "Quixotic"):
        draft(peel, f"{word} words.")
        assert preview(PEEL).json()["summary"] == f"{word} words."
        assert find(preview, word) == ["superficial-chemical-peel"]
        assert find(api, word) == []


@pytest.mark.django_db
def test_which_release_is_the_newest_is_told_in_a_preview_too(preview, api):
    assert preview("release/").json().keys() == api("release/").json().keys()


@pytest.mark.django_db
def test_looking_again_makes_nothing_again(preview, monkeypatch, peel):
    made = []
    as_it_is = previewing.as_if
    monkeypatch.setattr(previewing, "as_if", lambda *a: (made.append(1), as_it_is(*a))[1])
    for path in (PEEL, "guides/", "sync/", PEEL):
        assert preview(path).status_code == 200
    assert len(made) == 1
    draft(peel, "Newer.")
    assert preview(PEEL).json()["summary"] == "Newer."
    assert len(made) == 2


@pytest.mark.django_db
def test_why_it_cannot_happen_is_not_found_out_again_either(preview, peel, monkeypatch):
    page = GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object()
    page.summary = "Not signed."
    page.save_revision()
    assert preview(PEEL).status_code == 409
    monkeypatch.setattr(previewing, "as_if", None)
    assert preview(PEEL).status_code == 409
    monkeypatch.undo()
    signing.sign(page)
    assert preview(PEEL).status_code == 200, "signed since"


@pytest.mark.django_db
def test_what_is_published_meanwhile_is_in_it(preview, mesotherapy):
    preview(PEEL)
    mesotherapy.summary = "Published meanwhile."
    signing.publish(mesotherapy)
    assert preview("guides/mesotherapy-for-hair/").json()["summary"] == "Published meanwhile."
    assert preview(PEEL).json()["summary"] == "Launched words."


@pytest.mark.django_db
def test_a_copy_can_be_synced_whichever_process_answers(preview):
    first = preview("sync/", locales="en", page_size=2).json()
    previewing._kept.clear()  # as another process would
    assert preview("sync/", page_token=first["next_page_token"]).status_code == 200


@pytest.mark.django_db
def test_nothing_of_it_is_left_for_this_thread_s_next_reader(preview, api):
    rows = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in (Current, Edition, SearchTerm)]
    preview(PEEL)
    assert api(PEEL).json()["summary"] != "Launched words."
    assert rows == [
        list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in (Current, Edition, SearchTerm)
    ]


@pytest.mark.django_db
def test_not_even_where_the_answer_fails(launch, api):
    with as_if(lambda: signing.publish(launch.pages.get().page)) as release:
        overlay = take(release)
    with pytest.raises(RuntimeError), laid_over(overlay):
        raise RuntimeError
    assert api(PEEL).json()["summary"] != "Launched words."
    with publishing():
        mark("guide", launch.pages.get().page.translation_key)


@pytest.mark.django_db
def test_an_overlay_reads_as_the_release_would(launch, peel):
    """Every query of the four tables: what is laid over can't be told from what was made."""

    def read():
        return {
            "releases": list(Release.objects.order_by("number").values_list("number", flat=True)),
            "current": list(
                Current.objects.filter(kind=Kind.GUIDE).order_by("pk").values_list("pk", "edition__digest", "slug")
            ),
            "terms": sorted(SearchTerm.objects.values_list("current", "part", "term", "weight")),
            "bodies": [
                bytes(body)
                for body in Edition.objects.filter(subject=peel.translation_key).values_list("body", flat=True)
            ],
        }

    outcome = previewing.find_outcome(launch)
    moment = outcome.overlay.releases[0].committed_at
    with as_if(lambda: previewing.apply(launch), moment):
        made = read()
    before = read()
    with laid_over(outcome.overlay):
        assert read() == made
    assert read() == before != made


@pytest.mark.django_db
def test_nobody_waits_while_an_answer_is_made(launch, preview, monkeypatch):
    """A recall least of all. `make prove-concurrency` looks at previews, too, with many at once."""
    held, get_bytes = [], api.v1.views.answer_served

    def watch(*args, **kwargs):
        held.append(holds_a_lock())
        return get_bytes(*args, **kwargs)

    with as_if(lambda: mark("guide", launch.pages.get().page.translation_key)):
        while_made = holds_a_lock()
    monkeypatch.setattr(api.v1.views, "answer_served", watch)
    outside = holds_a_lock()
    assert preview(PEEL).status_code == 200
    assert held == [outside]
    assert while_made != outside, "it would be seen"


def holds_a_lock() -> object:
    """On PostgreSQL that of releases; on SQLite a transaction, beside that of the test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            return cursor.fetchone()[0]
    return len(connection.savepoint_ids)


def save_and_refuse(page) -> None:
    with publishing():
        page.save()
        raise Refused(["no"])


@pytest.fixture
def other_index(settings):
    WRITTEN.clear()
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": __name__}}
    return WRITTEN


@pytest.mark.django_db
def test_neither_a_preview_nor_a_refusal_writes_into_a_live_index(
    launch, peel, preview, as_user, other_index, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert preview(PEEL).status_code == 200
        as_user("publisher").get(f"/admin/launch/{launch.pk}/")
        as_user("publisher").get(f"/admin/impact/{peel.pk}/")
        with pytest.raises(Refused):
            save_and_refuse(peel)
    assert ("add", peel.pk) not in other_index
    with django_capture_on_commit_callbacks(execute=True):
        peel.save_revision()  # an index elsewhere sorts by what is saved with a draft
    assert ("add", peel.pk) in other_index
    other_index.clear()
    with django_capture_on_commit_callbacks(execute=True):
        launch_now(launch)
        assert ("add", peel.pk) not in other_index, "no other host is asked while the lock is held"
    assert ("add", peel.pk) in other_index
    with django_capture_on_commit_callbacks(execute=True):
        GuidePage.objects.get(pk=peel.pk).delete()
    assert ("delete", peel.pk) in other_index
