"""Migrations: each can be gone to by itself, and a version that runs beside a newer one can go on writing."""

import os
import subprocess
import sys

import pytest
from django.db import connection, models
from django.db.migrations import AddField, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader

from content.model.snippets.models import Category
from tests.support import ROOT


def migrations():
    loader = MigrationLoader(None)
    return [loader.disk_migrations[key] for key in sorted(loader.disk_migrations) if key[0] == "content"]


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
        for migration in migrations()
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
    quiet = {"content_current": "is_held", "content_category": "live", "content_branchpage": "theme_ink"}
    with connection.cursor() as cursor:
        for table, column in quiet.items():
            described = {one.name: one for one in connection.introspection.get_table_description(cursor, table)}
            assert described[column].default is not None, f"{table}.{column}"
    assert Category().live is True


GO_THROUGH = """
import django
django.setup()
from django.core.management import call_command
from content.edition.models import Current, Release
from django.db.migrations.loader import MigrationLoader
names = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "content")
for name in names:
    call_command("migrate", "content", name, verbosity=0)
assert Release.objects.count() == 1, "settled once, when all was there"
assert Current.objects.filter(kind="vocabulary").exists()
for name in [*reversed(names), "zero"]:
    call_command("migrate", "content", name, verbosity=0)
call_command("migrate", verbosity=0)
assert Release.objects.count() == 1
"""


def test_one_can_go_to_each_migration_from_nothing_and_back(tmp_path):
    """In a database of its own. Receivers are of today's models: they wait until the database has all of it."""
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "cms.settings",
    }
    command = [sys.executable, "-c", GO_THROUGH]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
