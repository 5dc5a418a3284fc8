"""What courses put into a person's own calendar: days and deadlines of cohorts, and days to look at the results of plans."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.calendar_entries import calendar_entries
from core.files.calendar_files import CalendarEvent, deadline
from courses.cohorts.deadlines import dues_of_person
from courses.cohorts.first_and_last_days import cohort_days_of
from courses.models import ActionPlan


@calendar_entries("courses")
def entries_of(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return the review days of finished plans. One query."""
    plans = ActionPlan.objects.visible_to(user).finished().filter(review_on__gt=since.date())
    return [
        deadline(
            uid=f"plan-{plan.pk}",
            day=plan.review_on,
            summary=_("Review your plan: %(plan)s") % {"plan": plan},
            address=plan.get_absolute_url(),
            changed_at=plan.finished_at or since,
        )
        for plan in plans.order_by("review_on", "pk")
        if plan.review_on
    ]


@calendar_entries("courses.deadlines")
def deadlines_of(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return the deadlines of what is left to do in the person's cohorts."""
    return [
        deadline(
            uid=due.uid,
            day=due.due_on,
            summary=_("Due: %(what)s") % {"what": due.title},
            address=due.address,
            changed_at=due.shift.shifted_at if due.shift else due.place.enrolled_at,
        )
        for due in dues_of_person(user, now=timezone.now())
        if due.due_on > since.date()
    ]


@calendar_entries("courses.cohorts")
def days_of_cohorts(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return the first and last days of the cohorts in which the person learns."""
    return [
        deadline(
            uid=day.uid,
            day=day.day,
            summary=day.title,
            address=day.cohort.get_absolute_url(),
            changed_at=day.cohort.created_at,
        )
        for day in cohort_days_of(user, since=since.date())
    ]
