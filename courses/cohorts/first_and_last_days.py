"""The first and last days of a person's cohorts, as their home and calendar show them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.reader_facts import fact_of
from courses.cohorts.standing import end_of, first_moment
from courses.models import Cohort, Enrolment


@dataclass(frozen=True)
class CohortDay:
    """The first or the last day of a cohort."""

    cohort: Cohort
    day: dt.date
    is_last: bool

    @property
    def title(self) -> str:
        words = {"cohort": self.cohort, "course": self.cohort.release.course}
        if self.is_last:
            return _("Last day of “%(cohort)s”: %(course)s") % words
        return _("First day of “%(cohort)s”: %(course)s") % words

    @property
    def uid(self) -> str:
        return f"cohort-{self.cohort.pk}-{'last' if self.is_last else 'first'}"

    @property
    def at(self) -> dt.datetime:
        """Return the moment that is shown: when the first day begins, or the last minute of the last day."""
        if self.is_last:
            return end_of(self.day, self.cohort.time_zone) - dt.timedelta(minutes=1)
        return first_moment(self.day, self.cohort.time_zone)


def cohort_days_of(user: User, *, since: dt.date) -> list[CohortDay]:
    """Return the first and last days from ``since`` on of the cohorts in which the person learns, in order.

    One query for somebody in a cohort, none for others.
    """
    if fact_of(user, "learns_in_cohort") is False:
        return []
    mine = Enrolment.objects.active().filter(user=user, cohort__isnull=False)
    cohorts = Cohort.objects.filter(
        Q(starts_on__gte=since) | Q(ends_on__gte=since),
        pk__in=mine.values("cohort"),
        cancelled_at=None,
    ).select_related("release__course")
    days = (day for cohort in cohorts.soonest_first() for day in _days(cohort))
    return sorted((day for day in days if day.day >= since), key=lambda one: one.day)


def _days(cohort: Cohort) -> Iterator[CohortDay]:
    if cohort.starts_on:
        yield CohortDay(cohort, cohort.starts_on, is_last=False)
    if cohort.ends_on:
        yield CohortDay(cohort, cohort.ends_on, is_last=True)
