"""Imports that several workers work on at the same moment."""

import pytest
from django.utils import timezone

from demo.factories.library import TopicFactory
from library.catalogue.models import Record
from library.exchange.actions.imports import confirm_import, read_import
from library.exchange.actions.writing import write_import
from library.exchange.models import Import
from tests.at_once import at_once
from tests.library.exchange.test_importing import begun, read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
HEAD = "title,topics,issued\n"


@pytest.fixture(autouse=True)
def topic(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TopicFactory(code="cold", label="Cold homes")


def test_two_imports_of_one_file_written_at_once_bring_each_work_once():
    rows = "".join(f"Work {n},cold,2020\n" for n in range(60))
    imports = [read(HEAD + rows) for _import in range(2)]
    for each in imports:
        confirm_import(begun=each)

    at_once(*(lambda it=it: write_import(begun=it, at=timezone.now()) for it in imports))

    assert Record.objects.count() == 60
    told = [each.counts for each in Import.objects.filter(state="done")]
    assert sorted(told, key=str) == [{"new": 60}, {"same": 60}]


def test_an_import_that_a_worker_reads_is_left_alone_by_another():
    waiting = begun(HEAD + "Work,cold,2020\n")
    Import.objects.filter(pk=waiting.pk).update(state="reading", rows_read=0)

    left = read_import(begun=waiting)

    assert (left.state, left.rows_read) == ("reading", 0)
