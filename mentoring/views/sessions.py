"""Sessions: booked, moved, cancelled, recorded, and taken into a calendar."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.files.calendar_files import published_calendar
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from mentoring.actions.sessions import (
    book_session,
    cancel_session,
    hold_session,
    miss_session,
    reschedule_session,
)
from mentoring.calendar_events import calendar_event
from mentoring.clashes import clashes_of
from mentoring.forms.matches import CancellingReasonForm
from mentoring.forms.sessions import SessionForm, SessionOutcomeForm
from mentoring.history import events_of
from mentoring.models import Match, Session
from mentoring.participants import partner_of
from mentoring.states import SessionState
from mentoring.views.matches import find_match
from workflow.models import Transition


def _find_session(request: MemberRequest, pk: int) -> Session:
    found = Session.objects.visible_to(request.user).select_related(
        "match__mentor__profile", "match__mentee__profile", "match__organisation", "booked_by"
    )
    session = get_object_or_404(found, pk=pk)
    require(request.user, "mentoring.take_part", session.match)
    return session


def _form(
    request: MemberRequest,
    match: Match,
    initial: dict[str, Any],
    *,
    zone: str = "",
    moved: Session | None = None,
) -> SessionForm:
    other = partner_of(match, request.user)
    mine = request.user.time_zone

    def find_clashes(starts_at: dt.datetime, minutes: int, key: uuid.UUID) -> list[str]:
        return clashes_of(
            match, reader=request.user, starts_at=starts_at, minutes=minutes, but=moved, key=key
        )

    return SessionForm(
        posted(request),
        initial={"time_zone": zone or mine, **initial},
        zones=[mine, other.time_zone, *([zone] if zone else [])],
        now=timezone.now(),
        find_clashes=find_clashes,
    )


def _booking(form: SessionForm) -> dict[str, Any]:
    names = ("starts_at", "time_zone", "minutes", "place_or_link")
    return {name: form.cleaned_data[name] for name in names}


@reads_and_writes
def session_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Book a session, or enter one that took place."""
    match = find_match(request, pk)
    form = _form(request, match, {})
    now = timezone.now()
    answer = save(
        request,
        form,
        lambda: book_session(match=match, by=request.user, key=form.key, at=now, **_booking(form)),
        to=lambda session: (
            ("mentoring:session_record", session.pk) if session.ends_at <= now else session
        ),
        said=lambda session: (
            _("Session added. Now record what you did and agreed.")
            if session.ends_at <= now
            else _("Session booked.")
        ),
    )
    context = {"match": match, "other": partner_of(match, request.user)}
    return answer or show(request, "mentoring/session_new.html", form, context)


@require_safe
def session_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one session, in the reader's own time."""
    session = _find_session(request, pk)
    now = timezone.now()
    is_booked = session.state == SessionState.BOOKED
    context = {
        "session": session,
        "match": session.match,
        "other": partner_of(session.match, request.user),
        "may_be_recorded": session.may_be_recorded(now),
        "is_over": is_booked and session.ends_at <= now,
        "is_ahead": is_booked and session.ends_at > now,
        "history": events_of(Transition.objects.of(session)),
    }
    return render(request, "mentoring/session_detail.html", context)


@reads_and_writes
def session_move(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a session to another time or place."""
    session = _find_session(request, pk)
    local = session.starts_at.astimezone(session.zone)
    initial = {
        "day": local.date(),
        "time": local.time(),
        "minutes": session.minutes,
        "place_or_link": session.place_or_link,
    }
    form = _form(request, session.match, initial, zone=session.time_zone, moved=session)
    answer = save(
        request,
        form,
        lambda: reschedule_session(
            session=session, by=request.user, at=timezone.now(), **_booking(form)
        ),
        to=session,
        said=_("Session moved."),
    )
    return answer or show(request, "mentoring/session_move.html", form, _page(request, session))


@reads_and_writes
def session_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel a session, with a reason for the other one."""
    session = _find_session(request, pk)
    form = CancellingReasonForm(posted(request), label=_("Cancel the session"))
    answer = save(
        request,
        form,
        lambda: cancel_session(session=session, by=request.user, at=timezone.now(), **form.words),
        to=session,
        said=_("Session cancelled."),
    )
    return answer or show(request, "mentoring/session_cancel.html", form, _page(request, session))


@reads_and_writes
def session_record(request: MemberRequest, pk: int) -> HttpResponse:
    """Record whether the session took place, and what came of it."""
    session = _find_session(request, pk)
    form = SessionOutcomeForm(posted(request))

    def act() -> Session:
        words, now = form.cleaned_data["summary"], timezone.now()
        if "missed" in request.POST:
            return miss_session(session=session, by=request.user, note=words, at=now)
        return hold_session(session=session, by=request.user, summary=words, at=now)

    answer = save(request, form, act, to=session.match, said=_("Session recorded."))
    may_be_recorded = session.may_be_recorded(timezone.now())
    context = {**_page(request, session), "may_be_recorded": may_be_recorded}
    return answer or show(request, "mentoring/session_record.html", form, context)


def _page(request: MemberRequest, session: Session) -> dict[str, Any]:
    """Return the context that the page of every form about a session needs."""
    match = session.match
    return {"session": session, "match": match, "other": partner_of(match, request.user)}


@require_safe
def session_ics(request: MemberRequest, pk: int) -> HttpResponse:
    """Download the session as a calendar file."""
    event = calendar_event(_find_session(request, pk), reader=request.user)
    response = HttpResponse(
        published_calendar([event]), content_type="text/calendar; charset=utf-8; method=PUBLISH"
    )
    response["Content-Disposition"] = 'attachment; filename="mentoring-session.ics"'
    return response
