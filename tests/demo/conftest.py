"""The demo institute, told once for all tests of a module."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from demo.story import tell
from demo.story.stage import Stage

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """The whole story, committed and heard; gone again after the module."""
    with django_db_blocker.unblock():
        yield tell(say=lambda _: None)
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def story(stage, db) -> Stage:
    """The story for one test, as it was before the others."""
    return stage


def rows_of_all_tables() -> Rows:
    """Everything in the database but sessions, by table."""
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label != "sessions"
    }
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
            rows[table] = cursor.fetchall()
    return rows
