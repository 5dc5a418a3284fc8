"""What the courses give to my home, the summary and the export; who may do what."""

import datetime as dt
import json
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.export import parts_of
from accounts.roles import Role
from core.permissions import allows
from courses.actions import begin_draft, complete_lesson, publish_release, record_outcome
from courses.agenda import agenda_of
from courses.digests import new_courses
from courses.models import Course, Enrolment, Lesson
from courses.progress import learning_of
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def test_do_next_names_the_next_lesson_the_draft_and_the_outcome():
    user = UserFactory()
    enrolment = EnrolmentFactory(user=user, at=NOW)
    first, second = Lesson.objects.of(enrolment.release).in_order()
    complete_lesson(enrolment=enrolment, lesson=first, at=NOW)
    draft = ActionPlanFactory(owner=user, is_finished=False, at=NOW)
    due = ActionPlanFactory(owner=user, at=NOW - dt.timedelta(weeks=7))

    found = agenda_of(user, now=NOW).do_next

    assert sorted((item.weight, item.address) for item in found) == [
        (45, f"/courses/plans/{draft.pk}/edit/"),
        (50, second.get_absolute_url()),
        (65, f"/courses/plans/{due.pk}/outcome/6/"),
    ]


def test_after_twelve_weeks_only_the_later_outcome_is_asked_for():
    plan = ActionPlanFactory(at=NOW - dt.timedelta(weeks=13))

    before = [item.address for item in agenda_of(plan.owner, now=NOW).do_next]
    record_outcome(plan=plan, week=12, happened="Yes", change="", key=uuid.uuid4(), at=NOW)

    assert before == [f"/courses/plans/{plan.pk}/outcome/12/"]
    assert agenda_of(plan.owner, now=NOW).do_next == []


def test_the_review_day_comes_up():
    plan = ActionPlanFactory(at=NOW, review_on=timezone.localdate(NOW) + dt.timedelta(weeks=3))
    ActionPlanFactory(owner=plan.owner, at=NOW, review_on=dt.date(2199, 1, 1))

    found = agenda_of(plan.owner, now=NOW).coming_up

    assert [(item.address, timezone.localdate(item.at)) for item in found] == [
        (plan.get_absolute_url(), plan.review_on)
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_the_agenda_takes_two_queries_and_learning_one(django_assert_num_queries, count):
    user = UserFactory()
    for _ in range(count):
        EnrolmentFactory(user=user)
        ActionPlanFactory(owner=user, is_finished=False)

    with django_assert_num_queries(2):
        waiting = agenda_of(user, now=NOW).do_next
    with django_assert_num_queries(1):
        learning = learning_of(user, limit=10)

    assert [len(waiting), len(learning)] == [2 * count, count]
    assert (learning[0].done, learning[0].total, learning[0].next_title) == (0, 2, "Lesson 1")


def test_the_summary_tells_of_first_releases_only():
    course, earlier = CourseFactory(at=NOW), CourseFactory(at=NOW - dt.timedelta(days=30))
    by = earlier.facilitators.get()
    publish_release(release=begin_draft(course=earlier, at=NOW), by=by, at=NOW)
    CourseFactory(is_published=False)

    lines = new_courses(UserFactory(), NOW - dt.timedelta(days=7), NOW)

    assert [line.address for line in lines] == [course.get_absolute_url()]


def test_the_export_holds_all_of_ones_learning():
    enrolment = EnrolmentFactory(course=CourseFactory(texts=1))
    complete_lesson(
        enrolment=enrolment, lesson=Lesson.objects.of(enrolment.release).get(), at=timezone.now()
    )
    plan = ActionPlanFactory(owner=enrolment.user)
    record_outcome(plan=plan, week=6, happened="Yes", change="+2", key=uuid.uuid4(), at=NOW)
    ActionPlanFactory()

    data = json.loads(json.dumps(parts_of(enrolment.user)["courses"].data, cls=DjangoJSONEncoder))

    assert [row["course"] for row in data["enrolments"]] == [enrolment.release.course.title]
    assert [row["lesson"] for row in data["enrolments"][0]["lessons_done"]] == ["Lesson 1"]
    assert [row["place"] for row in data["action_plans"]] == ["Nether Edge"]
    assert [row["happened"] for row in data["action_plans"][0]["outcomes"]] == ["Yes"]
    assert [row["code"] for row in data["certificates"]] == [enrolment.certificate.code]


def test_lists_and_rules_agree_on_who_sees_what():
    draft, published = CourseFactory(is_published=False), CourseFactory()
    enrolment = EnrolmentFactory(course=published)
    people = {
        "anonymous": AnonymousUser(),
        "learner": enrolment.user,
        "facilitator of the draft": draft.facilitators.get(),
        "facilitator of the published": published.facilitators.get(),
        "facilitator of all": UserFactory(roles=[Role.FACILITATOR]),
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "editor": UserFactory(roles=[Role.EDITOR]),
    }

    seen = {
        name: (
            draft in Course.objects.visible_to(person),
            allows(person, "courses.author", draft),
            allows(person, "courses.author"),
            allows(person, "courses.facilitate", published),
            enrolment in Enrolment.objects.visible_to(person),
        )
        for name, person in people.items()
    }

    assert seen == {
        "anonymous": (False, False, False, False, False),
        "learner": (False, False, False, False, True),
        "facilitator of the draft": (True, True, False, False, False),
        "facilitator of the published": (False, False, False, True, True),
        "facilitator of all": (True, True, True, True, True),
        "administrator": (True, True, True, True, True),
        "editor": (False, False, False, False, False),
    }


def test_the_admin_shows_and_never_writes(client):
    boss = UserFactory(is_staff=True, is_superuser=True)
    course = CourseFactory()
    client.force_login(boss)

    listed = client.get("/admin/courses/course/")
    saved = client.post(f"/admin/courses/course/{course.pk}/change/", {"title": "Hacked"})

    assert [listed.status_code, saved.status_code] == [200, 403]
    assert Course.objects.get().title == course.title
