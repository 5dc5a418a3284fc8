"""The events of a network: to come and over, and announcing one."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from events.models import Event
from events.models.registrations import with_taken
from events.states import EventState
from networks.actions.events import (
    add_network_events,
    create_network_event,
    remove_network_event,
)
from networks.forms.events import AddNetworkEventsForm, NewNetworkEventForm
from networks.models import Network, events_in_hand, events_of, events_to_add
from networks.refusals import NetworkArchived
from networks.views.common import find_network
from networks.views.networks import network_frame_context

_MOST_TO_ADD = 100


@require_safe
def network_events(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the events of the network that the reader may come to, those to come first."""
    network = find_network(request.user, slug)
    now = timezone.now()
    seen = with_taken(events_of(network, request.user))
    known = seen.exclude(state=EventState.DRAFT)
    may_announce = allows(request.user, "networks.moderate", network)
    context = {
        **network_frame_context(request.user, network, tab="events"),
        "coming": known.upcoming(now)[:50],
        "page": paginate(request, known.past(now), per_page=20),
        "drafts": seen.filter(state=EventState.DRAFT).order_by("starts_at", "pk")[:50]
        if may_announce
        else [],
        "may_announce": may_announce and network.is_open,
        "removable": _removable(request.user, network, now)
        if may_announce and network.is_open
        else set(),
    }
    return render(request, "networks/network_events.html", context)


def _removable(user: User, network: Network, now: dt.datetime) -> set[int]:
    """Return the keys of the events that this moderator can take out of the network."""
    mine = events_in_hand(user, now).filter(of_networks__network=network)
    return set(mine.order_by().values_list("pk", flat=True))


@reads_and_writes
def network_event_add(request: MemberRequest, slug: str) -> HttpResponse:
    """Let moderators add events that are there and that they look after."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    if not network.is_open:
        raise NetworkArchived
    now = timezone.now()
    events = list(events_to_add(network, by=request.user, now=now)[:_MOST_TO_ADD])
    form = AddNetworkEventsForm(posted(request), events=events)
    answer = save(
        request,
        form,
        lambda: add_network_events(network=network, keys=form.chosen, by=request.user, at=now),
        to=("networks:network_events", slug),
        said=lambda added: _added(len(added)),
        page_for=(NetworkArchived,),
    )
    context = {"network": network, "events": events}
    return answer or show(request, "networks/network_event_add.html", form, context)


def _added(number: int) -> str:
    words = ngettext("%(number)d event added.", "%(number)d events added.", number)
    return words % {"number": number}


@require_POST
def network_event_remove(request: MemberRequest, slug: str, event_pk: int) -> HttpResponse:
    """Take an event out of the network; the event stays."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    now = timezone.now()
    remove_network_event(network=network, event=event, by=request.user, at=now)
    can_be_added = events_to_add(network, by=request.user, now=now).filter(pk=event_pk)
    address = reverse("networks:network_event_add", args=[slug])
    undo = Undo(address, {"events": event_pk}) if can_be_added.exists() else None
    said = _("%(event)s is no longer an event of this network.")
    messages.success(request, told(said, undo, event=linked(event, event)))
    return redirect("networks:network_events", slug)


@reads_and_writes
def network_event_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Let moderators make an event or a series of the network, as a draft."""
    network = find_network(request.user, slug)
    require(request.user, "networks.moderate", network)
    if not network.is_open:
        raise NetworkArchived
    now = timezone.now()
    form = NewNetworkEventForm(
        posted(request), network=network, author=request.user, reader=request.user, now=now
    )
    answer = save(
        request,
        form,
        lambda: _create(request, network, form, now),
        to=lambda event: event.series or event,
        said=_("Draft saved. We tell members once you publish it."),
        page_for=(NetworkArchived,),
    )
    return answer or show(request, "networks/network_event_new.html", form, {"network": network})


def _create(
    request: MemberRequest, network: Network, form: NewNetworkEventForm, now: dt.datetime
) -> Event:
    words = {**form.times, **form.words}
    if form.is_series:
        words |= {"rhythm": form.cleaned_data["rhythm"], "moments": form.moments}
    return create_network_event(network=network, by=request.user, key=form.key, at=now, **words)
