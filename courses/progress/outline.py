"""The progress of a learner: the outline of a release with what is done, and the next lesson."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.addresses import address_of
from core.prepared import prepared
from courses.models import Certificate, Course, Enrolment, Lesson, Module, Release
from courses.progress.closed_lessons import closed_lessons
from courses.progress.stored import progress_of
from courses.progress.table_of_contents import Chapter, TableOfContents, table_of_contents
from courses.states import LessonKind


@dataclass(frozen=True)
class OutlineModule:
    """A module with its lessons, and the keys of those that are done."""

    chapter: Chapter
    done_keys: frozenset[int]
    closed_keys: frozenset[int] = frozenset()

    @property
    def module(self) -> Module:
        return self.chapter.module

    @property
    def lessons(self) -> Sequence[Lesson]:
        return self.chapter.lessons

    @property
    def done(self) -> int:
        """Return how many of the required lessons are done; of all, in a module that requires none."""
        counted = self.chapter.required_keys or self.chapter.keys
        return len(self.done_keys & counted)

    @property
    def total(self) -> int:
        """Return how many lessons are required; of all, in a module that requires none."""
        return len(self.chapter.required_keys or self.chapter.keys)


@dataclass(frozen=True)
class Outline:
    """All modules and lessons of a release, in order, without their texts; and which of them are done."""

    table: TableOfContents
    done_keys: frozenset[int]

    def __iter__(self) -> Iterator[OutlineModule]:
        for chapter in self.table.chapters:
            yield OutlineModule(
                chapter, chapter.keys & self.done_keys, chapter.keys & self.closed_keys
            )

    @property
    def lessons(self) -> Sequence[Lesson]:
        return self.table.lessons

    @property
    def total(self) -> int:
        """Return how many lessons are required."""
        return len(self.table.required_keys)

    @property
    def done(self) -> int:
        """Return how many of the required lessons are done."""
        return len(self.done_keys & self.table.required_keys)

    @cached_property
    def closed_keys(self) -> frozenset[int]:
        """Return the lessons that open only after others."""
        return closed_lessons(self.table, self.done_keys)

    @property
    def has_plan(self) -> bool:
        return self.table.counts[LessonKind.PLAN] > 0

    @property
    def contents(self) -> str:
        """Describe the contents of the course: "17 lessons, 4 quizzes and 1 action plan"."""
        counts = self.table.counts
        texts, quizzes, plans, reflections, assignments, surveys, live = (
            counts[kind] for kind in LessonKind
        )
        words = [
            (texts, ngettext("%(n)d lesson", "%(n)d lessons", texts)),
            (quizzes, ngettext("%(n)d quiz", "%(n)d quizzes", quizzes)),
            (reflections, ngettext("%(n)d reflection", "%(n)d reflections", reflections)),
            (assignments, ngettext("%(n)d assignment", "%(n)d assignments", assignments)),
            (surveys, ngettext("%(n)d survey", "%(n)d surveys", surveys)),
            (live, ngettext("%(n)d live session", "%(n)d live sessions", live)),
            (plans, ngettext("%(n)d action plan", "%(n)d action plans", plans)),
        ]
        return get_text_list([word % {"n": n} for n, word in words if n], _("and"))

    def is_done(self, lesson: Lesson) -> bool:
        return lesson.pk in self.done_keys

    @cached_property
    def next_lesson(self) -> Lesson | None:
        """The first required lesson that is not done."""
        left = (each for each in self.lessons if each.is_required and not self.is_done(each))
        return next(left, None)

    def neighbours(self, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
        """Return the lessons before and after this one."""
        lessons = self.lessons
        place = self.table.places[lesson.pk]
        before = lessons[place - 1] if place else None
        after = lessons[place + 1] if place + 1 < len(lessons) else None
        return before, after

    def after(self, lesson: Lesson) -> Lesson | None:
        """Return the next lesson that is open."""
        later = self.lessons[self.table.places[lesson.pk] + 1 :]
        return next((one for one in later if one.pk not in self.closed_keys), None)


def outline_of(release: Release, enrolment: Enrolment | None = None) -> Outline:
    """Return the outline, with what this enrolment has done; load its ``progress`` with it."""
    table = table_of_contents(release)
    if enrolment is None:
        return Outline(table, frozenset())
    # Only what is part of this release counts.
    done = frozenset(progress_of(enrolment).done_lessons)
    return Outline(table, done & table.keys)


@dataclass(frozen=True)
class Learning:
    """A course that someone is learning in, or has completed."""

    course: Course
    done: int
    total: int
    next_title: str
    address: str
    completed_at: dt.datetime | None = None
    certificate: Certificate | None = None


def learning_of(user: User, *, limit: int = 3, with_completed: bool = False) -> list[Learning]:
    """Return the courses in which this person learns, the last touched first, then those completed. One query."""
    return [
        _learning_in(enrolment)
        for enrolment in _learning(user, limit=limit, with_completed=with_completed)
    ]


def _learning_in(enrolment: Enrolment) -> Learning:
    progress = progress_of(enrolment)
    coming = progress.next_lesson
    course = enrolment.release.course
    return Learning(
        course=course,
        done=progress.done,
        total=progress.total,
        next_title=coming.title if coming else "",
        address=address_of("courses:lesson_detail", course.slug, coming.module.slug, coming.slug)
        if coming
        else enrolment.get_absolute_url(),
        completed_at=enrolment.completed_at,
        certificate=getattr(enrolment, "certificate", None),
    )


@prepared
def _learning(user: User, *, limit: int, with_completed: bool) -> QuerySet[Enrolment]:
    """Enrolments with their progress and the next lesson, the last touched first; then those completed."""
    mine = Enrolment.objects.filter(user=user)
    touched_at = Coalesce("progress__last_done_at", "enrolled_at")
    return (
        (mine.not_left() if with_completed else mine.active())
        .select_related("release__course", "certificate", "progress__next_lesson__module")
        .defer("progress__next_lesson__body", "progress__next_lesson__body_html")
        .order_by(F("completed_at").desc(nulls_first=True), touched_at.desc(), "-pk")[:limit]
    )
