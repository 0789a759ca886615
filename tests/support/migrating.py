"""Go back from migration to migration of ours until there is none; then up again, with rows in every table after each.

usage: DATABASE_URL=… python -m tests.support.migrating

The database has the samples in it before, and loses them. Whatever fails ends it.
"""

import datetime
import gc
import itertools
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import django
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.db.migrations import AlterField, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

APP = "content"
#: Unlike all that migrations of Wagtail make.
numbers = itertools.count(1000)
MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
#: The first kind that a field is decides.
VALUES: list[tuple[type[models.Field], Callable[[int], Any]]] = [
    (models.UUIDField, lambda number: uuid.uuid4()),
    (models.DateTimeField, lambda number: MOMENT),
    (models.DateField, lambda number: MOMENT.date()),
    (models.TimeField, lambda number: MOMENT.time()),
    (models.DecimalField, lambda number: Decimal(1)),
    (models.BooleanField, lambda number: True),
    (models.BinaryField, lambda number: b"1"),
    (models.JSONField, lambda number: {}),
    (models.IntegerField, lambda number: 1),
    (models.Field, str),
]


def main() -> None:
    gc.disable()  # each migration makes classes of all models: to look through them again and again takes long
    django.setup()
    loader = MigrationLoader(None)
    names = sorted(name for app, name in loader.disk_migrations if app == APP)
    migrate("zero")  # takes back one after the other
    for name in names:
        migrate(name)
        if name == names[-1]:
            expect_one_release()
        fill(loader.project_state((APP, name)))
    expect_that_rows_are_in_the_way(loader.project_state((APP, names[-1])))


def migrate(name: str) -> None:
    call_command("migrate", APP, name, verbosity=0)


def expect_one_release() -> None:
    """Receivers are of today's models: they wait until the database has all of it."""
    from content.edition.models import Current, Release

    assert Release.objects.filter(reason="migrate").count() == 1, "settled once, when all was there"
    assert Current.objects.filter(kind="vocabulary").exists()


def expect_that_rows_are_in_the_way(state: ProjectState) -> None:
    """A column that rows leave empty can't be made one that needs a value, if nothing fills it before."""
    tighten = Migration("tighten", APP)
    tighten.operations = [AlterField("current", "branch", models.UUIDField())]
    try:
        with connection.schema_editor(atomic=True) as editor:
            tighten.apply(state, editor)
    except IntegrityError:
        return
    raise AssertionError("A column was tightened, though rows have nothing in it: there are none.")


def fill(state: ProjectState) -> None:
    """Two rows for each model as a migration knows it: one with what it needs alone, one with all that it can have."""
    for model in state.apps.get_app_config(APP).get_models():
        make_row(model, is_needed)
        make_row(model, lambda field: is_needed(field) or not field.is_relation)


def is_needed(field: models.Field) -> bool:
    return not (field.blank or field.null or field.has_default() or field.has_db_default())


def make_row(model: type[models.Model], is_chosen: Callable[[models.Field], bool]) -> models.Model:
    chosen = [field for field in fields_to_write(model) if is_chosen(field)]
    return model._base_manager.create(**{field.name: make_value(field) for field in chosen})


def fields_to_write(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.AutoField) and not getattr(field.remote_field, "parent_link", False):
            yield field


def make_value(field: models.Field) -> Any:
    if field.is_relation:
        return make_row(field.related_model, is_needed) if field.unique else make_related(field.related_model)
    if field.choices:
        return next(value for value, _label in field.flatchoices if value)
    number = next(numbers)
    if isinstance(field, models.IntegerField) and field.unique:
        return number
    return next(make for kind, make in VALUES if isinstance(field, kind))(number)


def make_related(model: type[models.Model]) -> models.Model:
    """What is not ours is there."""
    found = None if model._meta.app_label == APP else model._base_manager.first()
    return found or make_row(model, is_needed)


if __name__ == "__main__":
    main()
