"""Sessions: booked, moved, cancelled, recorded, and taken into a calendar."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from mentoring.actions.series import Scope, cancel_series, reschedule_series
from mentoring.actions.sessions import (
    book_session,
    cancel_session,
    hold_session,
    miss_session,
    reschedule_session,
)
from mentoring.booking.free_hours import free_times
from mentoring.booking.warnings import Meeting
from mentoring.calendar_events import calendar_event
from mentoring.forms.sessions import (
    SessionCancelForm,
    SessionForm,
    SessionMoveForm,
    SessionOutcomeForm,
)
from mentoring.history import events_of
from mentoring.models import Session
from mentoring.participants import partner_of, when_for
from mentoring.states import MatchState, SessionState
from mentoring.views.matches import find_match
from mentoring.views.series import calendar_download, series_entries_of
from workflow.models import Transition


def _find_session(request: MemberRequest, pk: int) -> Session:
    found = Session.objects.visible_to(request.user).select_related(
        *("match__mentor__profile", "match__mentee__profile", "match__organisation"),
        *("booked_by", "series__match"),
    )
    session = get_object_or_404(found, pk=pk)
    require(request.user, "mentoring.take_part", session.match)
    return session


def _can_be_changed(session: Session) -> bool:
    """Tell whether it can still be moved or cancelled."""
    is_booked = session.state == SessionState.BOOKED
    return is_booked and session.match.state == MatchState.ACTIVE


def _coming(session: Session) -> list[Session]:
    """Return what is still to come of the series of the session, in its order; nothing for a single one."""
    if session.series_id is None:
        return []
    coming = Session.objects.filter(series=session.series_id).upcoming(timezone.now())
    return list(coming.order_by("slot_on", "pk"))


def _scope(request: MemberRequest) -> str:
    """Return what the form begins with: one session, or several for whoever comes from the page of a series."""
    return Scope.FOLLOWING if request.GET.get("for") == "all" else Scope.ONE


def _booking(form: SessionForm) -> dict[str, Any]:
    names = ("starts_at", "time_zone", "minutes", "place_or_link")
    return {name: form.cleaned_data[name] for name in names}


@reads_and_writes
def session_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Book a session, or enter one that took place."""
    match = find_match(request, pk)
    if request.method == "GET" and match.state != MatchState.ACTIVE:
        return redirect(match)
    now = timezone.now()
    meeting = Meeting(match, request.user)
    form = SessionForm(posted(request), meeting=meeting, now=now)
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
    context = {
        "match": match,
        "other": meeting.other,
        "free": free_times(request.user, meeting.other, now=now),
    }
    return answer or show(request, "mentoring/session_new.html", form, context)


@require_safe
def session_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one session, in the reader's own time."""
    session = _find_session(request, pk)
    now = timezone.now()
    is_booked = session.state == SessionState.BOOKED
    other = partner_of(session.match, request.user)
    context = {
        "session": session,
        "match": session.match,
        "other": other,
        "their_time": when_for(other, session.starts_at)
        if other.time_zone != request.user.time_zone
        else "",
        "may_be_recorded": session.may_be_recorded(now),
        "is_over": is_booked and session.ends_at <= now,
        "is_ahead": session.is_ahead(now),
        "clashes": Meeting(session.match, request.user).own_clashes(session)
        if session.is_ahead(now)
        else [],
        "history": events_of(Transition.objects.of(session)),
    }
    return render(request, "mentoring/session_detail.html", context)


@reads_and_writes
def session_move(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a session to another time or place."""
    session = _find_session(request, pk)
    if request.method == "GET" and not _can_be_changed(session):
        return redirect(session)
    local = session.starts_at.astimezone(session.zone)
    coming = _coming(session)
    meeting, before = Meeting(session.match, request.user), session.sequence
    form = SessionMoveForm(
        posted(request),
        initial={
            "day": local.date(),
            "time": local.time(),
            "time_zone": session.time_zone,
            "minutes": session.minutes,
            "place_or_link": session.place_or_link,
            "scope": _scope(request),
        },
        meeting=meeting,
        now=timezone.now(),
        session=session,
        coming=coming,
    )
    answer = save(
        request,
        form,
        lambda: _move(request, session, form),
        to=session,
        said=lambda moved: _moved_in_words(moved, form, before=before),
    )
    context = {
        **_page(request, session),
        "free": free_times(request.user, meeting.other, now=timezone.now()),
    }
    return answer or show(request, "mentoring/session_move.html", form, context)


def _moved_in_words(moved: Session, form: SessionMoveForm, *, before: int) -> str:
    if not form.is_for_one:
        return _("Sessions moved.")
    if moved.sequence == before:
        return _("Nothing has changed: the session is as it was.")
    return _("Session moved.")


def _move(request: MemberRequest, session: Session, form: SessionMoveForm) -> Session:
    now = timezone.now()
    if form.is_for_one:
        return reschedule_session(session=session, by=request.user, at=now, **_booking(form))
    names = ("day", "time", "time_zone", "minutes", "place_or_link")
    words = {name: form.cleaned_data[name] for name in names}
    return reschedule_series(
        session=session, scope=form.chosen_scope, by=request.user, at=now, **words
    )


@reads_and_writes
def session_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel a session, of a series also those that follow, with a reason for the other one."""
    session = _find_session(request, pk)
    if request.method == "GET" and not _can_be_changed(session):
        return redirect(session)
    form = SessionCancelForm(
        posted(request),
        session=session,
        coming=_coming(session),
        initial={"scope": _scope(request)},
    )

    def act() -> Session:
        words = {"reason": form.cleaned_data["reason"], "at": timezone.now()}
        if form.is_for_one:
            return cancel_session(session=session, by=request.user, **words)
        return cancel_series(session=session, scope=form.chosen_scope, by=request.user, **words)

    answer = save(
        request,
        form,
        act,
        to=session,
        said=lambda _done: _("Session cancelled.") if form.is_for_one else _("Sessions cancelled."),
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
    """Download the session as a calendar file, with the whole series if it is one of a series."""
    session = _find_session(request, pk)
    if session.series:
        return calendar_download(series_entries_of(session.series, request.user))
    return calendar_download([calendar_event(session, reader=request.user)])
