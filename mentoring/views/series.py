"""Series of sessions: shown before they are booked, booked at once, and looked at as a whole."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from core.files.calendar_files import CalendarEvent, published_calendar
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from mentoring.actions.series import book_series
from mentoring.booking.free_hours import free_times
from mentoring.booking.rhythm import words_of
from mentoring.booking.warnings import Meeting
from mentoring.calendar_events import series_entries
from mentoring.forms.series import SeriesForm
from mentoring.models import Session, SessionSeries
from mentoring.participants import partner_of
from mentoring.states import MatchState
from mentoring.views.matches import find_match


@reads_and_writes
def series_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what a series would be, with what speaks against each session, and book it as it was shown."""
    match = find_match(request, pk)
    if request.method == "GET" and match.state != MatchState.ACTIVE:
        return redirect(match)
    now = timezone.now()
    meeting = Meeting(match, request.user)
    form = SeriesForm(posted(request), meeting=meeting, now=now)
    answer = save(
        request,
        form,
        lambda: book_series(match=match, by=request.user, key=form.key, at=now, **form.booking),
        to=lambda series: series,
        said=lambda series: (
            ngettext("%(number)d session booked.", "%(number)d sessions booked.", series.times)
            % {"number": series.times}
        ),
    )
    context = {
        "match": match,
        "other": meeting.other,
        "free": free_times(request.user, meeting.other, now=now),
    }
    return answer or show(request, "mentoring/series_new.html", form, context)


def _find_series(request: MemberRequest, pk: int) -> SessionSeries:
    found = SessionSeries.objects.visible_to(request.user).select_related(
        "match__mentor__profile",
        "match__mentee__profile",
        "match__organisation",
        "booked_by",
        "moved_from",
    )
    series = get_object_or_404(found, pk=pk)
    require(request.user, "mentoring.take_part", series.match)
    return series


@require_safe
def series_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the sessions of a series, each of which can be moved or cancelled alone."""
    series = _find_series(request, pk)
    sessions = list(Session.objects.filter(series=series).order_by("starts_at", "pk"))
    coming = [one for one in sessions if one.is_ahead(timezone.now())]
    context = {
        "series": series,
        "match": series.match,
        "other": partner_of(series.match, request.user),
        "rhythm": words_of(series),
        "sessions": sessions,
        "next": coming[0] if coming else None,
        "has_more": len(coming) > 1,
        "moved_on": list(series.moved_on.order_by("first_on", "pk")),
    }
    return render(request, "mentoring/series_detail.html", context)


@require_safe
def series_ics(request: MemberRequest, pk: int) -> HttpResponse:
    """Download the series as a calendar file."""
    return calendar_download(series_entries_of(_find_series(request, pk), request.user))


def series_entries_of(series: SessionSeries, reader: User) -> list[CalendarEvent]:
    """Load the sessions of a series and describe it to the calendar of one of the two."""
    sessions = Session.objects.filter(series=series).select_related(
        "match__mentor", "match__mentee"
    )
    return series_entries(series, list(sessions.order_by("slot_on", "pk")), reader=reader)


def calendar_download(entries: Iterable[CalendarEvent]) -> HttpResponse:
    """Send the entries as a file that somebody takes into a calendar."""
    response = HttpResponse(
        published_calendar(entries), content_type="text/calendar; charset=utf-8; method=PUBLISH"
    )
    response["Content-Disposition"] = 'attachment; filename="mentoring-session.ics"'
    return response
