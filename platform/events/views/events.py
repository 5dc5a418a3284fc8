"""The list of events, its feed, and the page of each."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import conditional_page, require_POST, require_safe

from accounts.models import User
from core.files.calendar_files import published_calendar
from core.permissions import allows, require
from core.times.moments import span_in_zone
from core.types import AnonymousUser, MemberRequest, Person
from core.web.querystrings import chip, with_query
from core.web.ratelimit import limit_rate
from core.web.requests import paginate
from core.web.telling import Undo, told
from events.actions.events import delete_event, publish_event, unpublish_event
from events.actions.series import publish_series
from events.calendar_files import calendar_event
from events.forms.events import EventFilterForm
from events.models import Event, Registration
from events.models.events import EventQuerySet, open_to
from events.models.registrations import with_taken
from events.pages.history import history_of
from events.pages.joining import link_for, papers_of, recording_for
from events.pages.seats import seat_of
from events.states import MODES_FOR, EventAccess, EventState, RegistrationState
from events.uses import uses_of
from library.vocabularies.models import Topic
from workflow.history import moves_of

_MOST_ENTRIES = 50


@login_not_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """List the events that are to come, or those that are over, by topic and place."""
    now = timezone.now()
    is_past = request.GET.get("when") == "past"
    form = EventFilterForm(request.GET)
    topic = _topic(request.GET.get("topic", ""))
    visible = with_taken(Event.objects.visible_to(request.user))
    seen = _filtered(visible, form.chosen_mode, topic)
    seen = seen.exclude(state=EventState.DRAFT)
    shown = seen.past(now) if is_past else seen.upcoming(now)
    context = {
        "page": paginate(request, shown, per_page=25),
        "form": form,
        "topic": topic,
        "is_past": is_past,
        "is_filtered": bool(topic or form.chosen_mode),
        "chips": _chips(request, form, topic),
        "tabs": [
            (_("Coming up"), with_query(request.GET, when=None, page=None), not is_past),
            (_("Past events"), with_query(request.GET, when="past", page=None), is_past),
        ],
        "drafts": _drafts(request.user),
    }
    return render(request, "events/event_list.html", context)


def _topic(code: str) -> Topic | None:
    code = code[:60].replace("\0", "")
    return Topic.objects.filter(code=code).first() if code else None


def _filtered(events: EventQuerySet, mode: str, topic: Topic | None) -> EventQuerySet:
    if mode:
        events = events.filter(mode__in=MODES_FOR[mode])
    return events.filter(topics=topic) if topic else events


def _chips(request: HttpRequest, form: EventFilterForm, topic: Topic | None) -> list[Any]:
    modes = dict(form.fields["mode"].choices)  # type: ignore[attr-defined]
    chosen = [chip(topic.label, request.GET, "topic")] if topic else []
    if form.chosen_mode:
        chosen.append(chip(str(modes[form.chosen_mode]), request.GET, "mode"))
    return chosen


def _drafts(user: Person) -> list[Event]:
    """Return the drafts that this person may work on."""
    if not user.is_authenticated:
        return []
    drafts = Event.objects.visible_to(user).filter(state=EventState.DRAFT)
    return list(drafts.order_by("starts_at", "pk")[:_MOST_ENTRIES])


def _topics() -> Prefetch:
    return Prefetch("topics", Topic.objects.order_by("label", "pk"))


@login_not_required
@require_safe
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event to whoever may come, with the reader's own time."""
    event = find_event(request.user, pk)
    now = timezone.now()
    may_manage = allows(request.user, "events.manage", event)
    mine = own_registration(request.user, event)
    context = {
        "event": event,
        "mine": mine,
        "may_come": mine is not None or _may_come(request.user, event),
        "seats": [seat_of(event, seat, mine, now) for seat in event.seats],
        "ahead": _ahead_of(mine),
        "papers": papers_of(event) if event.is_over(now) or may_manage else [],
        "recording": recording_for(event, mine, is_host=may_manage, now=now),
        "link": link_for(event, mine, is_host=may_manage, now=now),
        "hosts": User.objects.filter(hosted_events=event).order_by("full_name", "pk"),
        "topics": event.topics.order_by("label", "pk"),
        "is_over": event.is_over(now),
        "is_ahead": event.is_ahead(now),
        "may_manage": may_manage,
        "uses": uses_of(request.user, event),
        "reason": _reason(event),
    }
    if may_manage:
        context["history"] = history_of(moves_of(event))
    return render(request, "events/event_detail.html", context)


