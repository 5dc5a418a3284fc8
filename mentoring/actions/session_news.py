"""What both people of a match are told of their sessions, with the entry for their calendars."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Sequence

from django.db import models, transaction
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import User
from core.times.moments import label_of
from mentoring import kinds
from mentoring.booking.rhythm import words_of
from mentoring.models import Match, Session, SessionSeries
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


_KINDS_OF_SERIES: dict[News, tuple[Kind, Kind]] = {
    News.BOOKED: (kinds.SERIES_BOOKED, kinds.SERIES_BOOKED_BY_YOU),
    News.MOVED: (kinds.SERIES_MOVED, kinds.SERIES_MOVED_BY_YOU),
    News.CANCELLED: (kinds.SERIES_CANCELLED, kinds.SERIES_CALLED_OFF),
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


def tell_of_series(
    news: News,
    series: SessionSeries,
    sessions: Sequence[Session],
    *,
    by: User | None,
    at: dt.datetime,
    text: str = "",
) -> None:
    """Tell both once of several sessions of a series, the soonest first; otherwise as ``tell_of_session``."""
    match = series.match
    for_other, for_self = _KINDS_OF_SERIES[news]
    for reader in (match.mentor, match.mentee):
        is_told_by_other = by is not None and by.pk != reader.pk
        kind = for_other if is_told_by_other else for_self
        notify(
            recipients=[reader],
            kind=kind,
            key=f"{kind.name}:{series.pk}:{series.sequence}",
            target=series,
            at=at,
            is_known=by is not None and by.pk == reader.pk,
            text="\n\n".join(filter(None, [text, days_in_words(sessions, reader)])),
            who=partner_of(match, reader).full_name,
            number=len(sessions),
            rhythm=words_of(series),
            when=when_for(reader, sessions[0].starts_at),
        )


def tell_of_shorter_series(series: SessionSeries, *, at: dt.datetime) -> None:
    """Tell both that sessions have left the series, so that their calendars take them out of its entry."""
    match = series.match
    for reader in (match.mentor, match.mentee):
        notify(
            recipients=[reader],
            kind=kinds.SERIES_SHORTENED,
            key=f"{kinds.SERIES_SHORTENED.name}:{series.pk}:{series.sequence}",
            target=series,
            at=at,
            is_known=True,
            text=_("The calendar file in this email removes the moved sessions from the series."),
            who=partner_of(match, reader).full_name,
        )


def days_in_words(sessions: Sequence[Session], reader: User) -> str:
    """List the sessions in the reader's own time, one a line, with the zone wherever its clocks have changed."""
    lines, zone = [], ""
    for session in sessions:
        local = session.starts_at.astimezone(zoneinfo.ZoneInfo(reader.time_zone))
        here = label_of(reader.time_zone, session.starts_at)
        day = formats.date_format(local, "l j F Y, H:i")
        lines.append(day if here == zone else f"{day}, {here}")
        zone = here
    return "\n".join(lines)


def cancel_coming_sessions(match: Match, *, by: User | None, reason: str, at: dt.datetime) -> int:
    """Cancel what is booked and not over, tell both, and return how many. The caller holds the row of the match.

    Every way out of a mentoring leads here, so that no calendar keeps a session that will not take place. Of a series
    each is told once.
    """
    series = {one.pk: one for one in SessionSeries.objects.filter(match=match).locked()}
    coming = Session.objects.filter(match=match).upcoming(at).select_for_update(of=("self",))
    sessions = list(coming.select_related("match__mentor", "match__mentee").order_by("pk"))
    together: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.series_id is None:
            cancel(session, by=by, reason=reason, at=at)
        else:
            together[session.series_id].append(session)
    for pk, members in together.items():
        cancel_together(series[pk], members, by=by, reason=reason, at=at)
    return len(sessions)


def cancel(session: Session, *, by: User | None, reason: str, at: dt.datetime) -> None:
    """Cancel one session, raise its number for the calendars, and tell both."""
    SESSION_FLOW.make("cancel", session, actor=by, note=reason, at=at)
    revise(session, at)
    tell_of_session(News.CANCELLED, session, by=by, at=at, text=reason)


def cancel_together(
    series: SessionSeries,
    sessions: Sequence[Session],
    *,
    by: User | None,
    reason: str,
    at: dt.datetime,
) -> None:
    """Cancel these sessions of the series, and tell both once. The caller holds the rows."""
    if len(sessions) == 1:
        cancel(sessions[0], by=by, reason=reason, at=at)
        return
    for session in sessions:
        SESSION_FLOW.make("cancel", session, actor=by, note=reason, at=at)
        count_up(session, at)
    revise_series(series, at)
    in_order = sorted(sessions, key=lambda session: (session.starts_at, session.pk))
    tell_of_series(News.CANCELLED, series, in_order, by=by, at=at, text=reason)


def revise(session: Session, at: dt.datetime, *fields: str) -> None:
    """Save these fields under a higher number, by which calendars know the newer entry; that of its series rises too."""
    count_up(session, at, *fields)
    if session.series_id is not None:
        SessionSeries.objects.filter(pk=session.series_id).update(
            sequence=models.F("sequence") + 1, changed_at=at
        )


def revise_series(series: SessionSeries, at: dt.datetime, *fields: str) -> None:
    """Save these fields of a series under a higher number."""
    series.sequence += 1
    series.changed_at = at
    series.save(update_fields=["sequence", "changed_at", *fields])


def count_up(session: Session, at: dt.datetime, *fields: str) -> None:
    """Save these fields of a session under a higher number of its own."""
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
