"""What speaks against the time of a session: other sessions of the two, and hours in which one is usually not free."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from mentoring.booking.free_hours import Hours, hours_of, is_within
from mentoring.models import Match, Session
from mentoring.participants import local_time_of, partner_of, when_for


@dataclass(frozen=True)
class Meeting:
    """Two people who would meet, as one of them sees it; ``moved`` are the keys of sessions that would move."""

    match: Match
    reader: User
    moved: Collection[int] = ()

    @property
    def other(self) -> User:
        return partner_of(self.match, self.reader)

    def warnings(
        self, moments: Sequence[dt.datetime], *, minutes: int, key: uuid.UUID | None = None
    ) -> list[list[str]]:
        """Say of each moment what speaks against a session then. Two queries, however many there are.

        ``key`` is that of the form: what a first click booked is no clash of the second.
        """
        lasts = dt.timedelta(minutes=minutes)
        hours = hours_of([self.reader, self.other])
        sessions = self._sessions(min(moments), max(moments) + lasts, key)
        return [
            [
                *(
                    self._clash(session)
                    for session in sessions
                    if session.starts_at < begins + lasts and session.ends_at > begins
                ),
                *self._outside(begins, begins + lasts, hours),
            ]
            for begins in moments
        ]

    def own_clashes(self, session: Session) -> list[str]:
        """Say with whom else the reader meets at the time of a booked session, who may not have booked it. One query."""
        others = Meeting(self.match, self.reader, moved=[session.pk])._sessions(
            session.starts_at, session.ends_at, None
        )
        return [
            self._clash(other)
            for other in others
            if self.reader.pk in (other.match.mentor_id, other.match.mentee_id)
        ]

    def _sessions(
        self, begins: dt.datetime, ends: dt.datetime, key: uuid.UUID | None
    ) -> list[Session]:
        sent = key or uuid.UUID(int=0)
        overlapping = (
            Session.objects.of_any([self.match.mentor_id, self.match.mentee_id])
            .booked()
            .filter(starts_at__lt=ends, ends_at__gt=begins)
            .exclude(pk__in=list(self.moved))
            .exclude(form_key=sent)
            .exclude(Q(series__isnull=False) & Q(series__form_key=sent))
        )
        people = overlapping.select_related("match__mentor", "match__mentee")
        return list(people.order_by("starts_at", "pk"))

    def _clash(self, session: Session) -> str:
        """Whom the other person meets then is not the reader's business: of that only the fact is told."""
        if self.reader.pk in (session.match.mentor_id, session.match.mentee_id):
            words = {
                "who": partner_of(session.match, self.reader).full_name,
                "when": when_for(self.reader, session.starts_at),
            }
            return _("You have a session with %(who)s then: %(when)s.") % words
        words = {"who": self.other.full_name}
        return _("%(who)s has another session at that time.") % words

    def _outside(
        self, begins: dt.datetime, ends: dt.datetime, hours: dict[int, list[Hours]]
    ) -> list[str]:
        said = []
        if not is_within(begins, ends, hours[self.other.pk], self.other.time_zone):
            words = {
                "who": self.other.full_name,
                "mine": local_time_of(self.reader, begins),
                "theirs": when_for(self.other, begins),
            }
            said.append(
                _("This is outside the free hours of %(who)s: %(theirs)s, for you %(mine)s.")
                % words
            )
        if not is_within(begins, ends, hours[self.reader.pk], self.reader.time_zone):
            words = {"when": when_for(self.reader, begins)}
            said.append(_("This is outside your own free hours: %(when)s.") % words)
        return said
