"""What the courses give to my home, the summary and the export; who may do what."""

import datetime as dt
import json
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from core.permissions import allows
from courses.actions.learning import complete_lesson
from courses.actions.plans import record_outcome
from courses.actions.releases import begin_draft, publish_release
from courses.agenda import plans_to_go_on_with, plans_to_look_at
from courses.digests import new_courses
from courses.models import Course, Enrolment, Lesson
from courses.progress.outline import learning_of
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from notifications.digest.sections import Reader

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def test_do_next_names_the_draft_and_the_outcome():
    user = UserFactory()
    draft = ActionPlanFactory(owner=user, is_finished=False, at=NOW)
    due = ActionPlanFactory(owner=user, at=NOW - dt.timedelta(weeks=7))

    found = plans_to_go_on_with(user, now=NOW)

    assert sorted((item.weight, item.address) for item in found) == [
        (45, f"/courses/plans/{draft.pk}/edit/"),
        (65, f"/courses/plans/{due.pk}/outcome/6/"),
    ]


def test_two_outcomes_that_are_due_are_one_line_which_counts_the_weeks_that_passed():
    plan = ActionPlanFactory(at=NOW - dt.timedelta(weeks=17, days=3))

    (asked,) = plans_to_go_on_with(plan.owner, now=NOW)

    assert (asked.address, asked.why) == (
        f"{plan.get_absolute_url()}#outcomes",
        "You finished the plan 17 weeks ago. Record what happened after 6 and 12 weeks.",
    )
    assert asked.due_at == plan.finished_at + dt.timedelta(weeks=6)


@pytest.mark.parametrize(("week", "left"), [(6, ["outcome/12/"]), (12, [])])
def test_what_was_recorded_later_tells_of_the_earlier_weeks_too(week, left):
    plan = ActionPlanFactory(at=NOW - dt.timedelta(weeks=13))

    record_outcome(plan=plan, week=week, happened="Yes", change="", key=uuid.uuid4(), at=NOW)

    addresses = [item.address for item in plans_to_go_on_with(plan.owner, now=NOW)]
    assert addresses == [f"{plan.get_absolute_url()}{end}" for end in left]


def test_the_review_day_comes_up():
    plan = ActionPlanFactory(at=NOW, review_on=timezone.localdate(NOW) + dt.timedelta(weeks=3))
    ActionPlanFactory(owner=plan.owner, at=NOW, review_on=dt.date(2199, 1, 1))

    found = plans_to_look_at(plan.owner, now=NOW)

    assert [(item.address, timezone.localdate(item.at)) for item in found] == [
        (plan.get_absolute_url(), plan.review_on)
    ]


@pytest.mark.parametrize("count", [1, 4])
def test_the_agenda_and_learning_take_one_query_each(django_assert_num_queries, count):
    user = UserFactory()
    for _ in range(count):
        EnrolmentFactory(user=user)
        ActionPlanFactory(owner=user, is_finished=False)

    with django_assert_num_queries(1):
        waiting = plans_to_go_on_with(user, now=NOW)
    with django_assert_num_queries(1):
        learning = learning_of(user, limit=10)

    assert [len(waiting), len(learning)] == [count, count]
    assert (learning[0].done, learning[0].total, learning[0].next_title) == (0, 2, "Lesson 1")


def test_a_completed_course_stays_with_its_certificate_after_those_under_way():
    done = EnrolmentFactory(course=CourseFactory(texts=1), at=NOW)
    complete_lesson(enrolment=done, lesson=Lesson.objects.of(done.release).get(), at=NOW)
    active = EnrolmentFactory(user=done.user, at=NOW - dt.timedelta(days=3))

    found = learning_of(done.user, with_completed=True)

    assert [(item.course, item.certificate) for item in found] == [
        (active.release.course, None),
        (done.release.course, done.certificate),
    ]
    assert [item.course for item in learning_of(done.user)] == [active.release.course]


def test_the_summary_tells_of_first_releases_only():
    course, earlier = CourseFactory(at=NOW), CourseFactory(at=NOW - dt.timedelta(days=30))
    by = earlier.facilitators.get()
    publish_release(release=begin_draft(course=earlier, at=NOW), by=by, at=NOW)
    CourseFactory(is_published=False)

    reader = Reader(UserFactory(), NOW - dt.timedelta(days=7), NOW)

    lines = new_courses([reader])[reader.user.pk]

    assert [line.address for line in lines] == [course.get_absolute_url()]


def test_the_export_holds_all_of_ones_learning():
    enrolment = EnrolmentFactory(course=CourseFactory(texts=1))
    complete_lesson(
        enrolment=enrolment, lesson=Lesson.objects.of(enrolment.release).get(), at=timezone.now()
    )
    plan = ActionPlanFactory(owner=enrolment.user)
    record_outcome(plan=plan, week=6, happened="Yes", change="+2", key=uuid.uuid4(), at=NOW)
    ActionPlanFactory()

    data = json.loads(
        json.dumps(personal_data_of(enrolment.user)["courses"].data, cls=DjangoJSONEncoder)
    )

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
