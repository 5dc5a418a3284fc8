"""The suite makes its tables from the models. This test makes them as an installation does, by migrating."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from tests.databases import address_of, one_more_database
from tests.migrated import migrate, migrated_once

ROOT = Path(__file__).resolve().parents[2]
# The tables of our own apps. In those of others the migrations and the models differ in the width of a key.
OURS = {
    model._meta.db_table
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(ROOT) and ".venv" not in Path(config.path).parts
    for model in config.get_models(include_auto_created=True)
}

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       a.attstorage, l.collname, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
      AND NOT a.attisdropped
"""
CONSTRAINTS = """
SELECT c.relname, o.conname, pg_get_constraintdef(o.oid)
FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
WHERE c.relnamespace = 'public'::regnamespace
"""
INDEXES = """
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def shape(database: BaseDatabaseWrapper) -> set[tuple[object, ...]]:
    """Every column, constraint and index of our tables, by table and name."""
    parts: set[tuple[object, ...]] = set()
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            for query in (COLUMNS, CONSTRAINTS, INDEXES):
                cursor.execute(query)
                parts.update(cursor.fetchall())
        else:
            cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            for table, name, sql in cursor.fetchall():
                parts.update((table, name, part) for part in parts_of(sql))
    return {part for part in parts if part[0] in OURS}


def parts_of(sql: str) -> Iterator[str]:
    """The columns and constraints of a table as SQLite keeps it: what stands between its outer commas."""
    head, _, body = sql.partition("(")
    depth, part = 0, head
    for sign in body.rpartition(")")[0]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += sign
    yield part.strip()


@pytest.fixture
def empty_database(db, tmp_path) -> Iterator[BaseDatabaseWrapper]:
    with one_more_database("migrated", folder=tmp_path) as database:
        yield database


@pytest.mark.slow
def test_migrating_from_nothing_makes_the_tables_that_the_models_describe(
    empty_database, tmp_path, tmp_path_factory
):
    if connection.vendor == "sqlite":
        done = migrated_once(tmp_path_factory)
        shutil.copy2(done.file, empty_database.settings_dict["NAME"])
    else:
        done = migrate(tmp_path, DATABASE_URL=address_of(empty_database))

    assert (done.returncode, done.stderr) == (0, "")
    migrated, modelled = shape(empty_database), shape(connection)
    assert len(migrated) > 500
    assert (migrated - modelled, modelled - migrated) == (set(), set())
    with empty_database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_group")
        groups = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_group")
        assert groups == cursor.fetchone()


def test_no_change_of_a_model_is_without_its_migration(db, settings, capsys):
    settings.MIGRATION_MODULES = {}

    call_command("makemigrations", check_changes=True, dry_run=True)

    assert capsys.readouterr().out == "No changes detected\n"


def test_migrations_depend_on_steps_and_never_on_a_squashed_one(settings):
    """An installation that is in the midst of the steps of one app may have gone further in another one."""
    settings.MIGRATION_MODULES = {}
    migrations = MigrationLoader(None).disk_migrations
    squashed = {key for key, migration in migrations.items() if migration.replaces}

    found = {
        (key, parent)
        for key, migration in migrations.items()
        for parent in migration.dependencies
        if parent in squashed and key[0] in {name for name, _ in squashed}
    }

    assert len(squashed) > 10
    assert found == set()
