"""The course that comes next in each programme that somebody has begun."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from core.prepared import prepared
from courses.models import Enrolment, Programme, ProgrammeCompletion, ProgrammeCourse
from courses.states import GONE, CertificateState, CourseState, EnrolmentState

MOST = 3
# Programmes have some courses, and people begin few of them.
_MOST_ROWS = 100


def next_courses_of(user: User) -> list[ProgrammeCourse]:
    """Return the course to begin in each programme of which the person has done a part, by title. One query.

    Nothing for a programme in a course of which they learn, which their home shows already, and for a completed one.
    """
    courses: dict[int, list[ProgrammeCourse]] = {}
    for row in _rows(user):
        courses.setdefault(row.programme_id, []).append(row)
    found = (_next_of(rows) for rows in courses.values())
    return [row for row in found if row is not None][:MOST]


def _next_of(rows: list[Any]) -> ProgrammeCourse | None:
    """Return the first required course in order that can be begun, unless one is under way."""
    if any(row.is_under_way for row in rows) or not any(row.is_done for row in rows):
        return None
    to_do = (row for row in rows if row.is_required and not row.is_done)
    return next((row for row in to_do if row.course.state == CourseState.PUBLISHED), None)


@prepared
def _rows(user: User) -> QuerySet[ProgrammeCourse]:
    """Return all courses of the published programmes that the person has begun, with how they stand in each."""
    mine = Enrolment.objects.filter(user=user, release__course=OuterRef("course"))
    done = mine.filter(state=EnrolmentState.COMPLETED).exclude(
        certificate__state=CertificateState.REVOKED
    )
    under_way = mine.exclude(state__in=sorted({*GONE, EnrolmentState.COMPLETED}))
    learned = Enrolment.objects.filter(user=user).values("release__course")
    begun = ProgrammeCourse.objects.filter(course__in=learned).values("programme")
    completed = ProgrammeCompletion.objects.filter(user=user).values("programme")
    return (
        ProgrammeCourse.objects.filter(programme__in=begun)
        .filter(programme__in=Programme.objects.published().values("pk"))
        .exclude(programme__in=completed)
        .annotate(is_done=Exists(done), is_under_way=Exists(under_way))
        .select_related("programme", "course")
        .order_by("programme__title", "programme", "position", "pk")[:_MOST_ROWS]
    )
