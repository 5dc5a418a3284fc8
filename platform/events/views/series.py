"""The page of a series of events, and registering for all of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.times.rhythm import rhythm_in_words
from core.types import MemberRequest, Person
from core.web.telling import Undo, told
from events.actions.series import register_for_series, withdraw_from_series
from events.models import Event, EventSeries, Registration
from events.models.events import open_to
from events.models.registrations import with_taken
from events.states import EventState, Seat


def _find_series(reader: Person, pk: int) -> tuple[EventSeries, list[Event]]:
    """Return the series with those of its events that the reader may see. Raises ``Http404`` without any."""
    seen = with_taken(Event.objects.visible_to(reader)).filter(series=pk)
    events = list(seen.select_related("series").order_by("starts_at", "pk"))
    if not events or events[0].series is None:
        raise Http404
    return events[0].series, events


@login_not_required
@require_safe
def series_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the events of a series, with what the reader has at each."""
    series, events = _find_series(request.user, pk)
    now = timezone.now()
    mine = Registration.objects.visible_to(request.user).filter(event__in=events)
    own = {row.event_id: row for row in mine}
    ahead = [event for event in events if event.is_ahead(now)]
    context = {
        "series": series,
        "rhythm": rhythm_in_words(series.rhythm, series.first_on),
        "rows": [(event, own.get(event.pk)) for event in events],
        "seats": _seats(ahead, own) if _may_come(request.user, ahead) else [],
        "has_live": any(row.is_live and row.event_id in {e.pk for e in ahead} for row in mine),
        "draft": next((event for event in events if event.state == EventState.DRAFT), None),
    }
    return render(request, "events/series_detail.html", context)


def _seats(ahead: list[Event], own: dict[int, Registration]) -> list[Seat]:
    """Return the ways in which the reader can still register for an event of the series."""
    free = [event for event in ahead if not (event.pk in own and own[event.pk].is_live)]
    return [seat for seat in Seat if any(seat in event.seats for event in free)]


def _may_come(reader: Person, ahead: list[Event]) -> bool:
    if not reader.is_authenticated:
        return bool(ahead)
    keys = [event.pk for event in ahead]
    return Event.objects.filter(open_to(reader), pk__in=keys).exists()


@require_POST
def series_register(request: MemberRequest, pk: int) -> HttpResponse:
    """Register for all events of the series that are to come."""
    series, _events = _find_series(request.user, pk)
    seat = request.POST.get("seat", "")
    new = register_for_series(series=series, user=request.user, seat=seat, at=timezone.now())
    places = sum(mine.is_registered for mine in new)
    words: dict[str, Any] = {"places": places, "waiting": len(new) - places}
    said = ngettext(
        "You have a place at %(places)d event.", "You have a place at %(places)d events.", places
    )
    if words["waiting"]:
        said += " " + _("You are on the waiting list of %(waiting)d.")
    undo = Undo(reverse("events:series_withdraw", args=[pk]))
    messages.success(request, told(said % words, undo if new else None))
    return redirect(series)


@require_POST
def series_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Give up everything at the coming events of the series."""
    series, _events = _find_series(request.user, pk)
    count = withdraw_from_series(series=series, user=request.user, at=timezone.now())
    said = ngettext(
        "You have withdrawn from %(count)d event.",
        "You have withdrawn from %(count)d events.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(series)
