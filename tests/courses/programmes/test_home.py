"""What comes next in a programme, on the home of whoever has begun it."""

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.reader_facts import with_facts
from courses.actions.course_states import archive_course
from courses.agenda import courses_to_begin
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, ProgrammeFactory
from tests.courses.programmes.steps import NOW, do

pytestmark = pytest.mark.django_db


def told(user):
    return [(str(one.title), str(one.why), one.address) for one in courses_to_begin(user, NOW)]


def line(course, programme):
    return (
        f"Start “{course}”",
        f"It comes next in your programme “{programme}”.",
        course.get_absolute_url(),
    )


def test_the_next_required_course_is_there_once_one_is_done_and_none_under_way(courses, programme):
    first, second = courses
    user = UserFactory()
    nothing = told(user)
    do(first, user)
    after_first = told(user)
    EnrolmentFactory(course=second, user=user)

    assert nothing == []
    assert after_first == [line(second, programme)]
    assert told(user) == []


def test_what_is_completed_or_no_longer_offered_is_left_out(courses, programme):
    first, second = courses
    user, other = UserFactory(), UserFactory()
    for person in (user, other):
        do(first, person)
    do(second, user)
    finished = told(user)
    archive_course(course=second, by=UserFactory(is_superuser=True), at=timezone.now())

    assert finished == []
    assert told(other) == []


def test_it_takes_one_query_and_none_for_who_is_in_no_programme(
    django_assert_num_queries, courses, programme
):
    user, nobody = UserFactory(), UserFactory()
    do(courses[0], user)
    for _n in range(4):
        ProgrammeFactory(courses=[courses[0], CourseFactory(texts=1)])
    told(user)

    with django_assert_num_queries(1):
        assert len(told(user)) == 3
    known = with_facts(User.objects.all()).get(pk=nobody.pk)
    with django_assert_num_queries(0):
        assert told(known) == []
