"""The mentoring section of the digest."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.models import Session
from mentoring.participants import partner_of, when_for
from notifications.digest.sections import Line, Reader, digest_section_for_many

_WEEK = dt.timedelta(days=7)


@digest_section_for_many("mentoring", gettext_lazy("Mentoring"))
def mentoring_news(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return the sessions of the coming week, in each reader's own time. One query, however many readers."""
    by_person = {reader.user.pk: reader for reader in readers}
    first = min(reader.until for reader in readers)
    last = max(reader.until for reader in readers) + _WEEK
    sessions = (
        Session.objects.of_any(by_person)
        .booked()
        .filter(starts_at__gt=first, starts_at__lte=last)
        .select_related("match__mentor", "match__mentee")
        .order_by("starts_at", "pk")
    )
    lines: dict[int, list[Line]] = defaultdict(list)
    for session in sessions:
        for person in (session.match.mentor_id, session.match.mentee_id):
            reader = by_person.get(person)
            if reader and reader.until < session.starts_at <= reader.until + _WEEK:
                lines[person].append(_line(session, reader))
    return lines


def _line(session: Session, reader: Reader) -> Line:
    return Line(
        title=_("Session with %(who)s") % {"who": partner_of(session.match, reader.user)},
        address=session.get_absolute_url(),
        about=when_for(reader.user, session.starts_at),
    )
