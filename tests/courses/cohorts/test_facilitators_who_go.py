"""A facilitator is taken out of a cohort under way, or goes: what becomes of their pages, mails, work and learners."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.closing_obstacles import obstacles_for
from courses.actions.cohorts.deadlines import copy_cohort
from courses.actions.cohorts.planning import change_cohort
from courses.actions.learning import leave_all_courses
from courses.agenda import stuck_learners_to_help
from courses.digests import of_courses
from courses.models import Cohort, Course, HandIn
from courses.progress.to_grade import work_waiting_for
from courses.refusals import NoFacilitator
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.coursework import AssignmentCourseFactory, HandInFactory
from networks.models import Membership
from notifications.digest.sections import Reader
from notifications.models import Notification
from tests.courses.cohorts.test_planning import sent
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
LONG_AGO = NOW - dt.timedelta(days=20)


@shared
def people():
    """Who stays, who goes, and who facilitates the course."""
    return [UserFactory(full_name=name) for name in ("Sam Stays", "Gil Goes", "Cor Course")]


@shared
def cohort(people):
    """A cohort under way that only its people find; somebody in it has not moved for a long time."""
    stays, goes, of_course = people
    course = AssignmentCourseFactory()
    course.facilitators.set([of_course])
    cohort = CohortFactory(
        course=course,
        facilitators=[stays, goes],
        starts_on=LONG_AGO.date(),
        entry="staff",
        at=LONG_AGO,
    )
    Notification.objects.all().delete()
    return cohort


@pytest.fixture
def place(cohort):
    Cohort.objects.filter(pk=cohort.pk).update(entry="open")
    place = CohortPlaceFactory(cohort=cohort, at=LONG_AGO)
    Cohort.objects.filter(pk=cohort.pk).update(entry="staff")
    return place


def take_out(cohort, goes, by):
    left = list(cohort.facilitators.exclude(pk=goes.pk))
    return change_cohort(cohort=cohort, facilitators=left, by=by, at=NOW)


def told():
    return {
        (each.recipient.full_name, each.kind, each.title)
        for each in Notification.objects.select_related("recipient")
    }


def test_who_is_named_or_taken_out_is_told_and_nobody_of_their_own_act(cohort, people):
    stays, _goes, _of_course = people
    comes = UserFactory(full_name="New Here")
    course = cohort.release.course

    change_cohort(cohort=cohort, facilitators=[stays, comes], by=stays, at=NOW)
    change_cohort(cohort=cohort, facilitators=[stays, comes], by=stays, at=NOW)
    change_cohort(cohort=cohort, facilitators=[comes], by=stays, at=NOW)

    assert told() == {
        ("Gil Goes", "courses.cohort_taken", f"You no longer facilitate the cohort {cohort} of {course}"),
        ("New Here", "courses.cohort_given", f"You facilitate the cohort {cohort}, {course}"),
    }  # fmt: skip


def test_every_page_of_the_cohort_is_closed_to_who_was_taken_out(cohort, people, place, client):
    stays, goes, _of_course = people
    slug = cohort.release.course.slug
    work = HandInFactory(enrolment=place, course=place.release.course, at=LONG_AGO)
    client.force_login(goes)
    names = ["cohort_learners", "gradebook", "cohort_edit", "cohort_figures", "cohort_deadlines"]
    pages = [reverse(f"courses:{name}", args=[slug, cohort.pk]) for name in names]
    pages += [cohort.get_absolute_url(), reverse("courses:hand_in_grade", args=[work.pk])]

    before = [client.get(page).status_code for page in pages]
    take_out(cohort, goes, stays)
    after = [client.get(page).status_code for page in pages]
    graded = client.post(
        reverse("courses:hand_in_grade", args=[work.pk]),
        {"edit_number": "0", "feedback": "Fine", "accept": "x"},
    )
    returned = client.post(
        reverse("courses:grading_return"),
        {"chosen": str(work.pk), "feedback": "Again"},
        follow=True,
    )

    assert (before, after) == ([200] * len(pages), [404] * len(pages))
    assert graded.status_code == 404
    assert "None of this work is waiting any more." in returned.content.decode()
    assert HandIn.objects.get().state == "waiting"


def test_nothing_is_asked_of_who_was_taken_out_and_all_of_it_of_who_stays(cohort, people, place):
    stays, goes, of_course = people
    HandInFactory(enrolment=place, course=place.release.course, at=LONG_AGO)
    take_out(cohort, goes, stays)

    readers = [Reader(person, NOW - dt.timedelta(days=7), NOW) for person in people]
    lines = {key: len(some) for key, some in of_courses(readers).items()}
    work = {key: len(some) for key, some in work_waiting_for(people).items()}
    todos = [len(stuck_learners_to_help(person, NOW)) for person in people]

    assert work == {stays.pk: 1, goes.pk: 0, of_course.pk: 1}
    assert lines == {stays.pk: 2, goes.pk: 0, of_course.pk: 1}
    assert todos == [1, 0, 0]


def test_their_discussions_go_to_who_stays(cohort, people):
    stays, goes, _of_course = people

    take_out(cohort, goes, stays)

    members = Membership.objects.active().filter(network__cohort=cohort)
    assert goes.pk not in members.values_list("user", flat=True)
    assert stays.pk in members.values_list("user", flat=True)


def test_the_last_facilitator_is_not_taken_out(cohort, people, client):
    stays, goes, _of_course = people
    take_out(cohort, goes, stays)
    with pytest.raises(NoFacilitator):
        take_out(cohort, stays, stays)
    client.force_login(stays)
    page = reverse("courses:cohort_edit", args=[cohort.release.course.slug, cohort.pk])

    answer = client.post(page, sent(stays, facilitators="", name="Renamed"))

    assert answer.context["form"].errors == {"facilitators": ["Name at least one facilitator."]}
    assert list(cohort.facilitators.all()) == [stays]


@pytest.mark.parametrize("state", ["published", "archived"])
def test_who_takes_themselves_out_is_led_to_a_page_that_is_open_to_them(
    cohort, people, client, state
):
    stays, goes, _of_course = people
    Course.objects.update(state=state)
    client.force_login(goes)
    course = cohort.release.course
    page = reverse("courses:cohort_edit", args=[course.slug, cohort.pk])
    form = client.get(page).context["form"]
    words = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(page, {**words, "facilitators": stays.email}, follow=True)

    assert answer.status_code == 200
    assert "You no longer look after it." in answer.content.decode()
    assert list(cohort.facilitators.all()) == [stays]


def test_the_course_takes_over_from_a_cohort_whose_last_facilitator_has_gone(
    cohort, people, place, client
):
    stays, goes, of_course = people
    take_out(cohort, goes, stays)
    assert stuck_learners_to_help(of_course, NOW) == []

    leave_all_courses(user=stays, at=NOW)

    [todo] = stuck_learners_to_help(of_course, NOW)
    assert todo.title == f"1 learner is stuck in “{cohort}”"
    client.force_login(place.user)
    assert "Cor Course" in client.get(cohort.get_absolute_url()).content.decode()


def test_a_suspended_facilitator_keeps_the_part_while_others_do_the_work(
    cohort, people, place, client
):
    stays, goes, of_course = people
    for person in (stays, goes):
        person.is_active = False
        person.save()
    client.force_login(of_course)
    page = reverse("courses:cohort_edit", args=[cohort.release.course.slug, cohort.pk])
    form = client.get(page).context["form"]
    words = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(page, {**words, "name": "Renamed"})

    assert answer.status_code == 302
    assert set(cohort.facilitators.all()) == {stays, goes}
    assert [todo.title for todo in stuck_learners_to_help(of_course, NOW)] == [
        "1 learner is stuck in “Renamed”"
    ]


def test_a_copy_names_those_who_are_here_and_tells_them(cohort, people):
    stays, goes, of_course = people
    goes.is_active = False
    goes.save()

    copy, _left_out = copy_cohort(
        cohort=cohort, name="Next", starts_on=NOW.date(), by=of_course, key_of_form=uuid.uuid4(), at=NOW
    )  # fmt: skip

    assert list(copy.facilitators.all()) == [stays]
    assert {(name, kind) for name, kind, _title in told()} == {
        ("Sam Stays", "courses.cohort_given")
    }


@pytest.mark.parametrize("state", ["published", "archived", "draft"])
def test_nobody_goes_who_is_the_last_one_where_people_learn(cohort, people, place, state):
    _stays, _goes, of_course = people
    Course.objects.update(state=state)

    assert len(obstacles_for(of_course)) == 1
    cohort.release.course.facilitators.add(UserFactory())
    assert obstacles_for(of_course) == []
