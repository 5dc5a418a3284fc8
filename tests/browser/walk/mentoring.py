"""From a plan to a session with a mentor that was held."""

import datetime as dt
import re
import zoneinfo

import icalendar
from django.utils import timezone

from mentoring.models import Session
from tests.browser.walk.cast import Cast
from tests.browser.walk.learning import NAME, PLAN, PLAN_WORDS, WHAT_IT_SAYS
from tests.browser.window import Visitor

AT = dt.time(15, 0)
HERE = zoneinfo.ZoneInfo("Europe/London")
LINK = "https://meet.example.org/warm-homes"
SUMMARY = "We agreed to begin with the two post offices that are open on Saturdays."


def ask(window: Visitor, cast: Cast) -> None:
    """Ask a suggested mentor, starting from the plan; the plan goes with the request."""
    window.turn_to("Courses")
    window.follow("My action plans")
    window.check("plan-list")
    window.follow(PLAN)
    window.follow("Find a mentor for this plan")
    card = window.main.get_by_role("article").filter(has_text=cast.mentor.full_name)
    reasons = card.first.locator("li").all_inner_texts()
    assert any("Fuel poverty and cold homes" in reason for reason in reasons), reasons
    window.check("mentoring-suggestions")
    window.follow(cast.mentor.full_name)
    window.check("mentor")
    window.follow(f"Ask {cast.mentor.full_name}")
    assert PLAN in window.main.locator("select option:checked").all_inner_texts()
    window.check("mentor-ask")
    window.press("Send the request")
    window.sees("Enter a message to the mentor")
    window.fill("Your message", "You have set up a fund like this. May I learn from you?")
    window.press("Send the request")
    window.sees(f"Request sent to {cast.mentor.full_name}.")
    window.check("mentoring-request-sent")


def accept(window: Visitor) -> None:
    """The mentor finds the request on the desk, reads the plan and what it rests on, accepts and signs."""
    window.check("home-of-mentor")
    window.turn_to("Mentoring")
    window.follow("My mentor desk")
    window.sees(re.compile("1 request to answer"))
    window.check("mentor-desk")
    window.main.get_by_role("row").filter(has_text=NAME).get_by_role("link").first.click()
    window.sees(PLAN_WORDS["What will you try?"])
    window.sees(WHAT_IT_SAYS)
    window.check("mentoring-request")
    window.fill("Message to the mentee", "With pleasure.")
    window.press("Accept")
    window.sees("Sign the agreement next.")
    window.check("mentoring-agreement")
    window.press("Sign the agreement")


def sign(window: Visitor, cast: Cast) -> None:
    """The learner signs too; what to do next is said at home."""
    window.turn_to("Home")
    window.check("home-of-learner")
    window.main.get_by_role("link", name=re.compile("[Ss]ign")).first.click()
    window.press("Sign the agreement")
    window.sees(cast.mentor.full_name)


def set_goals(window: Visitor) -> None:
    """Take the goals from the plan."""
    window.follow("Use goals from the plan")
    window.check("goal-new")
    assert window.main.get_by_role("checkbox").count() == 3
    for box in window.main.get_by_role("checkbox").all():
        box.check()
    window.press("Use these goals")
    window.sees("Goals added.")


def book(window: Visitor, cast: Cast) -> Session:
    """Book a session for tomorrow; the calendar file says the same as the page."""
    day = timezone.localdate(timezone=HERE) + dt.timedelta(days=1)
    window.follow("Book a session")
    window.check("session-new")
    window.press("Save the session")
    window.sees("Enter the day")
    window.fill("Day", day.isoformat())
    window.fill("Time", AT.isoformat("minutes"))
    window.fill("Minutes", "45")
    window.fill("Place or link", LINK)
    window.press("Save the session")
    window.sees("Session booked.")
    window.check("session")

    entry = icalendar.Calendar.from_ical(window.downloads("Calendar file (.ics)"))
    (event,) = entry.walk("VEVENT")
    starts_at = dt.datetime.combine(day, AT, HERE)
    assert event.decoded("dtstart") == starts_at
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=45)
    assert f"15:00, Europe/London ({starts_at.tzname()})" in str(event["description"])
    # The mail asks both to come; the file is only taken along.
    assert "attendee" not in event
    assert str(event["summary"]) == f"Mentoring session with {cast.mentor.full_name}"
    assert str(event["location"]) == LINK
    return Session.objects.get()


def sees_own_time(window: Visitor, session: Session) -> None:
    """The mentor, an ocean away, sees the same session by the clock of their own town."""
    window.turn_to("Home")
    window.follow(f"Mentoring session with {NAME}")
    local = session.starts_at.astimezone(zoneinfo.ZoneInfo("America/Toronto"))
    window.sees(f"{local:%H:%M}")
    assert window.downloads("Calendar file (.ics)").startswith(b"BEGIN:VCALENDAR")


def hold(window: Visitor, cast: Cast) -> None:
    """After the session: say that it took place and what was agreed."""
    window.turn_to("Mentoring")
    window.check("mentoring-home")
    window.main.get_by_role("listitem").filter(has_text=cast.mentor.full_name).get_by_role(
        "link"
    ).first.click()
    window.sees("Goals")
    window.check("match")
    window.main.get_by_role("link", name=re.compile("Record|15:00")).first.click()
    if not window.main.get_by_role("button", name="It took place").count():
        window.follow("Record session")
    window.check("session-record")
    window.fill("What you did and agreed", SUMMARY)
    window.press("It took place")
    window.sees("Session recorded.")
