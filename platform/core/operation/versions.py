"""The version of Praxis, and those of what it runs on."""

import sys
import tomllib
from functools import cache

import django
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper


@cache
def praxis_version() -> str:
    """Return the version that ``pyproject.toml`` names, its only home."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def python_version() -> str:
    return ".".join(str(part) for part in sys.version_info[:3])


def django_version() -> str:
    return django.get_version()


def database_version(database: BaseDatabaseWrapper) -> str:
    """Return the database's name and version, as "PostgreSQL 15.20". Asks the database."""
    return f"{database.display_name} {'.'.join(map(str, database.get_database_version()))}"
