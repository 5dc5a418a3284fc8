"""What advice puts into a person's own calendar: when the cases close on which they work, and when reviews are due."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from advice.calendar_files import closing_entry
from advice.models import AdviceCase, AdviceReview
from core.calendar_entries import calendar_entries
from core.files.calendar_files import CalendarEvent, deadline


@calendar_entries("advice")
def entries_of(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return closing moments and the days of reviews. Two queries."""
    cases = AdviceCase.objects.of_team(user).unsent().filter(closes_at__gt=since)
    reviews = AdviceReview.objects.visible_to(user).asked().filter(due_on__gt=since.date())
    return [
        *(closing_entry(case, address=case.get_work_url()) for case in cases.soonest_first()),
        *(
            deadline(
                uid=f"advice-review-{review.pk}",
                day=review.due_on,
                summary=_("Review due: %(title)s") % {"title": review.case.title},
                address=review.get_absolute_url(),
                changed_at=review.asked_at,
            )
            for review in reviews.select_related("case").order_by("due_on", "pk")
        ),
    ]
