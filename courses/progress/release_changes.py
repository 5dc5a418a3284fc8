"""What is different in a newer release of a course, for somebody who is learning in an older one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import (
    Assignment,
    Criterion,
    Enrolment,
    Lesson,
    LessonCompletion,
    LiveLesson,
    Option,
    Question,
    Release,
    SurveyQuestion,
)


@dataclass(frozen=True)
class ReleaseChanges:
    """Lessons of the newer release by what is different about them, and what this learner has done of it."""

    added: Sequence[Lesson]
    removed: Sequence[Lesson]
    changed: Sequence[Lesson]
    kept: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.kept

    @property
    def in_words(self) -> str:
        """Describe the differences: "2 new lessons and 1 changed lesson"."""
        counts = [
            (ngettext("%(n)d new lesson", "%(n)d new lessons", len(self.added)), len(self.added)),
            (
                ngettext("%(n)d changed lesson", "%(n)d changed lessons", len(self.changed)),
                len(self.changed),
            ),
            (
                ngettext("%(n)d lesson fewer", "%(n)d lessons fewer", len(self.removed)),
                len(self.removed),
            ),
        ]
        return get_text_list([word % {"n": n} for word, n in counts if n], _("and"))


def changes_for(enrolment: Enrolment, newer: Release) -> ReleaseChanges:
    """Compare the learner's release with a newer one. Fifteen queries, however long the course is."""
    before = {lesson.lineage: lesson for lesson in _lessons(enrolment.release)}
    after = {lesson.lineage: lesson for lesson in _lessons(newer)}
    asked_before, asked_after = _questions(enrolment.release), _questions(newer)
    changed = [
        lesson
        for lineage, lesson in after.items()
        if lineage in before
        and (
            _words(lesson) != _words(before[lineage])
            or asked_before.get(lineage) != asked_after.get(lineage)
        )
    ]
    done = carried_lineages(enrolment)
    return ReleaseChanges(
        added=[lesson for lineage, lesson in after.items() if lineage not in before],
        removed=[lesson for lineage, lesson in before.items() if lineage not in after],
        changed=changed,
        kept=sum(done.get(lineage) == lesson.kind for lineage, lesson in after.items()),
        total=len(after),
    )


def carried_lineages(enrolment: Enrolment) -> dict[uuid.UUID, str]:
    """Return the lessons done in this enrolment by what they are in every release, with their kinds."""
    done = LessonCompletion.objects.filter(enrolment=enrolment)
    return dict(done.values_list("lesson__lineage", "lesson__kind"))


def _lessons(release: Release) -> list[Lesson]:
    lessons = Lesson.objects.of(release).in_order().select_related("module")
    for lesson in lessons:
        lesson.module.release = release
    return list(lessons)


def _words(lesson: Lesson) -> tuple[object, ...]:
    return (
        lesson.title,
        lesson.kind,
        lesson.body,
        lesson.pass_mark,
        lesson.max_attempts,
        lesson.is_required,
    )


def _questions(release: Release) -> dict[uuid.UUID, list[Any]]:
    """Return what each quiz, survey or assignment asks and how it is marked, by what the lesson is in every release."""
    found: dict[uuid.UUID, list[Any]] = {}
    questions = Question.objects.filter(lesson__module__release=release).order_by("position", "pk")
    names = ("prompt", "kind", "points", "answer", "tolerance", "unit", "accepted")
    for lineage, *words in questions.values_list("lesson__lineage", *names):
        found.setdefault(lineage, []).append(words)
    options = Option.objects.filter(question__lesson__module__release=release)
    ordered = options.order_by("question__position", "question_id", "position", "pk")
    for lineage, *words in ordered.values_list("question__lesson__lineage", "text", "is_correct"):
        found.setdefault(lineage, []).append(words)
    asked = SurveyQuestion.objects.filter(lesson__module__release=release).in_order()
    for lineage, *words in asked.values_list("lesson__lineage", "prompt", "kind", "options"):
        found.setdefault(lineage, []).append(words)
    criteria = Criterion.objects.filter(lesson__module__release=release).in_order()
    for lineage, *words in criteria.values_list("lesson__lineage", "title", "levels"):
        found.setdefault(lineage, []).append(words)
    live = LiveLesson.objects.filter(lesson__module__release=release)
    for lineage, *words in live.values_list("lesson__lineage", "counts_recording", "instead"):
        found.setdefault(lineage, []).append(words)
    assignments = Assignment.objects.filter(lesson__module__release=release)
    settings = ("takes_text", "takes_files", "takes_link", "points_needed", "reviews_given")
    for lineage, *words in assignments.values_list("lesson__lineage", *settings):
        found.setdefault(lineage, []).append(words)
    return found
