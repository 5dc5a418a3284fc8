"""What courses put into a person's own calendar: the days on which the results of action plans are due for a look."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from core.calendar_entries import calendar_entries
from core.files.calendar_files import CalendarEvent, deadline
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
