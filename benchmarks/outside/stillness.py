"""A run in which the clock stands still, chance is foreseeable, and nothing is left behind."""

import datetime as dt
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import override_settings

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


class Chance:
    """Bytes that look random and are the same in every run.

    Each length has a sequence of its own, so that one more key of one kind leaves the codes of another as they
    were.
    """

    def __init__(self) -> None:
        self.begin("the beginning")

    def begin(self, what: str) -> None:
        """Start anew, with sequences that only depend on these words."""
        self._what = what
        self._sequences: dict[int, random.Random] = {}

    def __call__(self, size: int, /) -> bytes:
        if size not in self._sequences:
            self._sequences[size] = random.Random(f"{self._what}, {size}")
        return self._sequences[size].randbytes(size)


CHANCE = Chance()


def stand_still() -> None:
    """Stop the clock and foresee chance for the rest of this process."""
    os.urandom = CHANCE
    # ``secrets`` draws from here, by a name of its own.
    random._urandom = CHANCE  # type: ignore[attr-defined]
    time_machine.travel(NOW, tick=False).start()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let it be another moment for a while."""
    with time_machine.travel(moment, tick=False):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Take back all that is written to the database and the cache inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


class Copies:
    """Copies of the database and the files, one for each process that works on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = str(settings.DATABASES["default"]["NAME"])
        self.media = Path(settings.MEDIA_ROOT)

    def use(self, name: str) -> None:
        """Work on a copy of both from now on. Called in a process that was forked while nothing was connected."""
        own = self.folder / name
        own.mkdir(parents=True)
        with sqlite3.connect(self.database) as source, sqlite3.connect(own / "copy.sqlite3") as to:
            source.backup(to)
        if self.media.exists():
            shutil.copytree(self.media, own / "media")
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(
            own / "copy.sqlite3"
        )
        override_settings(MEDIA_ROOT=own / "media").enable()
        cache.clear()
