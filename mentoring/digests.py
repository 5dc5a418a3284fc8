"""The mentoring section of the digest."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from mentoring.models import Session
from mentoring.participants import partner_of, when_for
from notifications.digest_sections import Line, digest_section

_WEEK = dt.timedelta(days=7)


@digest_section("mentoring", gettext_lazy("Mentoring"))
def mentoring_news(user: User, since: dt.datetime, until: dt.datetime) -> list[Line]:
    """Return the sessions of the coming week, in the reader's own time."""
    sessions = (
        Session.objects.visible_to(user)
        .booked()
        .filter(starts_at__gt=until, starts_at__lte=until + _WEEK)
        .select_related("match__mentor", "match__mentee")
        .order_by("starts_at", "pk")
    )
    return [
        Line(
            title=_("Session with %(who)s") % {"who": partner_of(session.match, user)},
            address=session.get_absolute_url(),
            about=when_for(user, session.starts_at),
        )
        for session in sessions
    ]
