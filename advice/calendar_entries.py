"""What advice puts into a person's own calendar: when the cases close on which they work, and when reviews are due."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from advice.calendar_files import closing_entry
from advice.models import AdviceCase
from advice.states import UNSENT, AdviceReviewState
from core.calendar_entries import calendar_entries
from core.files.calendar_files import CalendarEvent, deadline


@calendar_entries("advice")
def entries_of(user: User, since: dt.datetime) -> list[CalendarEvent]:
    """Return closing moments and the days of reviews. One query."""
    return list(_entries(user, since))


def _entries(user: User, since: dt.datetime) -> Iterator[CalendarEvent]:
    asked = Q(reviews__reviewer=user, reviews__state=AdviceReviewState.ASKED)
    cases = (
        AdviceCase.objects.of_team(user)
        .alias(my_review=FilteredRelation("reviews", condition=asked))
        .annotate(
            review_pk=F("my_review__pk"),
            review_due=F("my_review__due_on"),
            review_asked=F("my_review__asked_at"),
        )
        .filter(
            Q(state__in=sorted(UNSENT), closes_at__gt=since) | Q(my_review__due_on__gt=since.date())
        )
    )
    for case in cases.soonest_first():
        if case.is_unsent and case.closes_at is not None and case.closes_at > since:
            yield closing_entry(case, address=case.get_work_url())
        if case.review_pk is not None and case.review_due > since.date():
            yield deadline(
                uid=f"advice-review-{case.review_pk}",
                day=case.review_due,
                summary=_("Review due: %(title)s") % {"title": case.title},
                address=reverse("advice:review_detail", args=[case.review_pk]),
                changed_at=case.review_asked,
            )
