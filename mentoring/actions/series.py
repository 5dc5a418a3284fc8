"""Series of sessions: booked at once, and moved or cancelled from one session on or as a whole."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.form_keys import first_result
from mentoring.actions.session_news import (
    News,
    cancel_together,
    count_up,
    revise_series,
    tell_of_series,
    tell_of_shorter_series,
)
from mentoring.booking.presence import refuse_while_away
from mentoring.booking.rhythm import days_of_series, stays_on_last
from mentoring.models import Match, Session, SessionSeries
from mentoring.models.series import MOST_SESSIONS
from mentoring.states import SESSION_FLOW, MatchState
from workflow.flows import TransitionNotAllowed


class Scope(models.TextChoices):
    """Which sessions of a series a change is for."""

    ONE = "one", _("Only this one")
    FOLLOWING = "following", _("This one and all later ones")
    ALL = "all", _("All upcoming sessions")


@transaction.atomic
def book_series(
    *,
    match: Match,
    by: User,
    rhythm: str,
    first_on: dt.date,
    time: dt.time,
    time_zone: str,
    times: int,
    minutes: int,
    place_or_link: str,
    key: uuid.UUID,
    at: dt.datetime,
) -> SessionSeries:
    """Book as many sessions as ``times`` says, and tell both once.

    The same key and words return the first series. Raises ``TransitionNotAllowed`` unless the match is active, and
    ``AlreadySubmitted`` for other words.
    """
    match = Match.objects.locked().get(pk=match.pk)
    words = {
        "rhythm": rhythm,
        "first_on": first_on,
        "time": time,
        "time_zone": time_zone,
        "times": times,
        "minutes": minutes,
        "place_or_link": place_or_link,
    }
    # What was moved since then is still what this form booked.
    sent = SessionSeries.objects.filter(match=match, sequence=0)
    if first := first_result(sent, key, **words):
        return first
    if moved := SessionSeries.objects.filter(match=match, form_key=key).first():
        return moved
    if match.state != MatchState.ACTIVE:
        raise TransitionNotAllowed("book_series", match)
    refuse_while_away(match, None, at)
    series = SessionSeries.objects.create(
        match=match, booked_by=by, form_key=key, changed_at=at, **words
    )
    sessions = Session.objects.bulk_create(
        [_session(series, day, at) for day in days_of_series(series, times)]
    )
    tell_of_series(News.BOOKED, series, sessions, by=by, at=at, text=place_or_link)
    return series


def _session(series: SessionSeries, day: dt.date, at: dt.datetime) -> Session:
    starts_at = series.moment_on(day).astimezone(dt.UTC)
    return Session(
        match=series.match,
        booked_by=series.booked_by,
        series=series,
        slot_on=day,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=series.minutes),
        time_zone=series.time_zone,
        minutes=series.minutes,
        place_or_link=series.place_or_link,
        changed_at=at,
    )


@transaction.atomic
def reschedule_series(
    *,
    session: Session,
    scope: str,
    by: User,
    day: dt.date,
    time: dt.time,
    time_zone: str,
    minutes: int,
    place_or_link: str,
    at: dt.datetime,
) -> Session:
    """Move this session to the day and time, and with it those that follow or all that are to come, in their rhythm.

    Sessions that were moved alone come back into the rhythm; a gap where one was cancelled stays. While others of
    the series keep their time, those that move become a series of their own, which names the one it was moved from. What changes nothing is no move. Raises
    ``TransitionNotAllowed`` unless the session is booked and to come.
    """
    series, chosen = _chosen(session, scope, at, move="reschedule")
    first_on = new_first_day(chosen, session, scope=scope, day=day)
    words = {
        "first_on": first_on,
        "on_last": stays_on_last(series, first_on),
        "time": time,
        "time_zone": time_zone,
        "minutes": minutes,
        "place_or_link": place_or_link,
    }
    steps = steps_of(series, chosen)
    is_whole = not series.sessions.standing().exclude(pk__in=[one.pk for one in chosen]).exists()
    target = series if is_whole else _split_off(series, by, steps[-1] + 1, at)
    for name, value in words.items():
        setattr(target, name, value)
    days = days_of_series(target, MOST_SESSIONS)
    moves = [
        (one, _session(target, days[step], at)) for one, step in zip(chosen, steps, strict=True)
    ]
    if all(_is_same(one, wanted) for one, wanted in moves):
        return session
    if is_whole:
        target.times = steps[-1] + 1
        revise_series(target, at, *words, "times")
    else:
        target.save()
        revise_series(series, at)
    _move_all(moves, target, by=by, at=at)
    tell_of_series(
        News.MOVED, target, [wanted for _one, wanted in moves], by=by, at=at, text=place_or_link
    )
    if not is_whole:
        tell_of_shorter_series(series, at=at)
    return session


def steps_of(series: SessionSeries, chosen: Sequence[Session]) -> list[int]:
    """Return how many times of the rhythm each of these sessions is after the first of them."""
    days = days_of_series(series, MOST_SESSIONS)
    numbers = [days.index(one.slot_on) for one in chosen if one.slot_on]
    return [number - numbers[0] for number in numbers]


def new_first_day(
    chosen: Sequence[Session], session: Session, *, scope: str, day: dt.date
) -> dt.date:
    """Return the day of the first chosen session when this one, of which the reader thinks, moves to ``day``."""
    if scope != Scope.ALL or chosen[0].slot_on is None:
        return day
    return chosen[0].slot_on + (day - session.starts_at.astimezone(session.zone).date())


def _split_off(series: SessionSeries, by: User, times: int, at: dt.datetime) -> SessionSeries:
    """Return the series, not yet saved, that the moved sessions will be."""
    return SessionSeries(
        match=series.match,
        booked_by=by,
        rhythm=series.rhythm,
        times=times,
        changed_at=at,
        moved_from=series,
    )


def _is_same(session: Session, wanted: Session) -> bool:
    names = ("slot_on", "starts_at", "time_zone", "minutes", "place_or_link")
    return all(getattr(session, name) == getattr(wanted, name) for name in names)


def _move_all(
    moves: Sequence[tuple[Session, Session]], series: SessionSeries, *, by: User, at: dt.datetime
) -> None:
    """Write the new times; those that move towards later days go last first, as each day of a series is taken once."""
    names = ("slot_on", "starts_at", "ends_at", "time_zone", "minutes", "place_or_link")
    first, first_wanted = moves[0]
    is_later = bool(first.slot_on and first_wanted.slot_on and first_wanted.slot_on > first.slot_on)
    for session, wanted in reversed(moves) if is_later else moves:
        SESSION_FLOW.make("reschedule", session, actor=by, at=at)
        for name in names:
            setattr(session, name, getattr(wanted, name))
        session.series = series
        session.reminded_at = None
        count_up(session, at, *names, "series", "reminded_at")


@transaction.atomic
def cancel_series(
    *, session: Session, scope: str, by: User, at: dt.datetime, reason: str = ""
) -> Session:
    """Cancel this session and those that follow, or all that are to come, and tell both once.

    Raises ``TransitionNotAllowed`` unless the session is booked and to come.
    """
    series, chosen = _chosen(session, scope, at, move="cancel")
    cancel_together(series, chosen, by=by, reason=reason, at=at)
    return session


def _chosen(
    session: Session, scope: str, at: dt.datetime, *, move: str
) -> tuple[SessionSeries, list[Session]]:
    """Lock the match, the series and its sessions, and return those that the change is for, in their order."""
    match = Match.objects.locked().get(pk=session.match_id)
    series = SessionSeries.objects.locked().get(sessions=session.pk)
    rows = Session.objects.filter(series=series).select_for_update(of=("self",))
    coming = rows.upcoming(at).select_related("match__mentor", "match__mentee")
    chosen = chosen_of(list(coming.order_by("slot_on", "pk")), session, scope)
    if match.state == MatchState.SUSPENDED:
        raise TransitionNotAllowed(move, match)
    if not any(one.pk == session.pk for one in chosen):
        raise TransitionNotAllowed(move, Session.objects.get(pk=session.pk))
    return series, chosen


def chosen_of(coming: Sequence[Session], session: Session, scope: str) -> list[Session]:
    """Return those of the coming sessions of a series that a change of this scope is for."""
    if scope == Scope.ONE:
        return [one for one in coming if one.pk == session.pk]
    if scope == Scope.ALL or session.slot_on is None:
        return list(coming)
    return [one for one in coming if one.slot_on and one.slot_on >= session.slot_on]