def own_registration(user: Person, event: Event) -> Registration | None:
    """Return what the reader has at the event."""
    return Registration.objects.visible_to(user).filter(event=event).first()


def _ahead_of(mine: Registration | None) -> int | None:
    """Return how many are before the reader on the waiting list; nothing for who is not on it."""
    if mine is None or mine.state != RegistrationState.WAITING:
        return None
    waiting = Registration.objects.filter(event=mine.event_id, seat=mine.seat).waiting()
    return waiting.filter(number__lt=mine.number).count()


def _may_come(user: Person, event: Event) -> bool:
    """Tell whether the reader may register, as far as that is known before they sign in."""
    if event.access == EventAccess.PUBLIC:
        return True
    reader = open_to(user) if user.is_authenticated else Q(pk__in=[])
    return Event.objects.filter(reader, pk=event.pk).exists()


def _reason(event: Event) -> str:
    """Return why the event was cancelled."""
    if event.state != EventState.CANCELLED:
        return ""
    return next((move.note for move in reversed(moves_of(event)) if move.move == "cancel"), "")


def find_event(reader: Person, pk: int) -> Event:
    """Return the event if the reader may see it. Raises ``Http404``."""
    seen = with_taken(Event.objects.visible_to(reader)).select_related("series")
    return get_object_or_404(seen, pk=pk)


@login_not_required
@require_safe
def event_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the event for one's calendar; nobody is asked to come."""
    event = find_event(request.user, pk)
    content = published_calendar([calendar_event(event)])
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="event.ics"'
    return answer


@login_not_required
@require_safe
@limit_rate("feed", "60/m")
@conditional_page
def event_feed(request: HttpRequest) -> HttpResponse:
    """Send the events to come as Atom. The same for every reader."""
    feed = Atom1Feed(
        title=_("Events of %(institute)s") % {"institute": settings.INSTITUTE_NAME},
        link=f"{settings.SITE_URL}{reverse('events:event_list')}",
        description="",
        language="en-gb",
        feed_url=f"{settings.SITE_URL}{request.path}",
        author_name=settings.INSTITUTE_NAME,
    )
    coming = Event.objects.visible_to(AnonymousUser()).upcoming(timezone.now())
    newest = coming.prefetch_related(_topics()).order_by("-published_at", "-pk")
    for event in newest[:_MOST_ENTRIES]:
        entry = calendar_event(event)
        address = settings.SITE_URL + event.get_absolute_url()
        feed.add_item(
            title=_("Cancelled: %(title)s") % {"title": event.title}
            if entry.is_cancelled
            else event.title,
            link=address,
            description=linebreaks(_described(event), autoescape=True),
            unique_id=address,
            pubdate=event.published_at,
            updateddate=event.changed_at,
            categories=[topic.label for topic in event.topics.all()],
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _described(event: Event) -> str:
    times = span_in_zone(event.starts_at, event.ends_at, event.time_zone)
    return "\n".join(filter(None, [times, event.place, event.summary]))


@require_POST
def event_publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Publish a draft, with all other drafts of its series."""
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    if event.series is not None:
        count = publish_series(series=event.series, by=request.user, at=timezone.now())
        said = ngettext("%(count)d event published.", "%(count)d events published.", count)
        messages.success(request, said % {"count": count})
        return redirect(event.series)
    publish_event(event=event, by=request.user, at=timezone.now())
    undo = Undo(reverse("events:event_unpublish", args=[pk]))
    messages.success(request, told(_("Event published."), undo))
    return redirect(event)


@require_POST
def event_unpublish(request: MemberRequest, pk: int) -> HttpResponse:
    """Make an event a draft again, as long as nobody has a place."""
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    unpublish_event(event=event, by=request.user, at=timezone.now())
    messages.success(request, _("The event is a draft again."))
    return redirect(event)


@require_POST
def event_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    event = find_event(request.user, pk)
    require(request.user, "events.manage", event)
    delete_event(event=event)
    messages.success(request, _("Draft deleted."))
    return redirect("events:event_list")
