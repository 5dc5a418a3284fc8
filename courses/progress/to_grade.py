"""How much work waits for each grader, by course: for their home and their summary."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min

from accounts.models import User
from courses.models import Cohort, Course, HandIn
from courses.models.content import AUTHOR_ROLES


@dataclass(frozen=True)
class ToGrade:
    """Work of one course that waits for somebody."""

    slug: str
    course: str
    count: int
    oldest_at: dt.datetime


def work_waiting_for(people: Sequence[User]) -> dict[int, list[ToGrade]]:
    """Return for each person the courses in which they have work to grade, the oldest first.

    One query while there is none, otherwise three, however many people; those with a role for all courses are
    given the work of all. Nobody is asked to grade their own work.
    """
    found: dict[int, list[ToGrade]] = {person.pk: [] for person in people}
    names = (
        "enrolment__release__course",
        "enrolment__release__course__slug",
        "enrolment__release__course__title",
        "enrolment__cohort",
        "enrolment__user",
    )
    rows = list(
        HandIn.objects.waiting()
        .order_by()
        .values_list(*names)
        .annotate(count=Count("pk"), oldest=Min("handed_in_at"))
    )
    if not rows:
        return found
    named = Course.facilitators.through.objects.filter(user__in=found)
    courses = set(named.values_list("user_id", "course_id"))
    led = Cohort.facilitators.through.objects.filter(user__in=found)
    cohorts = set(led.values_list("user_id", "cohort_id"))
    for person in people:
        sums: dict[str, ToGrade] = {}
        is_for_all = person.is_superuser or any(person.has_role(role) for role in AUTHOR_ROLES)
        for course, slug, title, cohort, learner, count, oldest in rows:
            is_theirs = (
                is_for_all or (person.pk, course) in courses or (person.pk, cohort) in cohorts
            )
            if learner != person.pk and is_theirs:
                so_far = sums.get(slug, ToGrade(slug, title, 0, oldest))
                first = min(so_far.oldest_at, oldest)
                sums[slug] = ToGrade(slug, title, so_far.count + count, first)
        found[person.pk] = sorted(sums.values(), key=lambda each: (each.oldest_at, each.slug))
    return found
