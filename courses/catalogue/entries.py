"""The entries of the catalogue: courses and programmes, each with what it is searched, narrowed and sorted by.

A catalogue holds some hundred of them. All are loaded with a fixed number of queries, and narrowed and counted here:
so each filter tells its numbers, whatever else is chosen.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from core.prepared import prepared
from core.times.lengths import in_hours_and_minutes
from core.types import Person
from courses.catalogue.words import folded_text
from courses.cohorts.standing import Standing, day_there, standing_of
from courses.models import Cohort, Course, Programme, ProgrammeCourse
from courses.states import LISTED_ENTRIES, LessonKind, WayIn
from library.vocabularies.models import Topic


@dataclass
class Entry:
    """A course or a programme as the catalogue shows it."""

    thing: Course | Programme
    topics: list[Topic] = field(default_factory=list)
    # Of a course: the cohorts that one can get into, or will be able to; the soonest first.
    standings: list[Standing] = field(default_factory=list)
    # Of a programme: its courses in order.
    parts: list[ProgrammeCourse] = field(default_factory=list)
    # How well it fits the words, higher is better; nothing where it does not.
    fit: int | None = None

    @property
    def is_programme(self) -> bool:
        return isinstance(self.thing, Programme)

    @cached_property
    def courses(self) -> list[Course]:
        """Return the course, or the courses of a programme without which it is not complete."""
        if isinstance(self.thing, Course):
            return [self.thing]
        return [part.course for part in self.parts if part.is_required]

    @cached_property
    def minutes(self) -> int:
        return sum(course.minutes for course in self.courses)

    @property
    def length(self) -> str:
        return in_hours_and_minutes(self.minutes)

    @cached_property
    def levels(self) -> set[str]:
        return {course.level for course in self.courses if course.level}

    @cached_property
    def languages(self) -> set[str]:
        return {course.language for course in self.courses}

    @cached_property
    def topic_codes(self) -> set[str]:
        """Return the topics with those above them."""
        above = {topic.parent.code for topic in self.topics if topic.parent}
        return above | {topic.code for topic in self.topics}

    @property
    def open_standings(self) -> list[Standing]:
        """Return the cohorts with a place."""
        return [standing for standing in self.standings if standing.way_in == WayIn.PLACE]

    def days_to_start(self, now: dt.datetime) -> int | None:
        """Return in how many days the first open cohort with a first day starts; nothing where none will."""
        days = [
            (standing.cohort.starts_on - day_there(standing.cohort, now)).days
            for standing in self.open_standings
            if standing.cohort.starts_on
        ]
        return min((count for count in days if count >= 0), default=None)

    @property
    def is_new_at(self) -> dt.datetime:
        """Return since when it is in the catalogue."""
        if isinstance(self.thing, Programme):
            return self.thing.published_at or self.thing.created_at
        return getattr(self.thing, "first_published_at", None) or self.thing.created_at


def entries_of(reader: Person, patterns: Sequence[str], *, now: dt.datetime) -> list[Entry]:
    """Return every published course and programme, and how well it fits these patterns. Six queries at most.

    A programme fits by its own words, and where the words are those of one of its courses.
    """
    courses = {course.pk: course for course in _courses()}
    fits = _fits(patterns) if patterns else dict.fromkeys(courses, 0)
    topics = _topics_of(list(courses))
    standings = standings_of(reader, now)
    entries = [
        Entry(course, topics[key], standings[key], fit=fits.get(key))
        for key, course in courses.items()
    ]
    return [*entries, *_programmes(patterns, fits, topics)]


@prepared
def _courses() -> QuerySet[Course]:
    """Return the published courses, each with its numbers of lessons and quizzes, and the day it first came out."""
    current = Q(releases__published_at__isnull=False, releases__superseded_at=None)
    quizzes = Q(releases__modules__lessons__kind=LessonKind.QUIZ)
    lessons = "releases__modules__lessons"
    return (
        Course.objects.published()
        .with_cover()
        .annotate(
            lesson_count=Count(lessons, filter=current & ~quizzes, distinct=True),
            quiz_count=Count(lessons, filter=current & quizzes, distinct=True),
            first_published_at=Min("releases__published_at"),
        )
        .order_by("title", "pk")
    )


def _fits(patterns: Sequence[str]) -> dict[int, int]:
    """Return how well each published course fits, for those whose words have every pattern."""
    found = Course.objects.published()
    for pattern in patterns:
        found = found.filter(
            Q(words__title__contains=pattern)
            | Q(words__about__contains=pattern)
            | Q(words__lessons__contains=pattern)
        )
    rows = found.order_by().values_list("pk", "words__title", "words__about")
    return {key: fit_of(patterns, title, about) for key, title, about in rows}


def fit_of(patterns: Sequence[str], title: str, about: str) -> int:
    """Return how well folded texts fit: a word in the title says more than one in the summary, and that than a lesson."""
    return sum(9 if each in title else 3 if each in about else 1 for each in patterns)


def _topics_of(courses: Sequence[int]) -> dict[int, list[Topic]]:
    found: dict[int, list[Topic]] = defaultdict(list)
    for row in _topic_rows():
        found[row.course_id].append(row.topic)
    return found


@prepared
def _topic_rows() -> QuerySet:
    """Return which topics published courses have, in the order of their names."""
    rows = Course.topics.through.objects.filter(course__in=Course.objects.published().values("pk"))
    return rows.select_related("topic__parent").order_by("topic__label", "topic_id")


def standings_of(reader: Person, now: dt.datetime) -> dict[int, list[Standing]]:
    """Return the cohorts of each published course that one can get into now or later. One query."""
    found: dict[int, list[Standing]] = defaultdict(list)
    for cohort in _cohorts(reader):
        standing = standing_of(cohort, now)
        if not standing.is_ended and standing.way_in not in {WayIn.CLOSED, WayIn.FULL}:
            found[cohort.release.course_id].append(standing)
    return found


@prepared
def _cohorts(reader: Person) -> QuerySet[Cohort]:
    listed = Cohort.objects.visible_to(reader).filter(cancelled_at=None)
    published = Course.objects.published().values("pk")
    rows = listed.filter(release__course__in=published, entry__in=sorted(LISTED_ENTRIES))
    return rows.select_related("release").soonest_first()


def _programmes(
    patterns: Sequence[str], fits: Mapping[int, int], topics: Mapping[int, list[Topic]]
) -> list[Entry]:
    entries = []
    for programme in _published_programmes():
        parts = list(programme.courses.all())
        title = folded_text(programme.title)
        about = folded_text(programme.summary, *map(str, programme.aims))
        theirs = [fits[part.course_id] for part in parts if part.course_id in fits]
        fit = max(theirs, default=None)
        if all(each in title or each in about for each in patterns):
            fit = fit_of(patterns, title, about)
        its_topics = {topic.pk: topic for part in parts for topic in topics[part.course_id]}
        entries.append(Entry(programme, list(its_topics.values()), parts=parts, fit=fit))
    return entries


def _published_programmes() -> QuerySet[Programme]:
    parts = ProgrammeCourse.objects.in_order().select_related("course")
    programmes = Programme.objects.published().with_cover().order_by("title", "pk")
    return programmes.prefetch_related(Prefetch("courses", parts))
