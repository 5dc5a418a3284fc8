"""An event from its draft to its recording, in a browser: two members and its host, with scripts and without."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory, RegistrationFactory
from demo.factories.library import RecordFactory, TopicFactory
from events.models import Event, EventSeries, Registration
from tests.browser.window import open_as
from tests.calendars.readers import read_by_both

pytestmark = pytest.mark.django_db(transaction=True)


def make_event(host, window):
    """Add an event with one place, and publish it."""
    window.follow("Add an event")
    window.fill("Title", "Cold homes: what worked")
    window.fill("Day", (timezone.localdate() + dt.timedelta(days=20)).isoformat())
    window.fill("Time", "14:30")
    window.fill("What it is about", "First this.\n\n- then *that*")
    window.choose("In person", group="How people take part")
    window.press("Save the draft")
    window.sees("Enter the place")
    window.fill(re.compile(r"^Place\b(?!s)"), "Town hall")
    window.fill("Places in person", "1")
    window.press("Save the draft")
    window.sees("Draft saved.")
    window.press("Publish the event")
    window.sees("Event published.")
    return Event.objects.get()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_member_waits_is_offered_a_place_and_hears_of_a_move_and_the_end(visitor, scripts):
    options = {"java_script_enabled": scripts}
    TopicFactory()
    host = UserFactory(full_name="Ruth Host", roles=[Role.FACILITATOR])
    first, second = UserFactory(full_name="Ana First"), UserFactory(full_name="Bo Second")
    hosts = open_as(visitor, host, "/events/", **options)
    event = make_event(host, hosts)
    ones = open_as(visitor, first, "/events/", **options)
    others = open_as(visitor, second, "/events/", **options)

    ones.follow("Cold homes: what worked")
    ones.press("Register")
    ones.sees("You have a place. We have sent you an email")
    ones.downloads("Calendar file (.ics)")
    others.follow("Cold homes: what worked")
    others.sees("All places are taken")
    if scripts:
        others.check("event-full")
    others.press("Join the waiting list")
    others.sees("You are on the waiting list. We tell you")
    if scripts:
        others.check("event-waiting")
    ones.main.locator("summary", has_text="Withdraw").click()
    ones.main.locator("details[open]").get_by_role("button").click()
    ones.sees("You have withdrawn from this event.")
    others.go("/home/")
    others.follow("Take your place at Cold homes: what worked, or pass it on")
    others.sees("A place is held for you")
    if scripts:
        others.check("event-offered")
    others.press("Take the place")
    others.sees("You have a place. We have sent you an email")
    others.go("/home/")
    others.sees("Cold homes: what worked")

    hosts.follow("Move the event")
    if scripts:
        hosts.check("event-move")
    hosts.fill("Time", "16:00")
    hosts.fill("Why it is moving", "The hall is free later.")
    hosts.press("Move the event")
    hosts.sees("Event moved.")
    others.go("/inbox/")
    others.sees("Cold homes: what worked has moved to")
    hosts.follow("Cancel the event")
    if scripts:
        hosts.check("event-cancel")
    hosts.fill("Why it is cancelled", "The speaker is ill.")
    hosts.press("Cancel the event")
    hosts.sees("Event cancelled.")
    others.go(event.get_absolute_url())
    others.sees("The speaker is ill.")
    file = read_by_both(others.downloads("Remove from my calendar (.ics)"))

    assert file.entries[0].status == "CANCELLED"
    assert file.entries[0].sequence == 2
    assert Registration.objects.get(user=second).is_registered


def test_a_host_records_who_came_and_adds_slides_and_recording(visitor):
    host = UserFactory(full_name="Ruth Host", roles=[Role.FACILITATOR])
    event = EventFactory(
        title="Who is missing?", hosts=[host], starts_at=timezone.now() - dt.timedelta(hours=3)
    )
    RegistrationFactory.create_batch(3, event=event)
    RecordFactory(title="Slides on who is missing")
    window = open_as(visitor, host, event.get_absolute_url())

    window.check("event-over")
    window.follow("People")
    window.check("event-people")
    window.page.locator("main tbody input[type=checkbox]").first.check()
    window.press("Attended")
    window.sees("Recorded for 1 person.")
    window.go(event.get_absolute_url())
    window.follow("Slides")
    window.page.get_by_label("Words in the title or text").fill("missing")
    window.press("Find")
    window.check("event-slides")
    window.press("Add")
    window.sees("Slides on who is missing” added.")
    window.go(event.get_absolute_url())
    window.follow("Recording")
    window.fill("Address of the recording", "https://video.example.org/42")
    window.press("Save")
    window.sees("Say who agreed to be recorded")
    window.check("event-recording")
    window.fill("Who agreed to be recorded", "Both speakers.")
    window.press("Save")
    window.sees("Recording saved.")
    window.sees("Recorded with consent: Both speakers.")
    window.check("event-with-recording")


def test_the_list_of_events_and_the_forms_are_for_everyone(visitor):
    host = UserFactory(roles=[Role.FACILITATOR])
    topic = TopicFactory()
    EventFactory.create_batch(3, topics=[topic], capacity_online=1, summary="Three places tell.")
    window = open_as(visitor, host, "/events/")

    window.check("event-list")
    window.go("/events/new/")
    window.check("event-new")
    window.go(f"/events/{Event.objects.first().pk}/edit/")
    window.check("event-edit")
    window.go(f"/events/?topic={topic.code}&mode=in_person")
    window.sees("No events found")
    window.check("event-none")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_series_is_made_and_a_member_registers_for_all_and_leaves_one(visitor, scripts):
    host, member = UserFactory(roles=[Role.FACILITATOR]), UserFactory()
    window = open_as(visitor, host, "/events/new/", java_script_enabled=scripts)
    day = timezone.localdate() + dt.timedelta(days=20)

    window.fill("Title", "Office hours")
    window.fill("Day", day.isoformat())
    window.fill("Time", "12:00")
    window.choose("Every week", group="Does it repeat?")
    window.choose("Online", group="How people take part")
    window.press("Save the draft")
    window.sees("Enter how many events")
    window.fill("How many events?", "4")
    window.press("Save the draft")
    window.sees("Only its hosts and the staff see drafts. Open one to edit it.")
    if scripts:
        window.check("event-series-drafts")
    window.press("Publish all drafts of the series")
    window.sees("4 events published.")
    series = EventSeries.objects.get()
    members = open_as(visitor, member, series.get_absolute_url(), java_script_enabled=scripts)
    members.press("Register for all")
    members.sees("You have a place at 4 events.")
    if scripts:
        members.check("event-series")
    members.page.locator("main .row a").nth(1).click()
    members.main.locator("summary", has_text="Withdraw").click()
    members.main.locator("details[open]").get_by_role("button").click()
    members.sees("You have withdrawn from this event.")

    assert Registration.objects.filter(user=member).registered().count() == 3
