"""What submissions put into a person's own calendar: the days by which they promised reviews."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from core.calendar_entries import calendar_entries
from core.files.calendar_files import CalendarEvent, deadline
from submissions.models import Review
from submissions.states import ReviewState


@calendar_entries("submissions")
def entries_of(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return the days of reviews in progress. One query."""
    reviews = Review.objects.visible_to(user).filter(
        state=ReviewState.ACCEPTED, due_on__gt=since.date()
    )
    return [
        deadline(
            uid=f"review-{review.pk}",
            day=review.due_on,
            summary=_("Review due: %(title)s") % {"title": review.submission.sent_title},
            address=review.get_absolute_url(),
            changed_at=review.invited_at,
        )
        for review in reviews.select_related("submission").order_by("due_on", "pk")
    ]
