"""The public home."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.covers.cover import Cover
from core.covers.looks import PLAIN
from core.prepared import prepared
from core.types import Person
from courses.models import Course
from dashboard.acts import acts_for
from dashboard.areas import AREAS
from dashboard.gradient import gradient_of_home
from dashboard.team import team_of
from events.models import Event
from events.states import EventState
from library.catalogue.featured_record import featured_on
from library.catalogue.models import Record
from library.vocabularies.choices import RecordType

_STUDIES = 3
_NEWEST = 3
_COURSES = 1
_EVENTS = 2


@login_not_required
@require_safe
def public_home(request: HttpRequest) -> HttpResponse:
    """Show the public home: what this is and for whom, what to do here, and the newest of it."""
    studies, newest = _latest(request.user)
    featured = featured_on(timezone.localdate())
    context = {
        "acts": acts_for(request.user),
        "areas": AREAS.values(),
        "case_studies": studies,
        "courses": _newest_courses(),
        "events": _next_events(timezone.now()),
        "cover": featured.record.cover if featured else Cover.made("", look=PLAIN, format="wide"),
        "featured": featured,
        "figure": gradient_of_home(),
        "newest": newest,
        "team": team_of(request.user, most=6),
    }
    return render(request, "dashboard/public_home.html", context)


def _latest(reader: Person) -> tuple[list[Record], list[Record]]:
    """Return the newest case studies, and the newest other records. One query."""
    rows = _newest_of_both(reader, timezone.localdate())
    shown = [row for row in rows if row.type == RecordType.CASE_STUDY][:_STUDIES]
    return shown, [row for row in rows if row not in shown][:_NEWEST]


@prepared
def _newest_of_both(reader: Person, day: dt.date) -> QuerySet[Record]:
    """Return the newest case studies together with the newest records of any type."""
    records = Record.objects.visible_to(reader)
    studies = records.filter(type=RecordType.CASE_STUDY).newest_first().values("pk")[:_STUDIES]
    newest = records.newest_first().values("pk")[: _STUDIES + _NEWEST]
    either = records.filter(Q(pk__in=studies) | Q(pk__in=newest)).select_related("depositor")
    return either.with_cover(on=day).newest_first()


@prepared
def _newest_courses() -> QuerySet[Course]:
    return Course.objects.published().with_cover().order_by("-created_at", "pk")[:_COURSES]


@prepared
def _next_events(now: dt.datetime) -> QuerySet[Event]:
    """Return the public events that come next."""
    coming = Event.objects.listed().filter(state=EventState.PUBLISHED)
    return coming.upcoming(now)[:_EVENTS]
