"""A session through booking, move, clash and cancellation, and a series, in a browser; its files are read by two libraries."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, SessionFactory
from mentoring.models import Session
from mentoring.states import SessionState
from tests.browser.window import open_as
from tests.calendars.readers import read_by_both

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_session_is_booked_moved_into_a_clash_and_cancelled(visitor):
    mentee = UserFactory(time_zone="America/New_York")
    match = MatchFactory(mentee=mentee)
    day = timezone.localdate() + dt.timedelta(days=20)
    clash = dt.datetime.combine(day, dt.time(16), dt.UTC)
    SessionFactory(match=MatchFactory(mentor=match.mentor), starts_at=clash)
    window = open_as(visitor, mentee, reverse("mentoring:session_new", args=[match.pk]))

    window.check("session-new-with-free-hours")
    window.fill("Day", day.isoformat())
    window.fill("Time", "09:00")
    window.fill("Place or link", "Town hall")
    window.press("Save the session")
    window.sees("Session booked.")
    first = read_by_both(window.downloads("Calendar file (.ics)"))
    window.follow("Move session")
    window.page.get_by_label("Time zone").select_option("UTC")
    window.fill("Time", "16:15")
    window.press("Save the session")
    window.sees("has another session at that time")
    window.check("session-move-clash")
    window.choose("Book it at this time anyway")
    window.press("Save the session")
    window.sees("Session moved.")
    second = read_by_both(window.downloads("Calendar file (.ics)"))
    window.follow("Cancel session")
    window.fill("Reason", "Flu")
    window.press("Cancel the session")
    window.sees("Session cancelled.")
    third = read_by_both(window.downloads("Remove from my calendar (.ics)"))

    assert second.starts == [clash + dt.timedelta(minutes=15)] == third.starts
    assert [file.entries[0].sequence for file in (first, second, third)] == [0, 1, 2]
    assert third.entries[0].status == "CANCELLED"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_series_is_shown_booked_and_cancelled_from_its_third_session_on(visitor, scripts):
    match = MatchFactory(mentee=UserFactory(time_zone="America/New_York"))
    window = open_as(
        visitor,
        match.mentor,
        reverse("mentoring:series_new", args=[match.pk]),
        java_script_enabled=scripts,
    )

    day = timezone.localdate() + dt.timedelta(days=20)
    window.fill("First day", day.isoformat())
    window.fill("Time", "15:00")
    window.fill("How many sessions?", "6")
    window.fill("Place or link", "Town hall")
    window.press("Show the sessions")
    window.sees("Nothing is booked yet")
    if scripts:
        window.check("series-shown")
    window.press("Book these 6 sessions")
    window.sees("6 sessions booked.")
    if scripts:
        window.check("series")
    third = Session.objects.order_by("slot_on")[2]
    window.go(reverse("mentoring:session_move", args=[third.pk]))
    window.choose("This one and all later ones")
    window.fill("Time", "16:00")
    window.page.get_by_role("button", name="Move", exact=True).click()
    window.sees("4 sessions would move. Nothing is moved yet.")
    if scripts:
        window.check("series-would-move")
    window.press("Move these 4 sessions")
    window.sees("Sessions moved.")
    window.follow(re.compile("Part of a series"))
    window.sees("The series before, every")
    if scripts:
        window.check("series-moved")
    window.go(reverse("mentoring:session_cancel", args=[third.pk]))
    window.choose("This one and all later ones")
    window.fill("Reason", "Leave")
    if scripts:
        window.check("series-cancel")
    window.page.get_by_role("button", name="Cancel these sessions").click()
    window.sees("Sessions cancelled.")

    assert Session.objects.filter(state=SessionState.BOOKED).count() == 2
