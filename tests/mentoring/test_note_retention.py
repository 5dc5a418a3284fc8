"""Notes of mentorings that ended long ago are erased, never before people were told in time."""

import datetime as dt
import uuid

import pytest

from demo.factories.mentoring import MatchFactory, NoteFactory
from mentoring.actions.note_retention import announce_erasure, erase_notes
from mentoring.actions.notes import write_note
from mentoring.models import Note
from mentoring.states import MatchState
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
END = dt.datetime(2025, 1, 10, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def match(mentor, mentee):
    match = MatchFactory(mentor=mentor, mentee=mentee, state=MatchState.ENDED, ended_at=END)
    NoteFactory(match=match, author=mentor, is_private=True, created_at=END - 30 * DAY)
    NoteFactory(match=match, author=mentee, is_private=False, created_at=END - 20 * DAY)
    return match


def _night(at):
    announce_erasure(at=at)
    return erase_notes(at=at)


def _told():
    rows = Notification.objects.order_by("created_at", "pk")
    return [(row.recipient.full_name, row.title) for row in rows]


def test_private_notes_go_after_twelve_months_and_shared_ones_after_twenty_four(match):
    left = {}
    for month in range(26):
        _night(END + month * 30.5 * DAY)
        left[month] = sorted(Note.objects.values_list("is_private", flat=True))

    assert left[11] == [False, True]
    assert left[12] == [False]
    assert left[23] == [False]
    assert left[25] == []


def test_each_who_reads_them_is_told_thirty_days_before(match, mentor, mentee):
    for day in (334, 335, 336):
        _night(END + day * DAY)
    of_private = _told()
    for day in (699, 700, 701):
        _night(END + day * DAY)

    assert of_private == [
        (
            mentor.full_name,
            f"Your notes from the mentoring with {mentee.full_name} will be erased on "
            "10 January 2026",
        )
    ]
    assert sorted(name for name, _title in _told()[1:]) == sorted(
        [mentor.full_name, mentee.full_name]
    )


def test_nothing_is_erased_before_people_had_thirty_days(match):
    late = END + 800 * DAY

    erased = [
        _night(late),
        _night(late + 29 * DAY),
        _night(late + 30 * DAY),
        _night(late + 31 * DAY),
    ]

    assert erased == [0, 0, 2, 0]


def test_notes_of_live_mentorings_stay(match, mentor):
    live = MatchFactory(mentor=mentor)
    NoteFactory(match=live, author=mentor, is_private=True, created_at=END - 900 * DAY)

    for day in (340, 380, 900, 940):
        _night(END + day * DAY)

    assert [note.match for note in Note.objects.all()] == [live]


def test_no_private_note_is_written_that_would_be_erased_before_its_author_was_told(match, mentor):
    def write(day):
        moment = END + day * DAY
        key = uuid.uuid4()
        return write_note(match=match, author=mentor, body="x", is_private=True, key=key, at=moment)

    assert write(334).is_private
    with pytest.raises(TransitionNotAllowed):
        write(335)
