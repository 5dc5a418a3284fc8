"""The registry of the personal data export: every app adds its part in its ``exports.py``.

This module collects the data; ``archive.py`` writes them into the ZIP file that ``views/account.py``
sends.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File

from accounts.models import User
from core.registry import Registry


@dataclass(frozen=True)
class DataPart:
    """One app's part: plain values for JSON, and files by the name they get in the archive."""

    data: Any
    files: Iterable[tuple[str, File]] = field(default_factory=list)


_parts: Registry[Callable[[User], DataPart]] = Registry("part of the export of my data")


def export_part(name: str) -> Callable[[Callable[[User], DataPart]], Callable[[User], DataPart]]:
    """Register the decorated ``(user) -> DataPart`` as ``<name>.json`` of the archive."""
    return _parts.register(name)


def personal_data_of(user: User) -> dict[str, DataPart]:
    """Return everything the institute keeps about this person, by part."""
    return {name: build(user) for name, build in _parts.items()}
