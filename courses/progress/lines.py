"""The history of a learner as small lines: what was done week by week, and the results of a quiz."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import sparkline
from core.prepared import prepared
from courses.models import Attempt, Enrolment, LessonCompletion

_WEEK = dt.timedelta(weeks=1)
_MOST_WEEKS = 26


def line_of_progress(enrolment: Enrolment, *, now: dt.datetime) -> SafeString:
    """Draw how many parts were done by the end of each week, for half a year at most. One query."""
    done = sorted(_moments(enrolment))
    weeks = min(_MOST_WEEKS, max(1, -(-(now - enrolment.enrolled_at) // _WEEK)))
    first = now - weeks * _WEEK
    if not done:
        return SafeString("")
    counts = [bisect_right(done, first + week * _WEEK) for week in range(weeks + 1)]
    words = {"day": date_format(first, "j F Y"), "now": counts[-1], "before": counts[0]}
    text = (
        _("Parts done by the end of each week since %(day)s: from %(before)s to %(now)s.") % words
    )
    return sparkline(counts, text=text)


@prepared
def _moments(enrolment: Enrolment) -> QuerySet[Any, dt.datetime]:
    """When each lesson was done."""
    return LessonCompletion.objects.filter(enrolment=enrolment).values_list(
        "completed_at", flat=True
    )


def line_of_attempts(attempts: Sequence[Attempt]) -> SafeString:
    """Draw the results of the attempts at a quiz, which are given the newest first. Takes no query."""
    results = [attempt.percent for attempt in reversed(attempts)]
    listed = ", ".join(str(result) for result in results)
    return sparkline(results, text=_("Results in per cent, attempt by attempt: %s.") % listed)
