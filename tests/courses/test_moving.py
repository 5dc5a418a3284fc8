"""Whoever learns in an older release may move to the newest one, and loses nothing."""

import datetime as dt
import random
import uuid

import pytest
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.actions.content import (
    add_lesson,
    edit_lesson,
    move_lesson,
    remove_lesson,
)
from courses.actions.learning import complete_lesson, leave_course
from courses.actions.moving import move_to_newest_release
from courses.actions.plans import start_plan
from courses.actions.releases import begin_draft, publish_release
from courses.models import Enrolment, Lesson, LessonCompletion, Question
from courses.refusals import NothingNewer, NotLearning
from courses.states import EnrolmentState, LessonKind
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from tests.shared import shared
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
LATER = NOW + dt.timedelta(days=3)


def lessons_of(enrolment):
    return list(Lesson.objects.of(enrolment.release).select_related("module").in_order())


def publish(draft):
    return publish_release(release=draft, by=draft.course.facilitators.get(), at=LATER)


def pass_quiz(enrolment, at):
    quiz = Lesson.objects.of(enrolment.release).get(kind=LessonKind.QUIZ)
    question = Question.objects.get(lesson=quiz)
    right = {question.pk: [question.options.get(is_correct=True).pk]}
    submit_attempt(enrolment=enrolment, lesson=quiz, answers=right, key=uuid.uuid4(), at=at)


def test_a_learner_reads_what_changes_and_moves(client):
    course = CourseFactory(texts=2)
    enrolment = EnrolmentFactory(course=course, at=NOW)
    done = lessons_of(enrolment)[0]
    complete_lesson(enrolment=enrolment, lesson=done, at=NOW)
    draft = begin_draft(course=course, at=LATER)
    kept, changed = Lesson.objects.of(draft).in_order()
    edit_lesson(lesson=changed, body="Rewritten.")
    for title in ("Third", "Fourth"):
        LessonFactory(module=kept.module, title=title)
    publish(draft)
    client.force_login(enrolment.user)
    page = f"/courses/{course.slug}/move/"

    offered = client.get(course.get_absolute_url()).content.decode()
    shown = client.get(page).context["changes"]
    moved = [client.post(page).url for _click in range(2)]

    assert "It has 2 new lessons and 1 changed lesson." in offered
    assert ([x.title for x in shown.added], shown.kept, shown.left) == (["Third", "Fourth"], 1, 3)
    assert moved == [course.get_absolute_url()] * 2
    new = Enrolment.objects.get(moved_from=enrolment)
    assert [(c.lesson, c.completed_at) for c in new.completions.all()] == [(kept, NOW)]
    assert client.get(course.get_absolute_url()).context["newer"] == {}


def test_a_plan_and_results_go_along_and_the_certificate_names_them():
    course = CourseFactory(texts=1, quiz=True)
    enrolment = EnrolmentFactory(course=course, at=NOW)
    plan = start_plan(owner=enrolment.user, key=uuid.uuid4(), enrolment=enrolment, at=NOW)
    pass_quiz(enrolment, NOW)
    publish(begin_draft(course=course, at=LATER))

    new = move_to_newest_release(enrolment=enrolment, at=LATER)
    text = next(lesson for lesson in lessons_of(new) if lesson.kind == LessonKind.TEXT)
    complete_lesson(enrolment=new, lesson=text, at=LATER)

    plan.refresh_from_db()
    new.refresh_from_db()
    assert (plan.enrolment, new.state) == (new, EnrolmentState.COMPLETED)
    assert new.certificate.scores == [{"title": "Quiz", "percent": 100}]


def test_the_old_place_is_over(client):
    enrolment = EnrolmentFactory(course=CourseFactory(texts=2), at=NOW)
    lesson = lessons_of(enrolment)[0]
    publish(begin_draft(course=enrolment.release.course, at=LATER))

    move_to_newest_release(enrolment=enrolment, at=LATER)

    with pytest.raises(NotLearning):
        complete_lesson(enrolment=enrolment, lesson=lesson, at=LATER)


def test_who_has_the_newest_or_is_not_learning_stays():
    enrolment = EnrolmentFactory(at=NOW)
    with pytest.raises(NothingNewer):
        move_to_newest_release(enrolment=enrolment, at=LATER)
    publish(begin_draft(course=enrolment.release.course, at=LATER))
    leave_course(enrolment=enrolment, by=enrolment.user, at=LATER)

    with pytest.raises(TransitionNotAllowed):
        move_to_newest_release(enrolment=enrolment, at=LATER)


@shared
def learner():
    return EnrolmentFactory(course=CourseFactory(texts=4), at=NOW)


@pytest.mark.parametrize("seed", range(8))
def test_no_completion_is_lost_or_dated_anew_by_edits_and_moves(learner, seed):
    dice = random.Random(seed)
    enrolment, course = learner, learner.release.course
    first: dict[uuid.UUID, dt.datetime] = {}
    facts: dict[int, tuple[int, int, dt.datetime]] = {}

    for day in range(12):
        at = NOW + dt.timedelta(days=day)
        left = [x for x in lessons_of(enrolment) if x.lineage not in first]
        if enrolment.state == EnrolmentState.ACTIVE and left and dice.random() < 0.6:
            lesson = dice.choice(left)
            enrolment = complete_lesson(enrolment=enrolment, lesson=lesson, at=at)
            first.setdefault(lesson.lineage, at)
        else:
            _edit_at_random(dice, course, at)
            if dice.random() < 0.5 and enrolment.state == EnrolmentState.ACTIVE:
                enrolment = move_to_newest_release(enrolment=enrolment, at=at)
        now = {
            c.pk: (c.enrolment_id, c.lesson_id, c.completed_at)
            for c in LessonCompletion.objects.all()
        }
        assert now | facts == now
        facts = now
        here = dict(enrolment.completions.values_list("lesson__lineage", "completed_at"))
        there = {x.lineage for x in lessons_of(enrolment)}
        assert here == {lineage: on for lineage, on in first.items() if lineage in there}


def _edit_at_random(dice, course, at):
    draft = begin_draft(course=course, at=at)
    lessons = list(Lesson.objects.of(draft).select_related("module").in_order())
    lesson = dice.choice(lessons)
    change = dice.randrange(4)
    if change == 0:
        edit_lesson(lesson=lesson, title=f"Other {at:%d}", new_address=True)
    elif change == 1:
        add_lesson(module=lesson.module, kind="text", title=f"New {at:%d}", body="Read.")
    elif change == 2 and len(lessons) > 2:
        remove_lesson(lesson=lesson)
    else:
        move_lesson(lesson=lesson, step=1)
    publish_release(release=draft, by=course.facilitators.get(), at=at)
