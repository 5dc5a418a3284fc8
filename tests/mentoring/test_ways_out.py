"""No calendar keeps a session that will not take place, whichever way out of a mentoring was taken."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from icalendar import Calendar

from accounts.actions.closing import close_account
from accounts.actions.leaving import ask_to_close
from accounts.models import User
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MentorProfileFactory
from mentoring.actions.matches import (
    close_for_closed_accounts,
    end_match,
    leave_all_matches,
    pause_match,
)
from mentoring.actions.matching import match_again
from mentoring.actions.session_news import cancel_sessions_of_suspended
from mentoring.actions.sessions import cancel_session
from mentoring.actions.suspending import suspend_match
from mentoring.models import Session
from mentoring.states import SessionState
from notifications.actions import choose_channels
from notifications.delivery.sending import send_waiting
from notifications.kinds import Channel
from tests.calendars.readers import read_by_both
from tests.mentoring.booking import LATER, book
from tests.mentoring.series import plan

pytestmark = pytest.mark.django_db


def _suspend(match, now):
    User.objects.filter(pk=match.mentor_id).update(is_active=False)
    cancel_sessions_of_suspended(at=now)


def _close(match, now):
    close_account(user=match.mentor, at=now)
    leave_all_matches(user=User.objects.get(pk=match.mentor_id), at=now)


def _ask_to_close(match, now):
    ask_to_close(user=match.mentor, erases_posts=False, at=now)
    close_for_closed_accounts(at=now)


def _close_unannounced(match, now):
    User.objects.filter(pk=match.mentor_id).update(closed_at=now, is_active=False)
    close_for_closed_accounts(at=now)


def _reassign(match, now):
    match_again(
        match=match,
        mentor=MentorProfileFactory().user,
        reason="A better fit.",
        by=UserFactory(roles=[Role.COORDINATOR]),
        key=uuid.uuid4(),
        at=now,
    )


# Each way out, and who has an account that mail still goes to.
BOTH, MENTEE = ("mentor", "mentee"), ("mentee",)
WAYS_OUT = {
    "cancelled by the mentor": (
        BOTH,
        lambda match, now: cancel_session(
            session=Session.objects.get(match=match), by=match.mentor, at=now
        ),
    ),
    "ended by the mentor": (
        BOTH,
        lambda match, now: end_match(match=match, by=match.mentor, reason="Done", at=now),
    ),
    "ended by the mentee": (
        BOTH,
        lambda match, now: end_match(match=match, by=match.mentee, reason="Done", at=now),
    ),
    "paused": (BOTH, lambda match, now: pause_match(match=match, by=match.mentor, at=now)),
    "paused by the institute": (BOTH, lambda match, now: suspend_match(match=match, at=now)),
    "reassigned by a coordinator": (BOTH, _reassign),
    "account closed": (MENTEE, _close),
    "account closed, found by the sweep": (MENTEE, _close_unannounced),
    "account to be closed": (MENTEE, _ask_to_close),
    "account suspended": (MENTEE, _suspend),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_takes_the_session_out_of_the_calendars(far_match, now, way):
    readers, leave = WAYS_OUT[way]
    addresses = {getattr(far_match, reader).email for reader in readers}
    # Nobody can switch off that a session is cancelled.
    for reader in (far_match.mentor, far_match.mentee):
        choose_channels(user=reader, channels={"mentoring": Channel.INBOX}, frequency="never")
    session = book(far_match, now - dt.timedelta(hours=1))
    mail.outbox.clear()

    leave(far_match, now)
    send_waiting(at=now)

    session.refresh_from_db()
    assert (session.state, session.sequence) == (SessionState.CANCELLED, 1)
    entries = {}
    for sent in mail.outbox:
        for file in sent.attachments:
            calendar = Calendar.from_ical(file.content)
            (event,) = calendar.walk("VEVENT")
            entries[sent.to[0]] = (str(calendar["method"]), event["sequence"], str(event["uid"]))
    assert entries == dict.fromkeys(addresses, ("CANCEL", 1, f"{session.uid}@praxis"))


@pytest.mark.parametrize("way", sorted(set(WAYS_OUT) - {"cancelled by the mentor"}))
def test_no_way_out_touches_what_has_taken_place(far_match, now, way):
    _readers, leave = WAYS_OUT[way]
    past = book(far_match, now, starts_at=now - dt.timedelta(days=2))

    leave(far_match, now)

    past.refresh_from_db()
    assert (past.state, past.sequence) == (SessionState.BOOKED, 0)


def test_sweeping_twice_cancels_once(far_match, now):
    book(far_match, now)
    User.objects.filter(pk=far_match.mentee_id).update(is_active=False)

    assert [cancel_sessions_of_suspended(at=now) for _ in range(2)] == [1, 0]
    assert Session.objects.get().starts_at == LATER


@pytest.mark.parametrize("way", sorted(set(WAYS_OUT) - {"cancelled by the mentor"}))
def test_every_way_out_cancels_what_is_left_of_a_series_with_one_mail(far_match, now, way):
    readers, leave = WAYS_OUT[way]
    series = plan(far_match, now - dt.timedelta(hours=1))
    mail.outbox.clear()

    leave(far_match, now)
    send_waiting(at=now)

    files = [(sent.to[0], file) for sent in mail.outbox for file in sent.attachments]
    told = sorted((address, read_by_both(file.content).method) for address, file in files)
    assert told == sorted((getattr(far_match, reader).email, "CANCEL") for reader in readers)
    assert not series.sessions.standing().exists()
