"""Files of a record: handed out as downloads, and closed by an embargo."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from core.types import AnonymousUser
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import File

pytestmark = pytest.mark.django_db


NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


CSV = b"place,rate\nLeeds,4\n"


def test_a_file_is_handed_out_as_a_download(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = FileFactory()

    response = client.get(file.get_absolute_url())

    assert b"".join(response.streaming_content) == CSV
    assert response["Content-Disposition"] == 'attachment; filename="rates.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_embargo_keeps_readers_out_until_its_day_but_not_editors(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    file = FileFactory(record=record, embargo_until=tomorrow)

    page = client.get(record.get_absolute_url()).content.decode()

    assert "closed until" in page
    assert file.get_absolute_url() not in page
    assert client.get(file.get_absolute_url()).status_code == 404
    assert list(File.objects.visible_to(AnonymousUser(), on=tomorrow)) == [file]
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert client.get(file.get_absolute_url()).status_code == 200


def test_files_of_a_withdrawn_record_are_gone(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory()
    file = FileFactory(record=record)
    withdraw_record(record=record, reason="Wrong.", by=UserFactory(), at=NOW)

    assert client.get(file.get_absolute_url()).status_code == 404


def test_the_same_file_twice_is_there_once_and_ten_are_the_most(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory()

    assert FileFactory(record=record) == FileFactory(record=record)
    for n in range(9):
        FileFactory(record=record, content=CSV + b"a,%d\n" % n)
    with pytest.raises(ValidationError, match="at most 10 files"):
        FileFactory(record=record, content=CSV + b"one,more\n")

    assert File.objects.count() == 10


def test_a_file_that_is_missing_from_the_storage_is_not_found_and_logged_once(
    client, settings, tmp_path, caplog
):
    settings.MEDIA_ROOT = tmp_path
    file = FileFactory()
    file.content.storage.delete(file.content.name)

    response = client.get(file.get_absolute_url())

    assert response.status_code == 404
    assert [each.levelname for each in caplog.records if each.levelname == "ERROR"] == ["ERROR"]
