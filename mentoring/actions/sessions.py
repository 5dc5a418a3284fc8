"""Sessions: booked, moved, cancelled, and recorded as held or missed."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.form_keys import first_result
from core.refusals import Conflict
from core.text import render_markdown
from mentoring import kinds
from mentoring.actions.session_news import News, cancel, revise, tell_of_session
from mentoring.booking.presence import refuse_while_away
from mentoring.models import Match, Session, SessionSeries
from mentoring.models.sessions import EARLY
from mentoring.participants import when_for
from mentoring.states import SESSION_FLOW, MatchState
from notifications.actions import notify
from workflow.flows import TransitionNotAllowed

REMIND_BEFORE = dt.timedelta(hours=24)
# No reminder follows so shortly after booking or moving a session.
NO_REMINDER_WITHIN = dt.timedelta(hours=6)
SUMMARY_TOP_HEADING = 4


class NotYetHeld(Conflict):
    """The session has not begun."""

    def __init__(self) -> None:
        super().__init__(_("This session has not started yet. Record it after it takes place."))


@transaction.atomic
def book_session(
    *,
    match: Match,
    by: User,
    starts_at: dt.datetime,
    time_zone: str,
    minutes: int,
    place_or_link: str,
    key: uuid.UUID,
    at: dt.datetime,
) -> Session:
    """Book a session, and tell both unless it is one of the past that is only to be recorded.

    The same key and words return the first session. Raises ``TransitionNotAllowed`` unless the match is
    active, and ``AlreadySubmitted`` for other words.
    """
    match = Match.objects.locked().get(pk=match.pk)
    first = first_result(
        Session.objects.filter(match=match),
        key,
        starts_at=starts_at,
        time_zone=time_zone,
        minutes=minutes,
        place_or_link=place_or_link,
    )
    if first:
        return first
    if match.state != MatchState.ACTIVE:
        raise TransitionNotAllowed("book_session", match)
    refuse_while_away(match, starts_at, at)
    session = Session.objects.create(
        match=match,
        booked_by=by,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        time_zone=time_zone,
        minutes=minutes,
        place_or_link=place_or_link,
        form_key=key,
        changed_at=at,
    )
    if session.ends_at > at:
        tell_of_session(News.BOOKED, session, by=by, at=at)
    return session


@transaction.atomic
def reschedule_session(
    *,
    session: Session,
    by: User,
    starts_at: dt.datetime,
    time_zone: str,
    minutes: int,
    place_or_link: str,
    at: dt.datetime,
) -> Session:
    """Move the session, or change its length or place; calendars take the raised number as newer.

    What changes nothing is no move, and nobody hears of it. Raises ``TransitionNotAllowed`` unless it is booked and
    the two are working together.
    """
    session = _locked(session, in_states={MatchState.ACTIVE})
    asked = {
        "starts_at": starts_at,
        "time_zone": time_zone,
        "minutes": minutes,
        "place_or_link": place_or_link,
    }
    is_booked = "reschedule" in SESSION_FLOW.possible(session.state)
    if is_booked and all(getattr(session, name) == value for name, value in asked.items()):
        return session
    SESSION_FLOW.make("reschedule", session, actor=by, at=at)
    for name, value in asked.items():
        setattr(session, name, value)
    session.ends_at = starts_at + dt.timedelta(minutes=minutes)
    session.reminded_at = None
    revise(session, at, *asked, "ends_at", "reminded_at")
    tell_of_session(News.MOVED, session, by=by, at=at)
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: User, at: dt.datetime, reason: str = "") -> Session:
    """Cancel the session and tell both, the other one why. Raises ``TransitionNotAllowed``."""
    session = _locked(session, in_states={MatchState.ACTIVE})
    cancel(session, by=by, reason=reason, at=at)
    return session


@transaction.atomic
def hold_session(*, session: Session, by: User, summary: str, at: dt.datetime) -> Session:
    """Record that the session took place, with a summary that both read.

    Raises ``NotYetHeld`` before it begins and ``TransitionNotAllowed`` unless it is booked.
    """
    session = _recordable(session, at)
    SESSION_FLOW.make("hold", session, actor=by, at=at)
    session.summary = summary
    session.summary_html = render_markdown(summary, top_heading=SUMMARY_TOP_HEADING)
    session.save(update_fields=["summary", "summary_html"])
    return session


@transaction.atomic
def miss_session(*, session: Session, by: User, at: dt.datetime, note: str = "") -> Session:
    """Record that the session did not take place. Raises as ``hold_session`` does."""
    session = _recordable(session, at)
    SESSION_FLOW.make("miss", session, actor=by, note=note, at=at)
    return session


def remind_of_sessions(*, at: dt.datetime) -> int:
    """Remind both people of each session within the next 24 hours, once; return how many sessions.

    Who booked or moved it within the last 6 hours knows, and is reminded later or not at all.
    """
    due = (
        Session.objects.booked()
        .filter(starts_at__gt=at, starts_at__lte=at + REMIND_BEFORE)
        .filter(
            reminded_at=None,
            changed_at__lte=at - NO_REMINDER_WITHIN,
            match__state=MatchState.ACTIVE,
        )
        .select_related("match__mentor", "match__mentee")
        .order_by("starts_at", "pk")
    )
    sessions = list(due)
    for session in sessions:
        _remind(session, at)
    return len(sessions)


@transaction.atomic
def _remind(session: Session, at: dt.datetime) -> None:
    match = session.match
    for reader, other in ((match.mentor, match.mentee), (match.mentee, match.mentor)):
        notify(
            recipients=[reader],
            kind=kinds.REMINDER,
            key=f"mentoring.reminder:{session.pk}:{session.sequence}",
            target=session,
            at=at,
            text=session.place_or_link,
            who=other.full_name,
            when=when_for(reader, session.starts_at),
        )
    Session.objects.filter(pk=session.pk, sequence=session.sequence).update(reminded_at=at)


_RECORDED_IN = frozenset(MatchState) - {MatchState.SUSPENDED}


def _locked(session: Session, *, in_states: Collection[str] = _RECORDED_IN) -> Session:
    """Lock the session, and before it its match and its series, whose number rises with it.

    Raises ``TransitionNotAllowed`` where the mentoring is in another state: the words would reach the other one.
    """
    list(Match.objects.select_for_update(no_key=True).filter(pk=session.match_id))
    list(SessionSeries.objects.locked().filter(sessions=session.pk))
    rows = Session.objects.select_for_update(of=("self",))
    locked = rows.select_related("match__mentor", "match__mentee").get(pk=session.pk)
    if locked.match.state not in in_states:
        raise TransitionNotAllowed("change_session", locked.match)
    return locked


def _recordable(session: Session, at: dt.datetime) -> Session:
    session = _locked(session)
    if session.starts_at - EARLY > at:
        raise NotYetHeld
    return session
