"""Columns come and go, and times pass: nothing looks edited, and settling what is stale comes to an end.

Written from the description of a fault by somebody who has not seen how it was mended.
"""

import json

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse
from wagtail.models import Site

from content.edition.models import Current, Edition
from content.model.snippets.models import Therapy
from tests.support.browsing import open_form

pytestmark = pytest.mark.django_db


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
