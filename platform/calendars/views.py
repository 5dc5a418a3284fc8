"""The private calendar: the page about its address, and the feed that programs read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from calendars.actions import end_feed, note_reading, renew_feed
from calendars.models import CalendarFeed
from core.calendar_entries import entries_of
from core.files.calendar_files import published_calendar
from core.types import MemberRequest
from core.web.ratelimit import limit_rate


@require_safe
def calendar(request: MemberRequest) -> HttpResponse:
    """Show the person's calendar address, and what is in it now."""
    feed = CalendarFeed.objects.filter(user=request.user).first()
    now = timezone.now()
    context = {
        "feed": feed,
        "address": f"{settings.SITE_URL}{feed.get_absolute_url()}" if feed else "",
        "entries": [each for each in entries_of(request.user, now=now) if not each.is_over(now)],
    }
    return render(request, "calendars/calendar.html", context)


@require_POST
def calendar_renew(request: MemberRequest) -> HttpResponse:
    """Make a calendar address, or a new one in the place of the old."""
    renew_feed(user=request.user, at=timezone.now())
    messages.success(request, _("Your calendar address is ready. Copy it into your calendar."))
    return redirect("calendars:calendar")


@require_POST
def calendar_end(request: MemberRequest) -> HttpResponse:
    """End the calendar address."""
    end_feed(user=request.user)
    messages.success(request, _("Your calendar address no longer works."))
    return redirect("calendars:calendar")


@login_not_required
@require_safe
@limit_rate("calendar", "60/m")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar of whoever has this address; 404 once it was replaced or its account was closed."""
    found = CalendarFeed.objects.with_token(token)
    if found is None:
        raise Http404
    now = timezone.now()
    note_reading(feed=found, on=timezone.localdate(now))
    with override(settings.LANGUAGE_CODE), timezone.override(found.user.time_zone):
        content = published_calendar(entries_of(found.user, now=now))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="praxis.ics"'
    return response
