"""The stored progress of an enrolment, and the same reckoned from its completions."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import QuerySet

from core.prepared import prepared
from courses.models import Enrolment, Lesson, LessonCompletion, Progress


def progress_of(enrolment: Enrolment) -> Progress:
    """Return the stored progress; load ``progress`` with the enrolment, and this takes no query.

    An enrolment without one, such as the version before this made it during an upgrade, is reckoned.
    """
    try:
        return enrolment.progress
    except Progress.DoesNotExist:
        return reckoned_progress(enrolment)


def reckoned_progress(enrolment: Enrolment) -> Progress:
    """Reckon the progress from what is in the database, without anything that is stored or kept. Two queries.

    What is stored must equal this after whatever happened; each night all of it is compared.
    """
    lessons = lessons_in_order(enrolment.release_id)
    return summed_up(enrolment, lessons, dict(_moments(enrolment)))


@prepared
def _moments(enrolment: Enrolment) -> QuerySet[LessonCompletion, tuple[int, dt.datetime]]:
    """When each lesson was done, by its key."""
    facts = LessonCompletion.objects.filter(enrolment=enrolment)
    return facts.order_by().values_list("lesson", "completed_at")


def lessons_in_order(release_id: int) -> dict[int, bool]:
    """Return the keys of the lessons of a release in order, and whether each is required. One query."""
    return dict(_lessons(release_id))


@prepared
def _lessons(release_id: int) -> QuerySet[Lesson, tuple[int, bool]]:
    lessons = Lesson.objects.filter(module__release=release_id).in_order()
    return lessons.values_list("pk", "is_required")


def summed_up(
    enrolment: Enrolment, lessons: Mapping[int, bool], moments: Mapping[int, dt.datetime]
) -> Progress:
    """Add up when lessons were done in a release of these lessons, given in order with whether each is required.

    Optional lessons are kept with those that are done, but only required ones are counted.
    """
    done = [key for key in lessons if key in moments]
    return Progress(
        enrolment_id=enrolment.pk,
        done_lessons=done,
        done=sum(lessons[key] for key in done),
        total=sum(lessons.values()),
        next_lesson_id=next((key for key in lessons if lessons[key] and key not in moments), None),
        last_done_at=max((moments[key] for key in done), default=None),
    )


def says_the_same(one: Progress, other: Progress) -> bool:
    """Tell whether two rows of progress say the same of the same enrolment."""
    names = [field.attname for field in Progress._meta.concrete_fields]
    return all(getattr(one, name) == getattr(other, name) for name in names)
