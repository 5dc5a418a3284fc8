"""Who facilitates a course and what it is about, as plain values, so that the page can keep how they read."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from core.prepared import prepared
from courses.models import Course
from library.vocabularies.models import Topic


class NamedPerson(NamedTuple):
    """A facilitator as the page of a course names them."""

    pk: int
    full_name: str

    def __str__(self) -> str:
        return self.full_name


class NamedTopic(NamedTuple):
    """A topic as the page of a course names it."""

    code: str
    label: str


def facilitators_named(course: Course) -> tuple[NamedPerson, ...]:
    """Return the facilitators of the course in the order of the alphabet; one query."""
    return tuple(map(NamedPerson._make, _facilitators(course)))


def topics_named(course: Course) -> tuple[NamedTopic, ...]:
    """Return the topics of the course in the order of the alphabet; one query."""
    return tuple(map(NamedTopic._make, _topics(course)))


@prepared
def _facilitators(course: Course) -> QuerySet[User, Any]:
    named = Course.facilitators.through.objects.filter(course=course).values("user")
    people = User.objects.filter(pk__in=named).order_by("full_name", "pk")
    return people.values_list("pk", "full_name")


@prepared
def _topics(course: Course) -> QuerySet[Topic, Any]:
    named = Course.topics.through.objects.filter(course=course).values("topic")
    topics = Topic.objects.filter(pk__in=named).order_by("label", "pk")
    return topics.values_list("code", "label")
