"""Look-ups of every page are values of the thread, and answer as Django's own do."""

import threading
import zoneinfo

import pytest
from django.conf import LazySettings, settings
from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.urls import base as urls
from django.urls import set_urlconf
from django.utils import timezone, translation

from core.operation.plain_lookups import make_lookups_plain

ROME = zoneinfo.ZoneInfo("Europe/Rome")


def seen_now():
    return translation.get_language(), timezone.get_current_timezone(), urls.get_urlconf()


def seen_in_another_thread():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(seen_now()))
    thread.start()
    thread.join()
    return seen[0]


def test_language_zone_and_addresses_of_a_request_are_its_threads_own():
    before = seen_in_another_thread()

    with translation.override("de"), timezone.override(ROME):
        set_urlconf("benchmarks.floor")
        try:
            seen = seen_now()
            elsewhere = seen_in_another_thread()
        finally:
            set_urlconf(None)

    assert seen == ("de", ROME, "benchmarks.floor")
    assert elsewhere == before


def test_what_was_set_before_is_still_there_however_often_they_are_made_plain(monkeypatch):
    monkeypatch.setattr(timezone, "_active", type("Django", (), {"value": ROME})())

    make_lookups_plain()
    make_lookups_plain()

    assert isinstance(timezone._active, threading.local)
    assert timezone.get_current_timezone() == ROME


def test_settings_are_read_without_a_detour_and_can_be_replaced(settings):
    settings.INSTITUTE_NAME = "Another institute"

    assert LazySettings.__getattribute__ is object.__getattribute__
    assert settings.INSTITUTE_NAME == "Another institute"


def test_settings_that_are_not_there_are_missed():
    assert not hasattr(settings, "NO_SUCH_SETTING")
    assert "INSTITUTE_NAME" in dir(settings)


def test_the_places_of_values_are_written_once_for_each_query():
    kept = SQLiteCursorWrapper.convert_query.kept
    sql = "SELECT 'half: 50%%' WHERE 1 = %s AND 2 = %s"

    written = [SQLiteCursorWrapper.convert_query(None, sql) for _ in range(2)]
    before = kept.cache_info().hits
    SQLiteCursorWrapper.convert_query(None, sql)

    assert written == ["SELECT 'half: 50%' WHERE 1 = ? AND 2 = ?"] * 2
    assert kept.cache_info().hits == before + 1


def test_of_very_long_queries_none_is_kept():
    kept = SQLiteCursorWrapper.convert_query.kept
    sql = f"SELECT {', '.join(['%s'] * 4_000)}"
    before = kept.cache_info()

    written = SQLiteCursorWrapper.convert_query(None, sql)

    assert written == sql.replace("%s", "?")
    assert kept.cache_info() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's way of naming values")
def test_values_can_be_given_by_name(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %(one)s, %(two)s", {"one": 1, "two": 2})
        assert cursor.fetchall() == [(1, 2)]
