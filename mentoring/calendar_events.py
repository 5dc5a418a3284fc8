"""A mentoring session as an event of a calendar file."""

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.calendar_files import CalendarEvent, Guest, institute_as_organiser
from core.times.moments import label_of
from mentoring.models import Session
from mentoring.participants import partner_of
from mentoring.states import SessionState


def calendar_event(session: Session, *, reader: User) -> CalendarEvent:
    """Describe the session to the calendar of one of the two."""
    match = session.match
    other = partner_of(match, reader)
    return CalendarEvent(
        uid=str(session.uid),
        sequence=session.sequence,
        changed_at=session.changed_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=_("Mentoring session with %(who)s") % {"who": other.full_name},
        description=_description(session),
        place=session.place_or_link,
        link=session.place_or_link if session.is_link else "",
        organiser=institute_as_organiser(),
        guests=[_guest(person, session) for person in (match.mentor, match.mentee)],
        address=session.get_absolute_url(),
        is_cancelled=session.state == SessionState.CANCELLED,
    )


def _description(session: Session) -> str:
    start = session.starts_at.astimezone(session.zone)
    agreed = _("Agreed for %(time)s, %(zone)s.") % {
        "time": f"{start:%H:%M}",
        "zone": label_of(session.time_zone, session.starts_at),
    }
    return f"{agreed}\n{settings.SITE_URL}{session.get_absolute_url()}"


def _guest(person: User, session: Session) -> Guest:
    return Guest(person.full_name, person.email, has_accepted=person.pk == session.booked_by_id)
