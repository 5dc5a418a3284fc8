"""Who looks after a cohort day by day: those it names, or the facilitators of its course once none of these is here."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from courses.models import Cohort, Course


def facilitators_in_charge(cohort: Cohort) -> list[User]:
    """Return whom the page of the cohort names, the first by name; load ``release`` with it.

    One query, and a second one where none of those that it names is here.
    """
    people = User.objects.open().order_by("full_name", "pk")
    named = _named().filter(cohort=cohort).values("user")
    of_course = Course.facilitators.through.objects.filter(course=cohort.release.course_id)
    return list(people.filter(pk__in=named)) or list(people.filter(pk__in=of_course.values("user")))


def cohorts_in_charge_of(people: Collection[int]) -> list[tuple[int, int]]:
    """Return pairs of a person and a cohort that they are in charge of, by their keys. One query."""
    here = User.objects.open().filter(pk=OuterRef("user"))
    others = _named().filter(Exists(here), cohort=OuterRef("pk"))
    deserted = Cohort.objects.exclude(Exists(others))
    by_course = deserted.filter(release__course__facilitators__in=people).order_by()
    pairs = _named().filter(user__in=people).order_by().values_list("user_id", "cohort_id")
    more = by_course.values_list("release__course__facilitators", "pk")
    return sorted(pairs.union(more), key=lambda pair: (pair[1], pair[0]))


def _named() -> QuerySet:
    return Cohort.facilitators.through.objects.all()
