"""The file cache of an install without Redis."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class CountingFileCache(FileBasedCache):
    """A file cache with exact counters: when two processes add or count at once, both count.

    Django's own reads and writes a number in two steps and gives it the default timeout anew; that is why
    the settings keep entries for a day, the longest limit, unless they say otherwise.
    """

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._createdir()  # type: ignore[attr-defined]
        folder = Path(self._dir)  # type: ignore[attr-defined]
        with (folder / "counting.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def add(self, *args: Any, **kwargs: Any) -> bool:
        with self._locked():
            return super().add(*args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        with self._locked():
            return super().incr(*args, **kwargs)
