"""Places of its own for each test, and one more database to restore into."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from tests.databases import one_more_database


@pytest.fixture
def places(settings, tmp_path):
    """Uploaded files and the note of the last backup of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def migrated(settings):
    """Note all migrations as applied: the tables of the tests were made from the models."""
    settings.MIGRATION_MODULES = {}
    call_command("migrate", fake=True, verbosity=0)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(MigrationRecorder.Migration)


@pytest.fixture
def empty_database(tmp_path) -> Iterator[BaseDatabaseWrapper]:
    with one_more_database("restored", folder=tmp_path) as database:
        yield database
