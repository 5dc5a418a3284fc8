"""Enrolling, doing lessons and completing a course."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from courses.actions.learning import complete_lesson, enrol, leave_all_courses, leave_course
from courses.actions.plans import finish_plan, save_plan, start_plan
from courses.actions.releases import begin_draft, publish_release
from courses.models import (
    AppendOnlyError,
    Certificate,
    Enrolment,
    Lesson,
    LessonCompletion,
    Release,
)
from courses.progress.outline import outline_of
from courses.refusals import EnrolmentClosed, LessonNotDone, NotLearning
from courses.states import EnrolmentState
from courses.tasks import ask_for_outcomes, leave_courses_of_closed_accounts
from demo.factories.accounts import UserFactory
from demo.factories.courses import PLAN_WORDS, CourseFactory, EnrolmentFactory
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)


def lessons_of(enrolment):
    return list(Lesson.objects.of(enrolment.release).in_order())


def test_enrolling_twice_gives_one_place():
    course, user = CourseFactory(), UserFactory()

    first = enrol(user=user, course=course, at=NOW)
    second = enrol(user=user, course=course, at=NOW)

    assert second == first
    assert Enrolment.objects.count() == 1


def test_enrolling_is_refused_before_anything_is_published():
    course = CourseFactory(is_published=False)

    with pytest.raises(EnrolmentClosed):
        enrol(user=UserFactory(), course=course, at=NOW)

    assert not Enrolment.objects.exists()


def test_a_learner_keeps_their_release_and_a_graduate_gets_the_new_one():
    course, user = CourseFactory(texts=1), UserFactory()
    old = enrol(user=user, course=course, at=NOW)
    publish_release(release=begin_draft(course=course, at=NOW), by=user, at=NOW)

    while_learning = enrol(user=user, course=course, at=NOW)
    complete_lesson(enrolment=old, lesson=lessons_of(old)[0], at=NOW)
    afterwards = enrol(user=user, course=course, at=NOW)

    assert while_learning == old
    assert [old.release.number, afterwards.release.number] == [1, 2]


def test_completing_a_lesson_again_keeps_the_first_moment():
    enrolment = EnrolmentFactory()
    lesson = lessons_of(enrolment)[0]

    complete_lesson(enrolment=enrolment, lesson=lesson, at=NOW)
    complete_lesson(enrolment=enrolment, lesson=lesson, at=NOW + dt.timedelta(days=1))

    assert [row.completed_at for row in LessonCompletion.objects.all()] == [NOW]


def test_the_last_lesson_completes_the_course_once_and_issues_one_certificate():
    enrolment = EnrolmentFactory(at=NOW)
    first, last = lessons_of(enrolment)

    complete_lesson(enrolment=enrolment, lesson=first, at=NOW)
    before = enrolment.__class__.objects.get().state
    complete_lesson(enrolment=enrolment, lesson=last, at=NOW)
    complete_lesson(enrolment=enrolment, lesson=last, at=NOW + dt.timedelta(days=1))

    enrolment.refresh_from_db()
    assert before == EnrolmentState.ACTIVE
    assert [enrolment.state, enrolment.completed_at] == [EnrolmentState.COMPLETED, NOW]
    assert Certificate.objects.get().enrolment == enrolment
    assert [move.move for move in Transition.objects.of(enrolment)] == ["complete"]
    assert [row.kind for row in Notification.objects.filter(recipient=enrolment.user)] == [
        "courses.completed"
    ]


@pytest.mark.parametrize("kind", ["quiz", "plan"])
def test_a_quiz_or_plan_is_not_done_by_the_button(kind):
    enrolment = EnrolmentFactory(course=CourseFactory(texts=0, **{kind: True}))

    with pytest.raises(LessonNotDone):
        complete_lesson(enrolment=enrolment, lesson=lessons_of(enrolment)[0], at=NOW)

    assert not LessonCompletion.objects.exists()


def test_a_lesson_of_another_release_cannot_be_completed():
    enrolment, other = EnrolmentFactory(), EnrolmentFactory()

    with pytest.raises(NotLearning):
        complete_lesson(enrolment=enrolment, lesson=lessons_of(other)[0], at=NOW)


def test_who_left_cannot_do_lessons_and_comes_back_to_what_they_did():
    enrolment = EnrolmentFactory(at=NOW)
    first, last = lessons_of(enrolment)
    complete_lesson(enrolment=enrolment, lesson=first, at=NOW)
    leave_course(enrolment=enrolment, by=enrolment.user, at=NOW)

    with pytest.raises(NotLearning):
        complete_lesson(enrolment=enrolment, lesson=last, at=NOW)
    back = enrol(user=enrolment.user, course=enrolment.release.course, at=NOW)

    assert back == enrolment
    assert back.state == EnrolmentState.ACTIVE
    assert [row.lesson for row in back.completions.all()] == [first]


def test_leaving_is_refused_to_who_left_or_completed():
    left, completed = EnrolmentFactory(), EnrolmentFactory()
    leave_course(enrolment=left, by=left.user, at=timezone.now())
    for lesson in lessons_of(completed):
        complete_lesson(enrolment=completed, lesson=lesson, at=timezone.now())

    for enrolment in (left, completed):
        with pytest.raises(TransitionNotAllowed):
            leave_course(enrolment=enrolment, by=enrolment.user, at=timezone.now())


def test_learning_records_can_neither_be_changed_nor_deleted():
    enrolment = EnrolmentFactory()
    complete_lesson(enrolment=enrolment, lesson=lessons_of(enrolment)[0], at=NOW)
    fact = LessonCompletion.objects.get()
    fact.completed_at = NOW + dt.timedelta(days=9)

    with pytest.raises(AppendOnlyError):
        fact.save()
    with pytest.raises(AppendOnlyError):
        fact.delete()

    assert LessonCompletion.objects.get().completed_at == NOW


def test_the_database_holds_one_draft_and_one_current_release_a_course():
    course = CourseFactory()
    draft = begin_draft(course=course, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(course=course, number=9, created_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=draft.pk).update(published_at=NOW)


def test_a_closed_account_leaves_its_courses_and_keeps_its_certificates(
    django_capture_on_commit_callbacks,
):
    user = UserFactory()
    learning, done = (EnrolmentFactory(user=user, course=CourseFactory(texts=1)) for _ in range(2))
    complete_lesson(enrolment=done, lesson=lessons_of(done)[0], at=timezone.now())

    leave_all_courses(user=user, at=timezone.now())
    leave_all_courses(user=user, at=timezone.now())

    states = Enrolment.objects.order_by("pk").values_list("pk", "state")
    assert dict(states) == {
        learning.pk: EnrolmentState.LEFT,
        done.pk: EnrolmentState.COMPLETED,
    }
    assert Certificate.objects.count() == 1


def test_the_sweep_ends_what_accounts_that_closed_unheard_still_have():
    gone, learner = UserFactory(closed_at=NOW, is_active=False), UserFactory()
    course = CourseFactory(texts=1)
    course.facilitators.set([gone, learner])
    left, kept = (EnrolmentFactory(user=user, course=course) for user in (gone, learner))

    leave_courses_of_closed_accounts()

    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {left.pk: EnrolmentState.LEFT, kept.pk: EnrolmentState.ACTIVE}
    assert list(course.facilitators.all()) == [learner]


def test_a_finished_plan_completes_its_lesson_and_the_course():
    enrolment = EnrolmentFactory(course=CourseFactory(texts=0, plan=True), at=NOW)
    plan = start_plan(owner=enrolment.user, key=uuid.uuid4(), enrolment=enrolment, at=NOW)
    save_plan(plan=plan, at=NOW, review_on=NOW.date() + dt.timedelta(weeks=8), **PLAN_WORDS)

    finish_plan(plan=plan, by=enrolment.user, at=NOW)

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED


def test_the_contents_name_lessons_quizzes_and_the_plan_apart():
    course = CourseFactory(texts=2, quiz=True, plan=True)

    contents = outline_of(course.releases.get()).contents

    assert contents == "2 lessons, 1 quiz and 1 action plan"


def test_the_outline_shows_what_is_done_and_the_button_goes_on(client):
    enrolment = EnrolmentFactory()
    first, last = lessons_of(enrolment)
    client.force_login(enrolment.user)

    response = client.post(first.get_absolute_url() + "complete/")
    outline = client.get(enrolment.get_absolute_url()).context["outline"]

    assert response.url == last.get_absolute_url()
    assert [outline.done, outline.total, outline.next_lesson] == [1, 2, last]


def test_lesson_of_a_course_without_enrolment_leads_to_the_course_page(client):
    course = CourseFactory()
    lesson = Lesson.objects.of(course.releases.get()).in_order()[0]
    client.force_login(UserFactory())

    response = client.get(lesson.get_absolute_url())

    assert response.url == course.get_absolute_url()


def test_a_draft_course_is_hidden_from_strangers(client):
    course = CourseFactory(is_published=False)
    client.force_login(UserFactory())

    for name in ("course_detail", "learner_list", "teach_course"):
        assert client.get(reverse(f"courses:{name}", args=[course.slug])).status_code == 404


def test_course_pages_are_public(client):
    course = CourseFactory()

    assert client.get(reverse("courses:course_list")).status_code == 200
    assert client.get(course.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_course_list_takes_nine_queries_whatever_its_length(
    sign_in, django_assert_max_num_queries, count
):
    user = UserFactory()
    for _ in range(count):
        EnrolmentFactory(user=user)
    client = sign_in(user)

    with django_assert_max_num_queries(9):
        response = client.get(reverse("courses:course_list"))

    assert len(response.context["learning"]) == count


@pytest.mark.parametrize("texts", [1, 100])
def test_course_and_lesson_pages_take_the_same_queries_with_a_hundred_lessons(
    sign_in, django_assert_max_num_queries, texts
):
    enrolment = EnrolmentFactory(course=CourseFactory(texts=texts))
    client = sign_in(enrolment.user)

    with django_assert_max_num_queries(13):
        outline = client.get(enrolment.get_absolute_url()).context["outline"]
    with django_assert_max_num_queries(9):
        client.get(outline.lessons[0].get_absolute_url())

    assert outline.total == texts


def test_the_nightly_task_runs():
    ask_for_outcomes()

    assert not Notification.objects.exists()


def test_a_learner_reads_how_they_came_and_went(sign_in):
    enrolment = EnrolmentFactory(at=NOW, user=UserFactory(full_name="Nia Prys"))
    leave_course(enrolment=enrolment, by=enrolment.user, at=NOW + dt.timedelta(days=1))
    enrol(user=enrolment.user, course=enrolment.release.course, at=NOW + dt.timedelta(days=2))

    page = sign_in(enrolment.user).get(enrolment.release.course.get_absolute_url())

    assert [(at, words) for at, words, _note in page.context["story"]] == [
        (NOW, "Enrolled"),
        (NOW + dt.timedelta(days=1), "Left, by Nia Prys"),
        (NOW + dt.timedelta(days=2), "Re-enrolled, by Nia Prys"),
    ]


def test_the_list_of_learners_counts_without_multiplying(sign_in, django_assert_max_num_queries):
    """Joined completions asked for the lessons of the course once for every completion of every learner."""
    course = CourseFactory(texts=3)
    places = [EnrolmentFactory(course=course, at=NOW) for _number in range(2)]
    for lesson in lessons_of(places[0])[:2]:
        complete_lesson(enrolment=places[0], lesson=lesson, at=NOW)
    client = sign_in(course.facilitators.get())

    with django_assert_max_num_queries(10) as asked:
        table = client.get(reverse("courses:learner_list", args=[course.slug])).context["table"]

    assert sorted((row.done, row.total) for row in table.rows) == [(0, 3), (2, 3)]
    assert [q["sql"] for q in asked if 'JOIN "courses_lessoncompletion"' in q["sql"]] == []


def test_lists_of_learners_count_what_their_own_pages_count(sign_in):
    """With two of three lessons optional, a learner read “1 of 1” and their facilitator “2 of 3”."""
    course = CourseFactory(texts=3)
    place = EnrolmentFactory(course=course, at=NOW)
    first, second, third = lessons_of(place)
    Lesson.objects.filter(pk__in=[second.pk, third.pk]).update(is_required=False, minutes=120)
    for lesson in (first, second):
        complete_lesson(enrolment=place, lesson=lesson, at=NOW)

    own = sign_in(place.user).get(course.get_absolute_url())
    theirs = sign_in(course.facilitators.get()).get(
        reverse("courses:learner_list", args=[course.slug])
    )

    assert [(row.done, row.total) for row in theirs.context["table"].rows] == [(1, 1)]
    assert "1 of 1" in own.content.decode()
    assert "4 hours" in own.content.decode()
