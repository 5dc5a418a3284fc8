"""Programmes are put together with buttons, and published when nothing is missing."""

import pytest

from accounts.roles import Role
from core.permissions import allows
from courses.actions.course_states import archive_course
from courses.actions.learning import leave_all_courses
from courses.actions.programmes.writing import (
    add_course,
    delete_programme,
    move_course,
    publish_programme,
    remove_course,
    require_course,
)
from courses.models import (
    Programme,
    ProgrammeCourse,
)
from courses.programmes.refusals import (
    CourseNotOffered,
    LastRequiredCourse,
    ProgrammeNotReady,
    WasPublished,
)
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, ProgrammeFactory
from tests.courses.programmes.steps import NOW, address, order

pytestmark = pytest.mark.django_db


def test_publishing_names_all_that_is_missing(author):
    programme = ProgrammeFactory(courses=[], optional=[CourseFactory()], is_published=False)

    with pytest.raises(ProgrammeNotReady) as refusal:
        publish_programme(programme=programme, by=author, at=NOW)

    assert refusal.value.missing == [
        "Add at least 2 courses.",
        "Make at least one course required.",
    ]


def test_a_required_course_that_nobody_can_enrol_in_stands_against_publishing(author, courses):
    programme = ProgrammeFactory(courses=courses, is_published=False)
    archive_course(course=courses[0], by=author, at=NOW)

    with pytest.raises(ProgrammeNotReady, match="nobody can enrol in it"):
        publish_programme(programme=programme, by=author, at=NOW)


def test_courses_are_added_once_moved_and_taken_out(courses):
    programme = ProgrammeFactory(courses=courses, is_published=False)
    add_course(programme=programme, course=courses[0], is_required=False)
    with pytest.raises(CourseNotOffered):
        add_course(programme=programme, course=CourseFactory(is_published=False))
    first = ProgrammeCourse.objects.get(programme=programme, course=courses[0])

    move_course(part=first, step=1)
    assert order(programme) == [(str(courses[1]), True), (str(courses[0]), True)]
    remove_course(part=first)
    remove_course(part=first)

    assert order(programme) == [(str(courses[1]), True)]


def test_a_published_programme_keeps_a_required_course_and_is_not_deleted(programme, courses):
    parts = {part.course: part for part in programme.courses.all()}
    require_course(part=parts[courses[0]], is_required=False)

    with pytest.raises(LastRequiredCourse):
        remove_course(part=parts[courses[1]])
    with pytest.raises(LastRequiredCourse):
        require_course(part=parts[courses[1]], is_required=False)
    with pytest.raises(WasPublished):
        delete_programme(programme=programme)


def test_a_programme_is_made_in_the_browser(client, author, courses):
    client.post(
        address("programme_new"),
        {
            "title": "健康",
            "summary": "One\r\ntwo",
            "aims": "First\r\n\r\nSecond",
            "authors": author.email,
            "form_key": "1d9a5ea0-6a52-4e0e-9a83-3ed7b2b0a0c1",
        },
    )
    programme = Programme.objects.get(title="健康")
    page = address("programme_write", programme.slug)
    for course in courses:
        client.post(address("programme_add", programme.slug), {"course": course.pk})
    wrong = client.post(address("programme_add", programme.slug), {"course": "x"})
    last = programme.courses.in_order().last()
    change = address("programme_change", programme.slug, last.pk)
    for words in ({"move": "up"}, {"require": "no"}):
        assert client.post(change, words).status_code == 302
    client.post(address("programme_state", programme.slug, "publish"))

    programme.refresh_from_db()
    assert "Choose a course from the list." in wrong.content.decode()
    assert order(programme) == [(str(courses[1]), False), (str(courses[0]), True)]
    assert (programme.aims, programme.state) == (["First", "Second"], "published")
    assert client.post(change, {"move": "sideways"}).status_code == 404
    assert client.post(address("programme_state", programme.slug, "publish")).status_code == 409
    assert "0 people have completed it." in client.get(page).content.decode()
    client.post(change, {"remove": "yes"})
    assert client.post(change, {"remove": "yes"}).status_code == 302
    assert order(programme) == [(str(courses[0]), True)]


def test_who_may_write(client, courses):
    named, stranger = UserFactory(), UserFactory()
    programme = ProgrammeFactory(courses=courses, by=named, is_published=False)
    page = address("programme_write", programme.slug)
    expected = {named: 200, UserFactory(roles=[Role.FACILITATOR]): 200, stranger: 404}

    for user, status in expected.items():
        client.force_login(user)
        assert client.get(page).status_code == status
        assert allows(user, "courses.write_programme", programme) == (status == 200)
    publish_programme(programme=programme, by=named, at=NOW)
    assert client.get(page).status_code == 403
    assert client.post(address("programme_state", programme.slug, "archive")).status_code == 403
    assert client.get(address("programme_new")).status_code == 403
    assert client.get(address("programme_write_list")).status_code == 403
    assert not allows(named, "courses.write_programme")


def test_a_closed_account_writes_no_programme(courses):
    author = UserFactory()
    programme = ProgrammeFactory(courses=courses, by=author)

    leave_all_courses(user=author, at=NOW)

    assert not programme.authors.exists()
