"""Published works that grew out of action plans."""

from django.db.models import QuerySet

from core.prepared import prepared
from core.types import Person
from courses.catalogue.past_learners import MOST_SHOWN, GrewFromCourse, grew_from_courses
from courses.models import Course
from library.catalogue.models import Record
from submissions.models import Submission


@grew_from_courses("submissions")
def works_from_plans(user: Person, course: Course) -> list[GrewFromCourse]:
    """Return the published works that somebody wrote from a plan which they made in the course."""
    return [
        GrewFromCourse(
            record.title,
            record.get_absolute_url(),
            record.published_at,
            record.get_type_display(),
        )
        for record in _records(user, course)
        if record.published_at
    ]


@prepared
def _records(user: Person, course: Course) -> QuerySet[Record]:
    works = Submission.objects.filter(plan__enrolment__release__course=course).values("record")
    published = Record.objects.published().filter(pk__in=works)
    return published.order_by("-published_at", "pk")[:MOST_SHOWN]
