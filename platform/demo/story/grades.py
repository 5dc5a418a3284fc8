"""What the facilitator of the evening group changed in its gradebook, and why."""

from decimal import Decimal

from courses.actions.grades import change_grade, import_grades, set_weights
from courses.grades.changes import NewGrade
from courses.models import Cohort, Enrolment, GradeTarget, Lesson
from courses.models.grades import GradeAct
from courses.states import LessonKind
from demo.story.stage import Stage


def keep_grades(stage: Stage) -> None:
    """Weigh the quizzes, excuse one learner, give another a grade, and read two totals from a file."""
    cohort = Cohort.objects.select_related("release").get(name="Evening group")
    by = stage.people["facilitator"]
    quizzes = list(Lesson.objects.of(cohort.release).filter(kind=LessonKind.QUIZ).in_order())
    weights = {str(quiz.pk): number for number, quiz in enumerate(quizzes, start=1)}
    set_weights(
        cohort=cohort,
        weights={**weights, GradeTarget.ATTENDANCE: 1},
        reason="The later quizzes ask more, and the evenings are half of the course.",
        by=by,
        at=stage.ago(20),
    )
    places = {place.user_id: place for place in Enrolment.objects.not_left().filter(cohort=cohort)}
    for key, act, percent, reason in (
        ("thandi", GradeAct.EXCUSE, None, "Away for two weeks with a sick child."),
        (
            "callum",
            GradeAct.GRADE,
            Decimal(60),
            "You explained the slope to the group on Thursday.",
        ),
    ):
        change_grade(
            enrolment=places[stage.people[key].pk],
            target=GradeTarget.LESSON,
            lesson=quizzes[0],
            act=act,
            percent=percent,
            reason=reason,
            by=by,
            key=stage.key("grade", key),
            at=stage.ago(5),
        )
    import_grades(
        cohort=cohort,
        grades=[
            NewGrade(places[stage.people[key].pk].pk, GradeTarget.LESSON, quizzes[-1].pk, percent)
            for key, percent in (("liam", Decimal("82.5")), ("rosa", Decimal(91)))
        ],
        reason="Shown to the group on paper.",
        by=by,
        key=stage.key("grades of a file"),
        at=stage.ago(2),
    )
