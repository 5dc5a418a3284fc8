"""Registering for an event, taking an offered place, and withdrawing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.types import MemberRequest
from core.web.telling import Undo, told
from events.actions.registrations import accept_offer, register, withdraw
from events.states import RegistrationState
from events.views.events import find_event

_SAID = {
    RegistrationState.REGISTERED: gettext_lazy(
        "You have a place. We have sent you an email with the calendar file."
    ),
    RegistrationState.WAITING: gettext_lazy(
        "You are on the waiting list. We tell you when a place is free."
    ),
    RegistrationState.OFFERED: gettext_lazy("A place is held for you. Take it, or pass it on."),
}


@require_POST
def event_register(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a place at an event, or the next number on its waiting list."""
    event = find_event(request.user, pk)
    seat = request.POST.get("seat", "")
    mine = register(event=event, user=request.user, seat=seat, at=timezone.now())
    undo = Undo(reverse("events:event_withdraw", args=[pk]))
    messages.success(request, told(_SAID[RegistrationState(mine.state)], undo))
    return redirect(event)


@require_POST
def event_accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the place that is held for the reader."""
    event = find_event(request.user, pk)
    accept_offer(event=event, user=request.user, at=timezone.now())
    messages.success(request, _SAID[RegistrationState.REGISTERED])
    return redirect(event)


@require_POST
def event_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Give up a place, an offer, or a number on the waiting list."""
    event = find_event(request.user, pk)
    withdraw(event=event, user=request.user, by=request.user, at=timezone.now())
    messages.success(request, _("You have withdrawn from this event."))
    return redirect(event)
