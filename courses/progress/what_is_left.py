"""What a learner still has to do before the course counts as completed, and why each thing does not count yet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.models import ActionPlan, Attempt, Enrolment, ExtraAttempts, Lesson
from courses.progress.closed_lessons import Before, what_comes_before
from courses.progress.hand_ins import newest_states
from courses.progress.outline import outline_of
from courses.states import HandInState, LessonKind

_OF_WORK = {
    "": gettext_lazy("You have not handed it in."),
    HandInState.WAITING: gettext_lazy("You have handed it in, and nobody has graded it yet."),
    HandInState.RETURNED: gettext_lazy("It was returned for changes. Hand it in again."),
    HandInState.ACCEPTED: gettext_lazy("It was accepted in another version of the course."),
}


@dataclass(frozen=True)
class Left:
    """A required lesson that is not done, with the reason in words."""

    lesson: Lesson
    why: str
    # What has to be done before the lesson opens.
    needed: Sequence[Before] = ()
    due_on: dt.date | None = None


def what_is_left(enrolment: Enrolment, due: dict[int, dt.date]) -> list[Left]:
    """Return the required lessons that are not done, in order. At most four queries, however many there are.

    ``due`` names the last day of lessons that have one.
    """
    outline = outline_of(enrolment.release, enrolment)
    lessons = [one for one in outline.lessons if one.is_required and not outline.is_done(one)]
    reasons = _Reasons(enrolment, lessons)
    return [
        Left(
            lesson,
            reasons.why(lesson),
            what_comes_before(outline.table, lesson, outline.done_keys),
            due.get(lesson.pk),
        )
        for lesson in lessons
    ]


class _Reasons:
    """Why lessons of one learner do not count yet."""

    def __init__(self, enrolment: Enrolment, lessons: list[Lesson]) -> None:
        self._tries: dict[int, tuple[int, int]] = {}
        self._extra: dict[int, int] = {}
        self._has_plan = False
        quizzes = [lesson.pk for lesson in lessons if lesson.is_quiz]
        if quizzes:
            mine = Attempt.objects.filter(enrolment=enrolment, lesson__in=quizzes).order_by()
            rows = mine.values_list("lesson").annotate(
                made=Count("pk"), best=Max(100 * F("points") / F("out_of"))
            )
            self._tries = {lesson: (made, best) for lesson, made, best in rows}
            given = ExtraAttempts.objects.filter(enrolment=enrolment).order_by()
            self._extra = dict(given.values_list("lesson").annotate(Sum("number")))
        assignments = [lesson for lesson in lessons if lesson.kind == LessonKind.ASSIGNMENT]
        self._handed_in = newest_states(enrolment, assignments)
        if any(lesson.is_plan for lesson in lessons):
            self._has_plan = ActionPlan.objects.filter(enrolment=enrolment).exists()

    def why(self, lesson: Lesson) -> str:
        """Say why the lesson does not count yet."""
        if lesson.is_quiz:
            return self._of_quiz(lesson)
        if lesson.kind == LessonKind.REFLECTION:
            return _("You have not written a few sentences yet.")
        if lesson.kind == LessonKind.LIVE:
            return _("You have not attended a session, or confirmed what you did instead.")
        if lesson.kind == LessonKind.SURVEY:
            return _("You have not answered it.")
        if lesson.kind == LessonKind.ASSIGNMENT:
            return str(_OF_WORK[self._handed_in.get(lesson.lineage, "")])
        if not lesson.is_plan:
            return _("You have not marked it as done.")
        if self._has_plan:
            return _("Your plan is a draft. Answer every question of it, then finish it.")
        return _("You have not started your plan.")

    def _of_quiz(self, lesson: Lesson) -> str:
        made, best = self._tries.get(lesson.pk, (0, 0))
        words = {"mark": lesson.pass_mark, "best": int(best)}
        if not made:
            return _("You have not tried it. You pass with %(mark)s per cent.") % words
        said = _("Your best attempt has %(best)s per cent; you pass with %(mark)s.") % words
        if lesson.max_attempts is None:
            return said
        left = lesson.max_attempts + self._extra.get(lesson.pk, 0) - made
        if left <= 0:
            return f"{said} {_('You have no attempts left. Ask the facilitators for another one.')}"
        attempts = ngettext(
            "You have %(left)d attempt left.", "You have %(left)d attempts left.", left
        )
        return f"{said} {attempts % {'left': left}}"
