"""The progress of a learner: the outline of a release with what is done, and the next lesson."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.counting import number_of
from core.prepared import prepared
from courses.models import (
    Certificate,
    Course,
    Enrolment,
    Lesson,
    LessonCompletion,
    Module,
    Release,
)
from courses.states import LessonKind


@dataclass(frozen=True)
class OutlineModule:
    """A module with its lessons; each lesson knows ``is_done``."""

    module: Module
    lessons: Sequence[Lesson]

    @property
    def done(self) -> int:
        return sum(lesson.is_done for lesson in self.lessons)  # type: ignore[attr-defined]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Outline:
    """All modules and lessons of a release, in order, without their texts."""

    modules: Sequence[OutlineModule]

    def __iter__(self) -> Iterator[OutlineModule]:
        return iter(self.modules)

    @property
    def lessons(self) -> list[Lesson]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def total(self) -> int:
        return len(self.lessons)

    @property
    def done(self) -> int:
        return sum(module.done for module in self.modules)

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    @property
    def has_plan(self) -> bool:
        return any(lesson.is_plan for lesson in self.lessons)

    @property
    def contents(self) -> str:
        """Describe the contents of the course: "17 lessons, 4 quizzes and 1 action plan"."""
        counts = Counter(lesson.kind for lesson in self.lessons)
        texts, quizzes, plans = (counts[kind] for kind in LessonKind)
        words = [
            (texts, ngettext("%(n)d lesson", "%(n)d lessons", texts)),
            (quizzes, ngettext("%(n)d quiz", "%(n)d quizzes", quizzes)),
            (plans, ngettext("%(n)d action plan", "%(n)d action plans", plans)),
        ]
        return get_text_list([word % {"n": n} for n, word in words if n], _("and"))

    @property
    def next_lesson(self) -> Lesson | None:
        """The first required lesson that is not done."""
        left = (each for each in self.lessons if each.is_required and not each.is_done)  # type: ignore[attr-defined]
        return next(left, None)

    @property
    def present(self) -> Module | None:
        """The module of the first lesson that is not done; none when all are done."""
        return self.next_lesson.module if self.next_lesson else None

    def neighbours(self, lesson: Lesson) -> tuple[Lesson | None, Lesson | None]:
        """Return the lessons before and after this one."""
        lessons = self.lessons
        place = lessons.index(lesson)
        before = lessons[place - 1] if place else None
        after = lessons[place + 1] if place + 1 < len(lessons) else None
        return before, after


def outline_of(release: Release, enrolment: Enrolment | None = None) -> Outline:
    """Return the outline, with what this enrolment has done. One query, however long the course is.

    The lessons carry their release and course, so that their addresses cost nothing.
    """
    lessons = _lessons(release) if enrolment is None else _lessons_done(release, enrolment)
    for lesson in lessons:
        lesson.module.release = release
    return Outline(
        [
            OutlineModule(module, list(group))
            for module, group in groupby(lessons, key=lambda lesson: lesson.module)
        ]
    )


@prepared
def _lessons(release: Release) -> QuerySet[Lesson]:
    """Return the lessons of a release without their texts, none of them done."""
    return _for_outline(release).annotate(is_done=Value(False))


@prepared
def _lessons_done(release: Release, enrolment: Enrolment) -> QuerySet[Lesson]:
    """Return the lessons of a release without their texts; each knows whether it is done in this enrolment."""
    done = LessonCompletion.objects.filter(enrolment=enrolment, lesson=OuterRef("pk"))
    return _for_outline(release).annotate(is_done=Exists(done))


def _for_outline(release: Release) -> QuerySet[Lesson]:
    lessons = Lesson.objects.of(release).in_order().select_related("module")
    return lessons.defer("body", "body_html")


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
        Learning(
            course=row.release.course,
            done=row.done,
            total=row.total,
            next_title=row.next_title or "",
            address=lesson_address(row.next_path) if row.next_path else row.get_absolute_url(),
            completed_at=row.completed_at,
            certificate=getattr(row, "certificate", None),
        )
        for row in _learning(user, limit=limit, with_completed=with_completed)
    ]


@prepared
def _learning(user: User, *, limit: int, with_completed: bool) -> QuerySet[Any]:
    """Enrolments with what is done of all lessons and the next one, the last touched first; then those completed."""
    mine = Enrolment.objects.filter(user=user)
    return (
        with_next_lesson(mine.not_left() if with_completed else mine.active())
        .annotate(
            done=number_of(
                LessonCompletion.objects.filter(enrolment=OuterRef("pk")), by="enrolment"
            ),
            total=number_of(
                Lesson.objects.filter(module__release=OuterRef("release")), by="module__release"
            ),
            touched_at=Coalesce(
                Subquery(
                    LessonCompletion.objects.filter(enrolment=OuterRef("pk"))
                    .order_by("-completed_at", "-pk")
                    .values("completed_at")[:1]
                ),
                F("enrolled_at"),
            ),
        )
        .select_related("release__course", "certificate")
        .order_by(F("completed_at").desc(nulls_first=True), "-touched_at", "-pk")[:limit]
    )


def with_next_lesson(enrolments: QuerySet[Enrolment]) -> QuerySet[Any]:
    """Annotate each enrolment with ``next_title`` and ``next_path`` of its first lesson not done."""
    done = LessonCompletion.objects.filter(enrolment=OuterRef(OuterRef("pk"))).values("lesson")
    left = (
        Lesson.objects.required()
        .filter(module__release=OuterRef("release"))
        .exclude(pk__in=done)
        .in_order()
    )
    path = Concat(
        "module__release__course__slug",
        Value("/"),
        "module__slug",
        Value("/"),
        "slug",
        output_field=CharField(),
    )
    return enrolments.annotate(
        next_title=Subquery(left.values("title")[:1]),
        next_path=Subquery(left.annotate(path=path).values("path")[:1]),
    )


def lesson_address(path: str) -> str:
    """Return the address of the lesson at ``course/module/lesson``."""
    return reverse("courses:lesson_detail", args=path.split("/"))
