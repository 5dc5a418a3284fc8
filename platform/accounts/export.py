"""What a person takes home: every app adds its part to the export of my data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File

from accounts.models import User


@dataclass(frozen=True)
class Part:
    """One app's part: plain values for JSON, and files by the name they get in the archive."""

    data: Any
    files: Iterable[tuple[str, File]] = field(default_factory=list)


_parts: dict[str, Callable[[User], Part]] = {}


def export_part(name: str) -> Callable[[Callable[[User], Part]], Callable[[User], Part]]:
    """Register the decorated ``(user) -> Part`` as ``<name>.json`` of the archive."""

    def register(build: Callable[[User], Part]) -> Callable[[User], Part]:
        if _parts.setdefault(name, build) is not build:
            raise ValueError(f"The export part {name!r} is defined twice.")
        return build

    return register


def parts_of(user: User) -> dict[str, Part]:
    """Everything the institute keeps about this person, by part."""
    return {name: build(user) for name, build in sorted(_parts.items())}
