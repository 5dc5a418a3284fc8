"""What Praxis has: addresses, tables and their rows, scheduled tasks, commands, static files, registered names."""

import hashlib
import importlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import get_commands
from django.db import connection

from benchmarks.outside.crawl import routes
from benchmarks.outside.readable import without_chance

# Where a registry may be found, the newest place last. A registry is a mapping by name or has things with a name.
REGISTRIES: dict[str, tuple[str, ...]] = {
    "rules": ("core.permissions:_rules",),
    "kinds of notifications": ("notifications.kinds:_kinds",),
    "sections of the summary": (
        "notifications.sections:_sections",
        "notifications.digest_sections:SECTIONS",
        "notifications.digest.sections:SECTIONS",
    ),
    "writers of mails": ("notifications.writers:_writers", "notifications.mail_writers:_writers"),
    "parts of the export of one's data": (
        "accounts.export:_parts",
        "accounts.personal_data:_parts",
        "accounts.personal_data.registry:_parts",
    ),
}
# Their rows are drawn by lot, or only tell how the tables came to be.
_UNTOLD_TABLES = {"django_session", "django_migrations", "auth_permission", "django_content_type"}


def write_inventory(folder: Path) -> None:
    """Write one file for each list."""
    folder.mkdir(parents=True, exist_ok=True)
    ours = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    lists: dict[str, Iterable[str]] = {
        "addresses": (f"{name} {route}" for name, route in routes()),
        "tasks": (n for n in current_app.tasks if n.split(".")[0] in ours),
        "schedule": (
            f"{name}: {job['task']} {job['schedule']}"
            for name, job in settings.CELERY_BEAT_SCHEDULE.items()
        ),
        "commands": (f"{app}: {name}" for name, app in get_commands().items()),
        "static files": _static_files(),
        **{f"registry, {name}": _registered(places) for name, places in REGISTRIES.items()},
    }
    for name, lines in lists.items():
        (folder / f"{name}.txt").write_text("\n".join(sorted(lines)) + "\n")
    tables = folder / "tables"
    tables.mkdir()
    for table, lines in _tables():
        (tables / f"{table}.txt").write_text("\n".join(lines) + "\n")


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                yield f"{path} {hashlib.sha256(file.read()).hexdigest()[:16]}"


def _registered(places: Iterable[str]) -> list[str]:
    for place in reversed(list(places)):
        module, _, name = place.partition(":")
        try:
            registry: Any = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
        if isinstance(registry, Mapping):
            return [str(key) for key in registry]
        return [str(getattr(one, "name", one)) for one in registry]
    return [f"(not found at {', '.join(places)})"]


def _tables() -> Iterator[tuple[str, list[str]]]:
    """Yield each table with its columns, constraints and indexes, whatever order they were made in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND tbl_name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name"
        )
        parts: dict[str, list[str]] = {}
        for table, sql in cursor.fetchall():
            is_table = sql.lstrip().upper().startswith("CREATE TABLE")
            parts.setdefault(table, []).extend(sorted(parts_of(sql)) if is_table else [sql])
    yield from ((table, sorted(lines)) for table, lines in parts.items())


def parts_of(sql: str) -> Iterator[str]:
    """Yield the columns and constraints of a ``CREATE TABLE``: what stands between its outer commas."""
    depth, part, quote = 0, "", ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth and not quote:
            yield part.strip()
            part = ""
        else:
            part += sign
    yield part.strip()


def write_rows(folder: Path) -> None:
    """Write the rows of every table, one file for each."""
    folder.mkdir(parents=True, exist_ok=True)
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.managed} - _UNTOLD_TABLES
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608
            names = sorted((column[0], place) for place, column in enumerate(cursor.description))
            lines = (
                " | ".join(f"{name}={_value(row[place])}" for name, place in names)
                for row in cursor.fetchall()
            )
            (folder / f"{table}.txt").write_text("\n".join(lines) + "\n")


def _value(value: Any) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes {hashlib.sha256(value).hexdigest()[:16]}"
    return without_chance(str(value)).replace("\n", "\\n")
