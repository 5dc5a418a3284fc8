"""A mentoring session, or a series of them, as events of a calendar file."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.calendar_files import CalendarEvent, Guest, institute_as_organiser
from core.files.calendar_series import entries_that_recur
from core.times.moments import label_of
from core.times.rhythm import rule_of
from mentoring.booking.rhythm import days_of_series, words_of
from mentoring.models import Match, Session, SessionSeries
from mentoring.models.series import MOST_SESSIONS
from mentoring.participants import partner_of
from mentoring.states import SessionState


def calendar_event(session: Session, *, reader: User) -> CalendarEvent:
    """Describe the session to the calendar of one of the two, as an entry of its own."""
    return CalendarEvent(
        uid=str(session.uid), sequence=session.sequence, **_of_session(session, reader)
    )


def session_entries(session: Session, *, reader: User) -> list[CalendarEvent]:
    """Describe the session for a mail about it: one entry, in the place of its day if it is one of a series.

    The last of a series that is cancelled takes the entry of the whole series with it.
    """
    series = session.series
    if series is None or session.slot_on is None:
        return [calendar_event(session, reader=reader)]
    if not Session.objects.filter(series=series).standing().exists():
        return series_entries(series, [], reader=reader)
    return [_instead_of_its_day(session, series, reader)]


def series_entries(
    series: SessionSeries, sessions: Sequence[Session], *, reader: User
) -> list[CalendarEvent]:
    """Describe a series by its sessions: the entry that recurs, then those that stand elsewhere than it says.

    Days without a session are left out of the rule, which ends with the last day that has one. Load the people.
    """
    standing = {
        series.moment_on(session.slot_on): calendar_event(session, reader=reader)
        for session in sessions
        if session.state != SessionState.CANCELLED and session.slot_on
    }
    most = MOST_SESSIONS if standing else series.times
    days = days_of_series(series, most)
    return entries_that_recur(
        _whole(series, reader),
        slots=[series.moment_on(day) for day in days],
        standing=standing,
        rule=lambda times: rule_of(series.rhythm, series.first_on, times, on_last=series.on_last),
    )


def _whole(series: SessionSeries, reader: User) -> CalendarEvent:
    starts_at = series.moment_on(series.first_on)
    agreed = _("Agreed for %(time)s in %(zone)s, %(rhythm)s.") % {
        "time": f"{series.time:%H:%M}",
        "zone": series.time_zone.replace("_", " "),
        "rhythm": words_of(series),
    }
    return CalendarEvent(
        uid=str(series.uid),
        sequence=series.sequence,
        starts_at=starts_at,
        # Counted in UTC, as the clocks may change while they talk.
        ends_at=starts_at.astimezone(dt.UTC) + dt.timedelta(minutes=series.minutes),
        description=f"{agreed}\n{settings.SITE_URL}{series.get_absolute_url()}",
        address=series.get_absolute_url(),
        time_zone=series.time_zone,
        changed_at=series.changed_at,
        **_shared(series.match, reader, series.place_or_link, series.booked_by_id),
    )


def _instead_of_its_day(session: Session, series: SessionSeries, reader: User) -> CalendarEvent:
    return CalendarEvent(
        uid=str(series.uid),
        sequence=series.sequence,
        time_zone=series.time_zone,
        instead_of=series.moment_on(session.slot_on) if session.slot_on else None,
        **_of_session(session, reader),
    )


def _of_session(session: Session, reader: User) -> dict[str, Any]:
    return {
        "changed_at": session.changed_at,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "description": _description(session),
        "address": session.get_absolute_url(),
        "is_cancelled": session.state == SessionState.CANCELLED,
        **_shared(session.match, reader, session.place_or_link, session.booked_by_id),
    }


def _shared(match: Match, reader: User, place: str, booked_by: int) -> dict[str, Any]:
    """Say who meets and where: the same words for a session and for a series."""
    other = partner_of(match, reader)
    return {
        "summary": _("Mentoring session with %(who)s") % {"who": other.full_name},
        "place": place,
        "link": place if place.startswith(("https://", "http://")) else "",
        "organiser": institute_as_organiser(),
        "guests": [
            Guest(person.full_name, person.email, has_accepted=person.pk == booked_by)
            for person in (match.mentor, match.mentee)
        ],
    }


def _description(session: Session) -> str:
    start = session.starts_at.astimezone(session.zone)
    agreed = _("Agreed for %(time)s, %(zone)s.") % {
        "time": f"{start:%H:%M}",
        "zone": label_of(session.time_zone, session.starts_at),
    }
    return f"{agreed}\n{settings.SITE_URL}{session.get_absolute_url()}"
