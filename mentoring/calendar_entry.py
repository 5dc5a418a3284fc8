"""A session as a calendar entry (RFC 5545 and 5546) that any calendar reads.

Times are written in UTC: a single session needs no rules of a time zone, and every calendar shows it in its
owner's own. ``SEQUENCE`` rises with each change, so that a newer file replaces the entry of an older one.
"""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from accounts.models import User
from mentoring.models import Session
from mentoring.people import other_of
from mentoring.states import SessionState
from mentoring.when import label_of

ALARMS = (dt.timedelta(hours=-24), dt.timedelta(minutes=-15))


def calendar_entry(session: Session, *, reader: User) -> bytes:
    """The entry for one of the two; of a cancelled session, the message that takes the entry away."""
    method = method_of(session)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.INSTITUTE_NAME}//Praxis//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(session, reader, is_cancelled=method == "CANCEL"))
    return calendar.to_ical()


def method_of(session: Session) -> str:
    """What the entry asks of a calendar (RFC 5546): to take it in, or to take it out."""
    return "CANCEL" if session.state == SessionState.CANCELLED else "REQUEST"


def _event(session: Session, reader: User, *, is_cancelled: bool) -> Event:
    match = session.match
    other = other_of(match, reader)
    event = Event()
    event.add("uid", f"{session.uid}@praxis")
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.changed_at.astimezone(dt.UTC))
    event.add("last-modified", session.changed_at.astimezone(dt.UTC))
    event.add("dtstart", session.starts_at.astimezone(dt.UTC))
    event.add("dtend", session.ends_at.astimezone(dt.UTC))
    event.add("summary", _("Mentoring session with %(who)s") % {"who": other.full_name})
    event.add("description", _description(session))
    event.add("location", session.place_or_link)
    if session.is_link:
        event.add("url", session.place_or_link)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("organizer", _person(session.booked_by))
    for person in (match.mentor, match.mentee):
        event.add("attendee", _attendee(person, booked=person.pk == session.booked_by_id))
    if not is_cancelled:
        for before in ALARMS:
            event.add_component(_alarm(before, str(event["summary"])))
    return event


def _description(session: Session) -> str:
    start = session.starts_at.astimezone(session.zone)
    agreed = _("Agreed for %(time)s, %(zone)s.") % {
        "time": f"{start:%H:%M}",
        "zone": label_of(session.time_zone, session.starts_at),
    }
    return f"{agreed}\n{settings.SITE_URL}{session.get_absolute_url()}"


def _person(user: User) -> vCalAddress:
    address = vCalAddress(f"mailto:{user.email}")
    address.params["CN"] = vText(user.full_name)
    return address


def _attendee(user: User, *, booked: bool) -> vCalAddress:
    address = _person(user)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("ACCEPTED" if booked else "NEEDS-ACTION")
    # The answer is not read from mail: whoever cannot come moves or cancels the session here.
    address.params["RSVP"] = vText("FALSE")
    return address


def _alarm(before: dt.timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", before)
    return alarm
