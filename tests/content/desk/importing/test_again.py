"""Importing the same document again: no twin, no lost edits."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.desk.importing.drafting.imports import import_document
from content.desk.importing.drafting.report import Outcome
from content.desk.importing.models import ImportedDocument
from content.model.guides.models import GuidePage
from content.model.snippets.models import Therapy

pytestmark = pytest.mark.django_db
FIRST = b"PEEL\n\nHOW IT WORKS\n\nAcid loosens dead cells.\n\nPROCESS\n\nA visit takes 30 minutes."
SECOND = FIRST.replace(b"30 minutes", b"45 minutes")


def run(content: bytes = FIRST, **options):
    report = import_document(name="peel.txt", content=content, **options)
    return report, GuidePage.objects.get(pk=report.page_id).get_latest_revision_as_object()


def test_the_same_file_changes_nothing():
    first, _page = run()
    again, page = run()
    assert (again.outcome, again.page_id) == (Outcome.UNCHANGED, first.page_id)
    assert page.revisions.count() == 1


def test_a_newer_file_updates_an_untouched_draft():
    first, _page = run()
    again, page = run(SECOND)
    assert (again.outcome, again.page_id, page.minutes_max) == (Outcome.UPDATED, first.page_id, 45)


def test_an_edited_draft_is_kept_and_the_difference_shown():
    _report, page = run()
    page.summary = "Written by hand."
    page.save_revision()
    report, page = run(SECOND)
    assert report.outcome == Outcome.EDITED_SINCE
    assert (page.summary, page.minutes_max) == ("Written by hand.", 30)
    assert "-Overview: Summary: Written by hand." in report.difference
    assert "+Minutes per session: 45" in report.difference


def test_accepting_takes_the_document():
    _report, page = run()
    page.summary = "Written by hand."
    page.save_revision()
    report, page = run(SECOND, accept=True)
    assert (report.outcome, page.summary, page.minutes_max) == (Outcome.UPDATED, "", 45)


def test_a_live_page_stays_as_it_is_until_its_draft_is_published(peel, api):
    before = api("guides/superficial-chemical-peel/").content
    kept = {"title": "Peel", "placed": []}
    ImportedDocument.objects.create(page=peel, name="peel.txt", digest="", draft_digest="", report=kept)
    report, draft = run(SECOND, accept=True)
    assert (report.page_id, draft.minutes_max) == (peel.pk, 45)
    assert GuidePage.objects.get(pk=peel.pk).minutes_max == 30
    assert api("guides/superficial-chemical-peel/").content == before


def test_a_dry_run_reports_and_writes_nothing(tmp_path):
    file = tmp_path / "peel.txt"
    file.write_bytes(FIRST)
    before, out = GuidePage.objects.count(), StringIO()
    call_command("import_guide", str(file), dry_run=True, json=True, stdout=out)
    assert json.loads(out.getvalue())[0]["facts"][0]["value"] == {"minutes_min": 30, "minutes_max": 30}
    assert GuidePage.objects.count() == before


def test_the_command_says_how_to_accept(tmp_path):
    file = tmp_path / "peel.txt"
    file.write_bytes(FIRST)
    call_command("import_guide", str(file), stdout=StringIO())
    page = GuidePage.objects.get(imported_document__name="peel.txt")
    page.summary = "Written by hand."
    page.save_revision()
    with pytest.raises(CommandError, match="--accept takes it"):
        call_command("import_guide", str(file), stdout=StringIO())


def test_another_document_of_the_same_name_is_another_guide():
    first, _page = run()
    other = b"LASER\n\nHOW IT WORKS\n\nLight warms pigment until roots rest."
    second, page = run(other)
    assert (second.outcome, page.title) == (Outcome.CREATED, "Laser")
    assert second.page_id != first.page_id


def test_the_same_bytes_under_another_name_are_no_twin():
    first, _page = run()
    again = import_document(name="copy of peel.txt", content=FIRST)
    assert (again.outcome, again.page_id) == (Outcome.UNCHANGED, first.page_id)


def test_a_new_title_in_a_known_document_is_no_twin():
    first, _page = run()
    again, page = run(FIRST.replace(b"PEEL", b"GENTLE PEEL"))
    assert (again.outcome, again.page_id, page.title) == (Outcome.UPDATED, first.page_id, "Gentle peel")


def test_what_writes_no_draft_leaves_no_therapy_behind():
    before = Therapy.objects.count()
    document = FIRST + b"\n\nCOMBINED WITH\n\n- Snail cream: in the evening."
    report = import_document(name="peel.txt", content=document, dry_run=True)
    assert report.new_therapies == ["Snail cream"]
    assert Therapy.objects.count() == before
