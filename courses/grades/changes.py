"""Grades that are to be given by hand, many at once."""

from dataclasses import dataclass
from decimal import Decimal

from courses.models.grades import GradeAct


@dataclass(frozen=True)
class NewGrade:
    """A grade that somebody gives by hand: for a lesson, or for what ``target`` says. Excused without per cent."""

    enrolment: int
    target: str
    lesson: int | None
    percent: Decimal | None

    @property
    def act(self) -> str:
        return GradeAct.EXCUSE if self.percent is None else GradeAct.GRADE
