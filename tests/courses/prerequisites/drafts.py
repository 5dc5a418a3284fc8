"""Drafts, versions and learners for the tests of prerequisites."""

import datetime as dt

from django.utils import timezone

from courses.actions.releases import publish_release
from courses.lessons.publishing_checks import missing_in
from courses.models import (
    Enrolment,
    Lesson,
    Module,
)
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory, ModuleFactory

NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def a_draft(*, modules=2, texts=2):
    """Return the draft of a course with so many modules of so many texts, and its lessons in order."""
    course = CourseFactory(texts=0, is_published=False)
    release = course.releases.get()
    Module.objects.filter(release=release).delete()
    for number in range(modules):
        module = ModuleFactory(release=release, title=f"Module {number + 1}")
        for place in range(texts):
            LessonFactory(module=module, title=f"{number + 1}.{place + 1}")
    return course, list(Lesson.objects.of(release).select_related("module").in_order())


def publish(course, at=NOW):
    release = course.releases.get(published_at=None)
    publish_release(release=release, by=course.facilitators.get(), at=at)
    course.refresh_from_db()
    return list(Lesson.objects.of(release).select_related("module__release__course").in_order())


def learner_in(course):
    place = EnrolmentFactory(course=course)
    return Enrolment.objects.select_related("release__course", "user").get(pk=place.pk)


def said_missing(course):
    return [lack.text for lack in missing_in(course.releases.get(published_at=None))]


def reloaded(place):
    return Enrolment.objects.select_related("release__course", "progress").get(pk=place.pk)
