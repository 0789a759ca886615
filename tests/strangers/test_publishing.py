"""Publishing: nobody is stopped by somebody else's page, and nothing is asked for twice over.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Site

from content.approval.claims.models import Overrule
from content.desk.launches.models import Launch, LaunchPage
from content.edition.models import Current, Edition
from content.model.branches.models import BranchPage, Offering
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, publishing
from content.model.snippets.models import Therapy
from tests.support import signing
from tests.support.browsing import open_form
from tests.support.guide_forms import form_data

pytestmark = pytest.mark.django_db


def combine(guide: GuidePage):
    value = {
        "guide": guide,
        "therapy": None,
        "kind": "device",
        "benefit": "<p>Both.</p>",
        "caution": "",
        "citations": [],
    }
    return ("combination", value)


# Somebody else's page


@pytest.fixture
def forbidden(peel) -> GuidePage:
    """A public guide whose title no rule allows any more: the clinician's word for it was taken back since."""
    said = [
        Overrule.objects.create(guide=guide, locale=locale, rule="miracle", phrase="miracle", reason="A name.")
        for guide in set(GuidePage.objects.values_list("translation_key", flat=True))
        for locale in ("en", "hi")
    ]
    peel.title = "The miracle peel"
    signing.publish(peel)
    for one in said:
        one.delete()
    return GuidePage.objects.get(pk=peel.pk)


def test_a_guide_that_combines_one_with_a_forbidden_title_goes_out(as_user, api, forbidden, mesotherapy):
    before = api(f"guides/{forbidden.slug}/").content
    assert "miracle" in before.decode()
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    needling.combinations_blocks = [combine(forbidden)]
    needling.summary = "Needling, with another guide beside it."
    signing.publish(needling)
    assert api(f"guides/{needling.slug}/").json()["summary"] == "Needling, with another guide beside it."
    assert api(f"guides/{forbidden.slug}/").content == before, "that one is held"


def test_a_launch_of_a_guide_that_combines_it_goes_out(as_user, api, forbidden):
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    needling.combinations_blocks = [combine(forbidden)]
    needling.save_revision()
    signing.sign(needling)
    launch = Launch.objects.create(title="Needles")
    LaunchPage.objects.create(launch=launch, page=needling)
    as_user("publisher").post(reverse("launch", args=[launch.pk]), {"launch": "1"}, follow=True)
    assert Launch.objects.get().done_at is not None
    assert len(api(f"guides/{needling.slug}/").json()["sections"][-1]["blocks"]) == 1


# Two things in one transaction


@pytest.mark.parametrize("note", ["30% off this week only"])
def test_the_note_of_an_offering_is_checked_though_its_guide_is_withdrawn_with_it(api, note):
    """Else whoever publishes the guide again is stopped by it."""
    needling = GuidePage.objects.get(slug="microneedling-for-acne-scars")
    offering = Offering.objects.get(branch__slug="mumbai", guide=needling)
    offering.note = note

    def withdraw_and_save() -> None:
        with publishing():
            needling.unpublish()
            offering.save()

    with pytest.raises(Refused):
        withdraw_and_save()
    assert Offering.objects.get(pk=offering.pk).note != note
    assert api(f"guides/{needling.slug}/").status_code == 200, "all of it or nothing"


def test_and_though_its_branch_is_withdrawn_with_it(api, mesotherapy):
    offering = Offering.objects.get(branch__slug="delhi", guide=mesotherapy)
    offering.note = "Permanent results."

    def save_and_withdraw() -> None:
        with publishing():
            offering.save()
            BranchPage.objects.get(slug="delhi").unpublish()

    with pytest.raises(Refused):
        save_and_withdraw()
    assert Offering.objects.get(pk=offering.pk).note != "Permanent results."
    assert api("branches/delhi/").status_code == 200


# Columns come and go


@pytest.mark.parametrize(("change", "column"), [("added", "hero_alt"), ("removed", "maintenance_months")])
def test_a_guide_does_not_look_edited_when_a_column_is_added_or_removed(as_user, api, mesotherapy, column, change):
    """Nobody has edited it: it waits to be signed, and holds up nobody who changes something else."""
    therapy = Therapy.objects.get(name="Topical minoxidil")
    therapy.name = "Minoxidil lotion"
    therapy.save_revision().publish()
    before = api("guides/mesotherapy-for-hair/").content
    edition = Current.objects.get(kind="guide", subject=mesotherapy.translation_key, locale="en").edition
    source = dict(edition.source)
    if change == "added":
        source.pop(column)
    else:
        source[f"old_{column}"] = "x"
    Edition.objects.filter(pk=edition.pk).update(source=source)
    client, address = as_user("admin"), reverse("wagtailsites:edit", args=[Site.objects.get().pk])
    client.post(address, {**open_form(client, address, "site_name"), "site_name": "Named anew"}, follow=True)
    assert Site.objects.get().site_name == "Named anew", "concerns every guide, and edits none"
    assert api("guides/mesotherapy-for-hair/").content == before


# Settling, migrating


def settle_stale(capsys) -> dict:
    capsys.readouterr()
    call_command("settle", stale=True, json=True)
    return json.loads(capsys.readouterr().out)


def test_settling_what_is_stale_comes_to_an_end(capsys, mesotherapy, peel, api):
    """Also where the newer compiler makes the same bytes, and of tombstones."""
    peel.unpublish()
    for edition in Edition.objects.filter(pk__in=Current.objects.values("edition")):
        Edition.objects.filter(pk=edition.pk).update(provenance={**edition.provenance, "compiler": "0"})
    before = api("guides/mesotherapy-for-hair/").content
    assert settle_stale(capsys)["subjects"] > 5
    again = settle_stale(capsys)
    assert (again["subjects"], again["changed"], again["releases"]) == (0, [], [])
    assert api("guides/mesotherapy-for-hair/").json()["title"] == json.loads(before)["title"]


