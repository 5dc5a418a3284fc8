"""Making, editing, moving and cancelling an event."""

import datetime as dt

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from events.actions.events import cancel_event, create_event, edit_event, move_event
from events.actions.series import (
    cancel_following,
    coming_from,
    create_series,
    edit_drafts,
    other_drafts,
)
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
        lambda: _create(request, form, now),
        to=lambda event: event.series or event,
        said=_("Draft saved. Publish it when it is ready."),
    )
    return answer or show(request, "events/event_new.html", form)


def _create(request: MemberRequest, form: NewEventForm, now: dt.datetime) -> Event:
    words = {"by": request.user, "key": form.key, "at": now, **form.times, **form.words}
    if form.is_series:
        rhythm = {"rhythm": form.cleaned_data["rhythm"], "moments": form.moments}
        return create_series(**rhythm, **words)
    return create_event(**words)


@reads_and_writes
def event_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit what an event says about itself, and where it takes place."""
    event = _find_managed(request, pk)
    form = EditEventForm(
        posted(request),
        instance=event,
        author=request.user,
        has_other_drafts=bool(other_drafts(event, by=request.user)),
    )

    def act() -> Event:
        change = edit_drafts if form.is_for_all_drafts else edit_event
        return change(
            event=event,
            by=request.user,
            opened_at=form.opened_at,
            at=timezone.now(),
            **form.words,
        )

    answer = save(
        request,
        form,
        act,
        to=event,
        said=_("Event saved."),
    )
    return answer or show(request, "events/event_edit.html", form, {"event": event})


@reads_and_writes
def event_move(request: MemberRequest, pk: int) -> HttpResponse:
    """Move an event to another time, or change its length."""
    event = _find_managed(request, pk)
    now = timezone.now()
    form = MoveEventForm(
        posted(request), initial=MoveEventForm.initial_of(event), reader=request.user, now=now
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
    now = timezone.now()
    following = len(coming_from(event, by=request.user, at=now))
    form = CancelEventForm(posted(request), has_following=following > 1)
    answer = save(
        request,
        form,
        lambda: (cancel_following if form.cleaned_data.get("following") else cancel_event)(
            event=event,
            by=request.user,
            reason=form.cleaned_data["reason"],
            at=now,
        ),
        to=event,
        said=lambda _done: (
            _("Events cancelled. We have told everyone who registered.")
            if form.cleaned_data.get("following")
            else _("Event cancelled. We have told everyone who registered.")
        ),
    )
    return answer or show(request, "events/event_cancel.html", form, {"event": event})
