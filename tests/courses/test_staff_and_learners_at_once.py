"""Staff correct what is published while learners go on: nobody's act fails because of the other's locks."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.actions.corrections import correct_lesson
from courses.actions.course_states import archive_course, unpublish_course
from courses.actions.learning import complete_lesson, enrol, leave_course
from courses.actions.regrades import regrade_question
from courses.actions.requirements import change_requirement
from courses.models import Course, Enrolment, Lesson, Question
from courses.refusals import EnrolmentClosed
from courses.states import CourseState
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one write at a time anyway"
    ),
]

Act = Callable[[], object]


def happen(first: Act, second: Act) -> list[BaseException | None]:
    """Begin the second act while the first is not committed; return what each raised."""
    raised: list[BaseException | None] = [None, None]
    has_begun, may_commit = threading.Event(), threading.Event()

    def run(number: int, act: Act) -> None:
        try:
            with transaction.atomic():
                if number:
                    has_begun.wait(10)
                act()
                if not number:
                    has_begun.set()
                    may_commit.wait(0.3)
        except (DatabaseError, EnrolmentClosed) as error:
            raised[number] = error
        finally:
            has_begun.set()
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.fixture
def course():
    return CourseFactory(texts=2, quiz=True)


@pytest.fixture
def staff(course):
    """What staff do, by name."""
    by = course.facilitators.get()
    first, second = Lesson.objects.filter(module__release__course=course, questions=None)
    question = Question.objects.get()
    wrong = question.options.get(is_correct=False).pk

    def now():
        return timezone.now()

    def require(lesson):
        return change_requirement(lesson=lesson, is_required=False, reason="x", by=by, at=now())

    return {
        "require the first": lambda: require(first),
        "require the second": lambda: require(second),
        "correct": lambda: correct_lesson(
            lesson=first, title="New", body="New text.", note="n", by=by, at=now()
        ),
        "regrade": lambda: regrade_question(
            question=question,
            key={"right": [wrong]},
            reason="x",
            may_lower=False,
            by=by,
            form_key=uuid.uuid4(),
            at=now(),
        ),
    }


@pytest.fixture
def learners(course):
    """What learners do, by name."""
    newcomer = UserFactory()
    left = EnrolmentFactory(course=course)
    place = EnrolmentFactory(course=course)
    leave_course(enrolment=left, by=left.user, at=timezone.now())
    lesson = Lesson.objects.filter(module__release__course=course, questions=None)[0]
    question = Question.objects.get()
    right = question.options.get(is_correct=True).pk
    return {
        "complete": lambda: complete_lesson(enrolment=place, lesson=lesson, at=timezone.now()),
        "submit": lambda: submit_attempt(
            enrolment=place,
            lesson=question.lesson,
            answers={question.pk: [right]},
            key=uuid.uuid4(),
            at=timezone.now(),
        ),
        "enrol": lambda: enrol(user=newcomer, course=course, at=timezone.now()),
        "return": lambda: enrol(user=left.user, course=course, at=timezone.now()),
    }


@pytest.mark.parametrize("learner", ["complete", "submit", "enrol", "return"])
@pytest.mark.parametrize(
    "member", ["require the first", "require the second", "correct", "regrade"]
)
def test_neither_fails_when_a_learner_is_first(staff, learners, learner, member):
    assert happen(learners[learner], staff[member]) == [None, None]


@pytest.mark.parametrize(
    ("first", "second"),
    [("regrade", "require the first"), ("require the first", "regrade"), ("correct", "regrade")],
)
def test_two_of_the_staff_take_turns(staff, learners, first, second):
    assert happen(staff[first], staff[second]) == [None, None]


@pytest.mark.parametrize("close", [unpublish_course, archive_course])
def test_nobody_enrols_in_a_course_that_is_being_closed(course, close):
    by, newcomer = course.facilitators.get(), UserFactory()

    raised = happen(
        lambda: close(course=Course.objects.get(pk=course.pk), by=by, at=timezone.now()),
        lambda: enrol(user=newcomer, course=course, at=timezone.now()),
    )

    assert raised[0] is None
    assert isinstance(raised[1], EnrolmentClosed)
    assert Course.objects.get(pk=course.pk).state != CourseState.PUBLISHED
    assert not Enrolment.objects.filter(user=newcomer).exists()