def test_every_column_that_was_added_later_has_a_value_in_the_database():
    """The process of the version before writes rows that don't name it, while the new one is rolled out."""
    loader = MigrationLoader(None)
    state = loader.project_state()
    missing = []
    for (app, name), migration in loader.disk_migrations.items():
        if app != "content":
            continue
        for operation in migration.operations:
            if type(operation).__name__ != "AddField":
                continue
            model = state.models.get((app, operation.model_name_lower))
            field = model and model.fields.get(operation.name)
            if field is None or field.many_to_many or field.null or field.has_db_default():
                continue
            missing.append(f"{name}: {operation.model_name}.{operation.name}")
    assert missing == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the file of the database")
@pytest.mark.parametrize("target", ["0019_public_files"])
def test_going_to_an_older_migration_settles_nothing_with_the_models_of_today(tmp_path, target):
    shutil.copy(connection.settings_dict["NAME"], tmp_path / "guides.sqlite3")
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'guides.sqlite3'}"}
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "migrate", "content", target, "-v", "0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-800:]


# After its time


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_branch_that_has_expired_can_be_drafted_and_published_again(as_user, api, monkeypatch):
    london, now = BranchPage.objects.get(slug="london"), timezone.now()
    london.expire_at = now + timedelta(hours=1)
    london.save_revision().publish()
    at(monkeypatch, now + timedelta(hours=2))
    call_command("publish_scheduled")
    assert api("branches/london/").status_code == 410
    client, address = as_user("admin"), reverse("wagtailadmin_pages:edit", args=[london.pk])
    data = open_form(client, address, "phone")
    answer = client.post(address, {**data, "phone": "+44 20 7946 0111"})
    form = answer.context["form"].errors if answer.status_code == 200 and answer.context else ""
    assert not form, form
    assert BranchPage.objects.get(pk=london.pk).get_latest_revision_as_object().phone == "+44 20 7946 0111"


def test_a_guide_that_has_expired_can_be_submitted_as_a_draft(as_user, peel, monkeypatch):
    now = timezone.now()
    peel.expire_at = now + timedelta(minutes=10)
    signing.publish(peel)
    at(monkeypatch, now + timedelta(days=2))
    call_command("publish_scheduled")
    peel.refresh_from_db()
    assert not peel.live
    client, address = as_user("publisher"), reverse("wagtailadmin_pages:edit", args=[peel.pk])
    data = {**open_form(client, address, "slug"), **form_data(peel, summary="After its time.")}
    client.post(address, data)
    assert GuidePage.objects.get(pk=peel.pk).get_latest_revision_as_object().summary == "After its time."


# Many at once


QUESTIONS = [
    "platelets injections needling scarring mesotherapy thinning combinations redness swelling",
    "सुइयाँ त्वचा चिकित्सक ज़रूरत इंजेक्शन सत्रों मिश्रण परिणाम बालों जड़ों",
    "treatments recommended maintenance consultations inflammation pigmentation resurfacing",
    "generally exfoliating dermatologists peelings hydroxy glycolic superficially applied",
]


def test_eight_threads_find_what_one_finds(django_db_blocker):
    """Each asks as somebody else, so that none is told to wait."""

    def ask(client: Client, question: str, address: str) -> bytes:
        given = {"q": question, "locale": "hi", "page_size": 20}
        return client.get("/api/v1/search/", given, REMOTE_ADDR=address).content

    wanted = {question: ask(Client(), question, f"10.9.0.{n}") for n, question in enumerate(QUESTIONS)}
    wrong: list[str] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        try:
            client = Client()
            start.wait(20)
            for turn in range(16):
                question = QUESTIONS[(number + turn) % len(QUESTIONS)]
                if ask(client, question, f"10.{number}.{turn}.1") != wanted[question]:
                    wrong.append(question)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with django_db_blocker.unblock():
            threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []


# What is asked of the database


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_first_page_asks_hardly_more_for_stale_translations(as_user, mesotherapy, peel):
    client = as_user("admin")
    signing.publish(peel.copy_for_translation(Locale.objects.get(language_code="ar")))
    client.get("/admin/")
    before = count_queries(client, "/admin/")
    for page in (mesotherapy, peel):
        page = GuidePage.objects.get(pk=page.pk)
        page.summary = page.process_lead = "Changed since."
        signing.publish(page)
    client.get("/admin/")
    assert count_queries(client, "/admin/") <= before + 12


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/guides/",
        "/api/v1/branches/mumbai/guides/",
        "/guides/",
        "/branches/mumbai/",
        "/sitemap.xml",
        "/llms.txt",
        "/embed/fragment/branches/mumbai/",
    ],
)
def test_a_list_loads_no_sources_and_no_packed_bodies(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    heavy = [query["sql"] for query in asked if '"source"' in query["sql"] or '"body_br"' in query["sql"]]
    lists = [sql for sql in heavy if "'guide'" in sql]
    assert lists == []


def test_the_report_of_claims_is_paged_and_does_not_check_every_draft(as_user, peel):
    """With a hundred and five drafts that have something to be found."""
    index = peel.get_parent()
    with publishing():
        for number in range(105):
            page = GuidePage(title=f"Draft {number}", slug=f"draft-{number}", live=False, locale=peel.locale)
            page.summary = f"Number {number} is guaranteed."
            index.add_child(instance=page)
    html = as_user("admin").get("/admin/claims/").content.decode()
    shown = sum(f"Draft {number}" in html for number in range(105))
    assert 0 < shown < 105
