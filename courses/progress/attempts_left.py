"""How many attempts at a quiz a learner has left: those of the quiz, and those they were given."""

from dataclasses import dataclass

from django.db.models import Sum

from courses.models import Attempt, Enrolment, ExtraAttempts, Lesson


@dataclass(frozen=True)
class AttemptsLeft:
    """The attempts that were made and all that are allowed; ``allowed`` is none where there is no limit."""

    made: int
    allowed: int | None

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else max(0, self.allowed - self.made)

    @property
    def may_try(self) -> bool:
        return self.left is None or self.left > 0


def attempts_left(enrolment: Enrolment, lesson: Lesson, made: int | None = None) -> AttemptsLeft:
    """Count the attempts at the quiz; ``made`` saves a query where they are loaded already."""
    if made is None:
        made = Attempt.objects.filter(enrolment=enrolment, lesson=lesson).count()
    if lesson.max_attempts is None:
        return AttemptsLeft(made, None)
    given = ExtraAttempts.objects.filter(enrolment=enrolment, lesson=lesson)
    extra = given.aggregate(sum=Sum("number"))["sum"] or 0
    return AttemptsLeft(made, lesson.max_attempts + extra)
