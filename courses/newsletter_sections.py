"""The section of the newsletter with new courses."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Min, Prefetch
from django.utils.translation import gettext_lazy as _

from core.types import AnonymousUser
from courses.models import Course
from library.vocabularies.models import Topic
from newsletters.sections import MOST_NEW, SECTIONS, News, Section


def _news(**wanted: object) -> list[News]:
    public = Course.objects.visible_to(AnonymousUser())
    dated = public.annotate(first_published_at=Min("releases__published_at"))
    topics = Prefetch("topics", Topic.objects.order_by("label", "pk"))
    newest = dated.filter(**wanted).order_by("-first_published_at", "-pk")
    return [
        News(
            key=str(course.pk),
            title=course.title,
            address=course.get_absolute_url(),
            summary=course.summary,
            at=course.first_published_at,
            topics=list(course.topics.all()),
        )
        for course in newest.prefetch_related(topics)[:MOST_NEW]
    ]


def new_courses(*, since: dt.datetime, until: dt.datetime) -> Sequence[News]:
    """Return courses whose first release was published in the period, the latest first. Two queries."""
    return _news(first_published_at__gt=since, first_published_at__lte=until)


def courses_again(keys: Sequence[int]) -> list[News]:
    """Return those of the courses that everyone may read about now."""
    return _news(pk__in=keys)


SECTIONS.add("courses", Section(_("New courses"), new_courses, courses_again), position=30)
