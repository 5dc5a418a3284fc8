"""What past learners did with a course: how many plans and outcomes, and what came of them that this reader may see.

Parts above the courses, such as submissions, register in their ``used_by.py`` what grew out of plans there.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.prepared import prepared
from core.registry import Registry
from core.small_numbers import SMALLEST_SHOWN, cell
from core.types import Person
from courses.models import Course

# As many as the page of a course shows, and as many as each part needs to tell of.
MOST_SHOWN = 6


@dataclass(frozen=True)
class GrewFromCourse:
    """Something that came of a plan made in the course: a case study, or a discussion that shares the plan."""

    label: str
    address: str
    at: dt.datetime
    kind: StrOrPromise


Tell = Callable[[Person, Course], list[GrewFromCourse]]
_parts: Registry[Tell] = Registry("part in which something grows out of courses")


def grew_from_courses(name: str) -> Callable[[Tell], Tell]:
    """Register the decorated ``(user, course) -> things``: the latest ``MOST_SHOWN`` that this reader may know of.

    It takes one query, however many there are.
    """
    return _parts.register(name)


@dataclass(frozen=True)
class PastLearners:
    """What those who took a course did with it. Numbers under five stay hidden."""

    plans: int
    outcomes: int
    completed: int
    things: list[GrewFromCourse] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.plans or self.completed or self.things)

    @property
    def facts(self) -> list[tuple[StrOrPromise, str]]:
        """Return the numbers with their names; of outcomes only where plans are told."""
        told: list[tuple[StrOrPromise, str]] = []
        if self.completed:
            told.append((_("Completed the course"), cell(self.completed)))
        if self.plans:
            told.append((_("Made an action plan"), cell(self.plans)))
        if self.plans >= SMALLEST_SHOWN:
            told.append((_("Recorded an outcome"), cell(self.outcomes)))
        return told


def past_learners(course: Course, *, reader: Person) -> PastLearners:
    """Return what past learners did with the course. One query, and one for each part that tells of it."""
    completed, plans, outcomes = _numbers(course)[0]
    things = [thing for tell in _parts.values() for thing in tell(reader, course)] if plans else []
    latest = sorted(things, key=attrgetter("at"), reverse=True)[:MOST_SHOWN]
    return PastLearners(plans, outcomes, completed, latest)


@prepared
def _numbers(course: Course) -> QuerySet[Course, tuple[int, int, int]]:
    """Count people: who completed the course, finished a plan from it, and told an outcome of that."""
    places = "releases__enrolments"
    finished = Q(releases__enrolments__plans__finished_at__isnull=False)
    counted = Course.objects.filter(pk=course.pk).annotate(
        completed=Count(
            f"{places}__user", filter=Q(releases__enrolments__state="completed"), distinct=True
        ),
        plans=Count(f"{places}__plans__owner", filter=finished, distinct=True),
        told=Count(f"{places}__plans__outcomes__plan__owner", filter=finished, distinct=True),
    )
    return counted.order_by().values_list("completed", "plans", "told")
