"""Other sessions of the two at the time of a session."""

import datetime as dt
import uuid

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from mentoring.models import Match, Session
from mentoring.participants import partner_of, when_for


def clashes_of(
    match: Match,
    *,
    reader: User,
    starts_at: dt.datetime,
    minutes: int,
    but: Session | None = None,
    key: uuid.UUID | None = None,
) -> list[str]:
    """Say which booked sessions of the two overlap with this time. One query.

    ``but`` is the one to be moved, ``key`` that of the form: what a first click booked is no clash of the second.

    Whom the other person meets then is not the reader's business: of that only the fact is told.
    """
    overlapping = (
        Session.objects.of_any([match.mentor_id, match.mentee_id])
        .booked()
        .filter(starts_at__lt=starts_at + dt.timedelta(minutes=minutes), ends_at__gt=starts_at)
        .exclude(Q(pk=but.pk if but else 0) | Q(form_key=key or uuid.UUID(int=0)))
    )
    people = overlapping.select_related("match__mentor", "match__mentee")
    return [_in_words(session, match, reader) for session in people.order_by("starts_at", "pk")]


def _in_words(session: Session, match: Match, reader: User) -> str:
    if reader.pk in (session.match.mentor_id, session.match.mentee_id):
        words = {
            "who": partner_of(session.match, reader).full_name,
            "when": when_for(reader, session.starts_at),
        }
        return _("You have a session with %(who)s then: %(when)s.") % words
    words = {"who": partner_of(match, reader).full_name}
    return _("%(who)s has another session at that time.") % words
