"""Rows that are left out, and imports that fail: the rest goes on, and somebody is told."""

import datetime as dt
import logging

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library import tasks
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Record
from library.exchange.actions.imports import confirm_import, drop_import, try_import_again
from library.exchange.actions.steps import WrongImportStep
from library.exchange.actions.undoing import queue_undo
from library.exchange.actions.writing import write_import
from library.exchange.models import Import
from tests.library.exchange.test_importing import CSV, NOW, ROW, begun, ours, read, written

pytestmark = pytest.mark.django_db
WITHDRAWN = (
    "This record is withdrawn, so the row is left out. Restore the record to import the row."
)
TWO_ROWS = "title,topics,issued\nCold homes,cold,2020\nWarm homes,cold,2020\n"


@pytest.fixture
def topic(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TopicFactory(code="cold", label="Cold homes")


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def withdrawn(record):
    withdraw_record(record=record, reason="Wrong.", by=UserFactory(), at=NOW)
    return record


def lose_file(broken):
    broken.content.storage.delete(broken.content.name)
    return broken


def errors(caplog):
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_row_of_a_record_that_was_withdrawn_by_hand_is_left_out_and_the_others_are_written(topic):
    written(TWO_ROWS)
    gone = withdrawn(Record.objects.get(title="Cold homes"))

    done = written(TWO_ROWS.replace("2020\nW", "2020\nFrost,cold,2021\nW"))

    assert done.counts == {"left-out": 1, "new": 1, "same": 1}
    left_out = [row for row in done.shown if row["verdict"] == "left-out"]
    assert [(row["row"], row["record"], row["reasons"]) for row in left_out] == [
        (2, gone.pk, [["title", WITHDRAWN]])
    ]
    gone.refresh_from_db()
    assert (gone.state, Record.objects.filter(title="Frost").count()) == ("withdrawn", 1)


def test_a_row_of_a_record_that_was_merged_is_left_out(topic):
    merged, other = RecordFactory(title="One"), RecordFactory(title="Two")
    merge_records(duplicate=merged, into=other, by=UserFactory(), at=NOW)

    done = read(f"id,address,title\n{ours(merged)},Another title\n")

    assert (done.state, done.counts) == ("ready", {"left-out": 1})
    assert "was merged into another one" in done.shown[0]["reasons"][0][1]


def test_a_published_record_is_taken_before_a_withdrawn_one_of_the_same_work(topic):
    withdrawn(RecordFactory(title="Work", doi="10.5555/one", topics=[topic]))
    record = RecordFactory(title="Work", doi="10.5555/one", topics=[topic])

    done = read("title,issued,doi,publisher\nWork,2020,10.5555/one,Press\n")

    assert [change.record for change in done.changes.all()] == [record]


def test_a_record_that_is_withdrawn_before_the_import_is_written_is_left_out(client, topic, editor):
    record = RecordFactory(title="Cold homes", topics=[topic])
    ready = read(f"id,address,title,topics\n{ours(record)},New title,cold\n,,Another,cold\n")
    confirm_import(begun=ready)
    withdrawn(record)

    done = write_import(begun=ready, at=timezone.now())

    page = client.get(done.get_absolute_url()).content.decode()
    assert (done.state, done.counts) == ("done", {"left-out": 1, "new": 1})
    assert [(row["row"], row["verdict"]) for row in done.shown] == [(2, "left-out"), (3, "new")]
    assert (page.count(WITHDRAWN), page.count("Rows that are left out")) == (1, 1)
    assert not done.changes.filter(record=record).exists()
    assert Record.objects.get(title="Another").is_published


def test_an_import_that_fails_does_not_stop_those_behind_it(topic):
    lose_file(begun(CSV + ROW))
    sound = begun(CSV + ROW)

    tasks.work_on_imports()

    sound.refresh_from_db()
    assert sound.state == "ready"


@pytest.mark.parametrize(
    ("step", "waits", "told"),
    [
        ("waiting", "waiting", "We could not read the file."),
        ("queued", "queued", "We could not save the import."),
        ("to-undo", "to-undo", "We could not finish undoing the import."),
    ],
)
def test_a_step_that_fails_is_tried_three_times_and_its_error_told_once(
    client, topic, editor, caplog, monkeypatch, step, waits, told
):
    broken = begun(CSV + ROW) if step == "waiting" else read(CSV + ROW)
    if step == "to-undo":
        broken = written((CSV + ROW).replace("Cold", "Warm").replace("/x", "/y"))
        queue_undo(begun=broken, by=editor, at=NOW)
        monkeypatch.setattr("library.exchange.actions.undoing._UNDONE_AT_ONCE", "no number")
    Import.objects.filter(pk=broken.pk).update(state=step)
    lose_file(broken)

    states = []
    for _run in range(5):
        tasks.work_on_imports()
        broken.refresh_from_db()
        states.append(broken.state)

    assert states == [waits, waits, "failed", "failed", "failed"]
    assert broken.problem.startswith(told)
    [error] = errors(caplog)
    assert (error.exc_info is not None, str(broken.pk) in error.getMessage()) == (True, True)
    page = client.get(broken.get_absolute_url())
    assert "Refresh" not in page
    assert (told in page.content.decode(), "Try again" in page.content.decode()) == (True, True)


def test_an_import_that_stops_its_worker_each_time_is_given_up_and_told(topic, caplog):
    broken = begun(CSV + ROW)
    long_ago = timezone.now() - dt.timedelta(minutes=11)
    Import.objects.filter(pk=broken.pk).update(state="reading", tries=3, touched_at=long_ago)

    tasks.work_on_imports()

    broken.refresh_from_db()
    assert (broken.state, len(errors(caplog))) == ("failed", 1)


def test_an_editor_tries_again_once_the_fault_is_mended(client, topic, editor):
    broken = read(CSV + ROW)
    confirm_import(begun=broken)
    name = broken.content.name
    content = broken.content.read()
    lose_file(broken)
    for _run in range(3):
        tasks.work_on_imports()
    broken.content.storage.save(name, ContentFile(content))
    retry = reverse("library:import_retry", args=[broken.pk])

    clicks = [client.post(retry).status_code for _click in range(2)]
    tasks.work_on_imports()

    broken.refresh_from_db()
    assert (clicks, broken.state, broken.tries, broken.problem) == ([302, 302], "done", 0, "")
    assert client.post(retry).status_code == 409
    assert Record.objects.get().title == "Cold homes"


@pytest.mark.parametrize("state", ["waiting", "queued", "to-undo"])
def test_a_failed_import_goes_on_at_the_step_that_failed(topic, editor, state):
    broken = begun(CSV + ROW) if state == "waiting" else read(CSV + ROW)
    if state == "to-undo":
        confirm_import(begun=broken)
        write_import(begun=broken, at=NOW)
        queue_undo(begun=broken, by=editor, at=NOW)
    Import.objects.update(state="failed")

    try_import_again(begun=broken)

    assert broken.state == state


def test_only_what_is_not_written_can_be_dropped_after_it_failed(topic, editor):
    unwritten, done = read(CSV + ROW), written(TWO_ROWS)
    queue_undo(begun=done, by=editor, at=NOW)
    Import.objects.update(state="failed")

    drop_import(begun=unwritten)
    with pytest.raises(WrongImportStep):
        drop_import(begun=done)

    assert (unwritten.state, done.state) == ("dropped", "failed")


def test_only_editors_try_again(client, topic):
    broken = begun(CSV + ROW)
    Import.objects.update(state="failed")
    client.force_login(UserFactory(roles=[Role.FACILITATOR]))

    answer = client.post(reverse("library:import_retry", args=[broken.pk]))

    broken.refresh_from_db()
    assert (answer.status_code, broken.state) == (403, "failed")
