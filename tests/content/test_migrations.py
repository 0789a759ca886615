"""Migrations: each can be gone to by itself, and a version that runs beside a newer one can go on writing."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import AddField, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import StreamField

from content.model.guides.models import GuidePage
from content.model.snippets.models import Category
from tests.support import ROOT
from tests.support.cluster import SAMPLES
from tests.support.prepared import lay_samples


def later_migrations():
    """All but those that make the tables: before them there is no version that could write."""
    loader = MigrationLoader(None)
    return [
        migration
        for (app, _name), migration in sorted(loader.disk_migrations.items())
        if app == "content" and not migration.initial
    ]


def additions(operations):
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from additions(operation.database_operations)
        elif isinstance(operation, AddField):
            yield operation


def breaks_a_rolling_deploy(field: models.Field) -> bool:
    """Whether a row that is written without the column is refused."""
    return not (field.null or field.has_db_default() or field.many_to_many)


def test_a_version_that_knows_nothing_of_a_new_column_can_still_write():
    wrong = [
        f"{migration.name}: {operation.model_name}.{operation.name} needs a db_default, beside its default"
        for migration in later_migrations()
        for operation in additions(migration.operations)
        if breaks_a_rolling_deploy(operation.field)
    ]
    assert wrong == []


def test_the_rule_of_new_columns_can_fail():
    assert breaks_a_rolling_deploy(models.BooleanField(default=False))
    assert breaks_a_rolling_deploy(models.CharField(max_length=7, blank=True))
    assert not breaks_a_rolling_deploy(models.BooleanField(default=False, db_default=False))


@pytest.mark.django_db
def test_the_database_itself_fills_in_what_is_not_written():
    """As it was migrated, not as models say."""
    fields = [field for model in apps.get_app_config("content").get_models() for field in model._meta.local_fields]
    filled = {(field.model._meta.db_table, field.column) for field in fields if field.has_db_default()}
    assert {
        ("content_current", "is_held"),
        ("content_category", "live"),
        ("content_branchpage", "theme_ink"),
        ("content_guidepage", "safety_lead"),
        ("content_guidepage", "safety_blocks"),
    } <= filled
    assert {(table, column) for table, column in filled if default_in_database(table, column) is None} == set()
    assert Category().live is True


def default_in_database(table: str, column: str) -> str | None:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return next(one.default for one in described if one.name == column)


# Blocks


@pytest.fixture
def changed_blocks(monkeypatch) -> StreamField:
    """A column of guides, whose blocks are others than they were."""
    field = GuidePage._meta.get_field("safety_blocks")
    monkeypatch.setitem(field.__dict__, "stream_block", StreamBlock([("rumour", CharBlock())]))
    return field


@pytest.mark.django_db
def test_a_block_that_changes_asks_for_no_migration(changed_blocks):
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO(), stderr=StringIO())


def test_by_wagtail_it_would(changed_blocks):
    assert "rumour" in str(StreamField.deconstruct(changed_blocks))
    assert "rumour" not in str(changed_blocks.deconstruct())


@pytest.mark.django_db
def test_a_migration_that_saves_a_guide_keeps_its_blocks(mesotherapy):
    """It knows none of them, and Wagtail leaves out what it doesn't know."""
    before = GuidePage.objects.filter(pk=mesotherapy.pk).values("safety_blocks", "faqs").get()
    guide = MigrationLoader(None).project_state().apps.get_model("content", "GuidePage").objects.get(pk=mesotherapy.pk)
    assert guide.safety_blocks[0]["value"]
    guide.save()
    assert GuidePage.objects.filter(pk=mesotherapy.pk).values("safety_blocks", "faqs").get() == before


# Back to nothing, and up again


@pytest.fixture
def samples(tmp_path: Path) -> dict[str, str]:
    """Variables of a process that has a database of its own, with the samples in it."""
    if connection.vendor == "sqlite":
        lay_samples(tmp_path)
        return {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    address = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS migrating")
        server.execute(f"CREATE DATABASE migrating TEMPLATE {SAMPLES}")
    return {"DATA_DIR": str(tmp_path), "DATABASE_URL": address._replace(path="/migrating").geturl()}


def test_one_can_go_back_to_each_migration_and_on_from_it_with_rows_in_every_table(samples):
    environment = {**os.environ, **samples, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    command = [sys.executable, "-m", "tests.support.migrating"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
