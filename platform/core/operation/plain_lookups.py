"""Django's look-ups of what stays the same within a request, made as plain as a site that answers in threads needs them.

A page asks hundreds of times for the language, the time zone, where addresses begin, and for settings. Django answers
so that it is right for tasks of an event loop as well, of which there are none where WSGI serves the site: each answer
takes two microseconds, and that of a thread's own value a twentieth of it. On SQLite it writes the places of values in each
query anew, by a regular expression over the whole of its SQL, which takes longer than many queries.

Where Django forgets its catalogues of words (a development server after a change of one, a test with other languages) it
puts its own way of keeping the language back: that is as right, only slower.
"""

import threading
from functools import lru_cache
from types import ModuleType
from typing import Any

from django.conf import LazySettings
from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real

# Most of the site's prepared queries, at two to seven thousand characters.
_MOST_QUERIES = 1_000
# Longer are only those that write very many rows at once: hardly two of them are alike.
_LONGEST_QUERY = 10_000
_VALUES: tuple[tuple[ModuleType, str], ...] = (
    (trans_real, "_active"),
    (timezone, "_active"),
    (urls, "_prefixes"),
    (urls, "_urlconfs"),
)


def make_lookups_plain() -> None:
    """Keep language, time zone and addresses as values of the thread, and read settings as any object's. Repeats safely."""
    for module, name in _VALUES:
        _keep_by_thread(module, name)
    # What it adds for stand-ins of other objects, settings do not need.
    LazySettings.__getattribute__ = object.__getattribute__  # type: ignore[method-assign]
    _keep_sql_of_sqlite()


def _keep_by_thread(module: ModuleType, name: str) -> None:
    before = getattr(module, name)
    if isinstance(before, threading.local):
        return
    values = threading.local()
    if hasattr(before, "value"):
        values.value = before.value
    setattr(module, name, values)


def _keep_sql_of_sqlite() -> None:
    from django.db.backends.sqlite3.base import SQLiteCursorWrapper

    write: Any = SQLiteCursorWrapper.convert_query
    if hasattr(write, "kept"):
        return

    @lru_cache(maxsize=_MOST_QUERIES)
    def kept(query: str) -> str:
        return write(None, query)

    def convert_query(self: Any, query: str, *, param_names: Any = None) -> str:
        if param_names is not None or len(query) > _LONGEST_QUERY:
            return write(self, query, param_names=param_names)
        return kept(query)

    convert_query.kept = kept  # type: ignore[attr-defined]
    SQLiteCursorWrapper.convert_query = convert_query  # type: ignore[method-assign]
