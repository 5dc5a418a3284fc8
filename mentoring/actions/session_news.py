"""What both people of a match are told of their sessions, with the entry for their calendars."""

import datetime as dt

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from mentoring import kinds
from mentoring.models import Match, Session
from mentoring.participants import partner_of, when_for
from mentoring.states import SESSION_FLOW
from notifications.actions import notify
from notifications.kinds import Kind


class News(models.TextChoices):
    """What happened to a session."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"


# To the other person, and to whoever did it.
_KINDS: dict[News, tuple[Kind, Kind]] = {
    News.BOOKED: (kinds.BOOKED, kinds.BOOKED_BY_YOU),
    News.MOVED: (kinds.MOVED, kinds.MOVED_BY_YOU),
    News.CANCELLED: (kinds.CANCELLED, kinds.CALLED_OFF),
}


def tell_of_session(
    news: News, session: Session, *, by: User | None, at: dt.datetime, text: str = ""
) -> None:
    """Tell both, each in their own time; whoever did it gets the mail with the entry, and an inbox line that is read.

    ``by`` is nobody where the platform itself cancels a session. Load the people of the match.
    """
    match = session.match
    for_other, for_self = _KINDS[news]
    for reader in (match.mentor, match.mentee):
        is_told_by_other = by is not None and by.pk != reader.pk
        kind = for_other if is_told_by_other else for_self
        notify(
            recipients=[reader],
            kind=kind,
            key=f"{kind.name}:{session.pk}:{session.sequence}",
            target=session,
            at=at,
            is_known=by is not None and by.pk == reader.pk,
            text=text or session.place_or_link,
            who=partner_of(match, reader).full_name,
            when=when_for(reader, session.starts_at),
        )


def cancel_coming_sessions(match: Match, *, by: User | None, reason: str, at: dt.datetime) -> int:
    """Cancel what is booked and not over, tell both, and return how many. The caller holds the row of the match.

    Every way out of a mentoring leads here, so that no calendar keeps a session that will not take place.
    """
    coming = Session.objects.filter(match=match).upcoming(at).select_for_update(of=("self",))
    sessions = list(coming.select_related("match__mentor", "match__mentee").order_by("pk"))
    for session in sessions:
        cancel(session, by=by, reason=reason, at=at)
    return len(sessions)


def cancel(session: Session, *, by: User | None, reason: str, at: dt.datetime) -> None:
    """Cancel one session, raise its number for the calendars, and tell both."""
    SESSION_FLOW.make("cancel", session, actor=by, note=reason, at=at)
    revise(session, at)
    tell_of_session(News.CANCELLED, session, by=by, at=at, text=reason)


def revise(session: Session, at: dt.datetime, *fields: str) -> None:
    """Save these fields under a higher number, by which calendars know the newer entry."""
    session.sequence += 1
    session.changed_at = at
    session.save(update_fields=["sequence", "changed_at", *fields])


def cancel_sessions_of_suspended(*, at: dt.datetime) -> int:
    """Cancel the coming sessions of people whose account is suspended; return how many. Repeats safely."""
    away = models.Q(mentor__is_active=False) | models.Q(mentee__is_active=False)
    booked = Session.objects.upcoming(at)
    matches = Match.objects.filter(away, pk__in=booked.values("match"))
    return sum(_cancel_all(match, at) for match in matches.order_by("pk"))


@transaction.atomic
def _cancel_all(match: Match, at: dt.datetime) -> int:
    match = Match.objects.locked().get(pk=match.pk)
    reason = _("This session cannot take place. Your mentoring coordinator can tell you more.")
    return cancel_coming_sessions(match, by=None, reason=reason, at=at)
