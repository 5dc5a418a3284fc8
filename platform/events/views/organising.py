"""Making, editing, moving and cancelling an event."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from events.actions.events import cancel_event, create_event, edit_event, move_event
from events.forms.events import CancelEventForm, EditEventForm, MoveEventForm, NewEventForm
from events.models import Event
from events.states import EVENT_FLOW
from events.views.events import find_event
from workflow.flows import TransitionNotAllowed


def _find_managed(request: MemberRequest, pk: int) -> Event:
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    return event


@reads_and_writes
def event_new(request: MemberRequest) -> HttpResponse:
    """Make an event, as a draft."""
    require(request.user, "events.create")
    now = timezone.now()
    form = NewEventForm(posted(request), author=request.user, reader=request.user, now=now)
    answer = save(
        request,
        form,
        lambda: create_event(by=request.user, key=form.key, at=now, **form.times, **form.words),
        to=lambda event: event,
        said=_("Draft saved. Publish it when it is ready."),
    )
    return answer or show(request, "events/event_new.html", form)


@reads_and_writes
def event_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit what an event says about itself, and where it takes place."""
    event = _find_managed(request, pk)
    form = EditEventForm(posted(request), instance=event, author=request.user)
    answer = save(
        request,
        form,
        lambda: edit_event(
            event=event,
            by=request.user,
            opened_at=form.opened_at,
            at=timezone.now(),
            **form.words,
        ),
        to=event,
        said=_("Event saved."),
    )
    return answer or show(request, "events/event_edit.html", form, {"event": event})


@reads_and_writes
def event_move(request: MemberRequest, pk: int) -> HttpResponse:
    """Move an event to another time, or change its length."""
    event = _find_managed(request, pk)
    local = event.starts_at.astimezone(event.zone)
    now = timezone.now()
    form = MoveEventForm(
        posted(request),
        initial={
            "day": local.date(),
            "time": local.time(),
            "time_zone": event.time_zone,
            "minutes": event.minutes,
        },
        reader=request.user,
        now=now,
    )
    answer = save(
        request,
        form,
        lambda: move_event(
            event=event, by=request.user, at=now, note=form.cleaned_data["note"], **form.times
        ),
        to=event,
        said=_("Event moved."),
    )
    return answer or show(request, "events/event_move.html", form, {"event": event})


@reads_and_writes
def event_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel an event, with a reason that everyone reads."""
    event = _find_managed(request, pk)
    if request.method == "GET" and "cancel" not in EVENT_FLOW.possible(event.state):
        raise TransitionNotAllowed("cancel", event)
    form = CancelEventForm(posted(request))
    answer = save(
        request,
        form,
        lambda: cancel_event(
            event=event,
            by=request.user,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        ),
        to=event,
        said=_("Event cancelled."),
    )
    return answer or show(request, "events/event_cancel.html", form, {"event": event})
