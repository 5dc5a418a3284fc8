"""Who facilitates a course and what it is about, as plain values, so that the page can keep how they read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from accounts.models import User
from core.prepared import prepared
from courses.models import Course
from library.vocabularies.models import Topic


@dataclass(frozen=True)
class NamedPerson:
    """A facilitator as the page of a course names them."""

    pk: int
    full_name: str

    def __str__(self) -> str:
        return self.full_name


@dataclass(frozen=True)
class NamedTopic:
    """A topic as the page of a course names it."""

    code: str
    label: str


def people_and_topics(course: Course) -> tuple[tuple[NamedPerson, ...], tuple[NamedTopic, ...]]:
    """Return the facilitators and the topics of the course, each in the order of the alphabet; one query."""
    rows = _named(course)
    people = tuple(
        NamedPerson(key, words) for is_of, _code, words, key in rows if is_of == "person"
    )
    topics = tuple(NamedTopic(code, words) for is_of, code, words, _key in rows if is_of == "topic")
    return people, topics


@prepared
def _named(course: Course) -> QuerySet[Any, tuple[str, str, str, int]]:
    people = Course.facilitators.through.objects.filter(course=course).values("user")
    topics = Course.topics.through.objects.filter(course=course).values("topic")
    columns = ("is_of", "written", "words", "pk")
    named = User.objects.filter(pk__in=people).annotate(
        is_of=_text("person"), written=_text(""), words=F("full_name")
    )
    about = Topic.objects.filter(pk__in=topics).annotate(
        is_of=_text("topic"), written=F("code"), words=F("label")
    )
    rows: Any = named.order_by().values_list(*columns)
    return rows.union(about.order_by().values_list(*columns), all=True).order_by("words", "pk")


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())
