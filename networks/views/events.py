"""The events of a network: to come and over, and announcing one."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes
from events.models import Event
from events.models.registrations import with_taken
from events.states import EventState
from networks.actions.events import create_network_event
from networks.forms.events import NewNetworkEventForm
from networks.models import Network, events_of
from networks.refusals import NetworkArchived
from networks.views.common import find_network
from networks.views.networks import network_frame_context


@require_safe
def network_events(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the events of the network that the reader may come to, those to come first."""
    network = find_network(request.user, slug)
    now = timezone.now()
    seen = with_taken(events_of(network, request.user))
    told = seen.exclude(state=EventState.DRAFT)
    may_announce = allows(request.user, "networks.moderate", network)
    context = {
        **network_frame_context(request.user, network, tab="events"),
        "coming": told.upcoming(now)[:50],
        "page": paginate(request, told.past(now), per_page=20),
        "drafts": seen.filter(state=EventState.DRAFT).order_by("starts_at", "pk")[:50]
        if may_announce
        else [],
        "may_announce": may_announce and network.is_open,
    }
    return render(request, "networks/network_events.html", context)


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
