"""The last required course completes a programme, once, and nothing takes that back."""

import datetime as dt

import pytest

from courses.actions.certificates import revoke_certificate
from courses.actions.programmes.completing import complete_programmes_of_all
from courses.actions.programmes.writing import (
    add_course,
    archive_programme,
    edit_programme,
    reopen_programme,
    require_course,
)
from courses.models import (
    AppendOnlyError,
    CompletedPart,
    ProgrammeCertificate,
    ProgrammeCompletion,
    ProgrammeCourse,
)
from courses.programmes.progress import progress_in
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, ProgrammeFactory
from notifications.models import Notification
from tests.courses.programmes.steps import NOW, do

pytestmark = pytest.mark.django_db


def test_the_last_required_course_completes_the_programme_and_pins_what_was_done(
    programme, courses
):
    user = UserFactory()
    first = do(courses[1], user)
    assert not ProgrammeCompletion.objects.exists()

    second = do(courses[0], user)

    completion = ProgrammeCompletion.objects.get()
    assert (completion.programme, completion.user, completion.completed_at) == (
        programme,
        user,
        NOW,
    )
    assert {part.enrolment for part in completion.parts.all()} == {first, second}
    certificate = completion.certificate
    assert certificate.name == user.full_name
    assert certificate.minutes == 12 * 60
    assert [each["title"] for each in certificate.courses] == [str(course) for course in courses]
    kinds = (
        Notification.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["courses.completed"] * 2 + ["courses.programme_completed"]


def test_an_optional_course_counts_where_it_was_done_before(programme, courses):
    user = UserFactory()
    optional = ProgrammeCourse.objects.get(programme=programme, is_required=False)
    do(optional.course, user)

    for course in courses:
        do(course, user)

    rows = CompletedPart.objects.values_list("enrolment__release__course", "was_required")
    assert set(rows) == {(courses[0].pk, True), (courses[1].pk, True), (optional.course_id, False)}


def test_what_is_completed_cannot_be_changed_deleted_or_completed_twice(programme, courses):
    user = UserFactory()
    for course in courses:
        do(course, user)
    completion = ProgrammeCompletion.objects.get()

    with pytest.raises(AppendOnlyError):
        completion.save()
    with pytest.raises(AppendOnlyError):
        completion.parts.first().delete()
    edit_programme(programme=programme, title="Another", aims=["Nothing"])
    add_course(programme=programme, course=CourseFactory())
    assert complete_programmes_of_all(at=NOW) == 0

    certificate = ProgrammeCertificate.objects.get()
    assert certificate.programme_title != "Another"
    assert certificate.aims == ["Measure a gradient", "Change something about it"]
    assert progress_in(programme, user).completion == completion


def test_a_programme_published_later_finds_those_who_are_done(
    courses, django_capture_on_commit_callbacks
):
    user, halfway = UserFactory(), UserFactory()
    for course in courses:
        do(course, user)
    do(courses[0], halfway)

    with django_capture_on_commit_callbacks(execute=True):
        programme = ProgrammeFactory(courses=courses)

    assert [row.user for row in ProgrammeCompletion.objects.filter(programme=programme)] == [user]


def test_asking_for_less_completes_and_asking_for_more_takes_nothing_back(
    programme, courses, django_capture_on_commit_callbacks
):
    user = UserFactory()
    do(courses[0], user)
    part = ProgrammeCourse.objects.get(programme=programme, course=courses[1])

    with django_capture_on_commit_callbacks(execute=True):
        require_course(part=part, is_required=False)
    require_course(part=part, is_required=True)

    assert [row.user for row in ProgrammeCompletion.objects.all()] == [user]


def test_the_sweep_finds_what_was_left_undone(programme, courses):
    user = UserFactory()
    for course in courses:
        do(course, user)
    CompletedPart.objects.all()._raw_delete("default")
    ProgrammeCertificate.objects.all().delete()
    ProgrammeCompletion.objects.all()._raw_delete("default")

    assert complete_programmes_of_all(at=NOW) == 1
    assert complete_programmes_of_all(at=NOW) == 0


def test_a_revoked_certificate_of_a_course_does_not_count(programme, courses, author):
    user = UserFactory()
    place = do(courses[0], user)
    revoke_certificate(certificate=place.certificate, by=author, reason="Mistaken.", at=NOW)

    do(courses[1], user)

    assert not ProgrammeCompletion.objects.exists()
    assert complete_programmes_of_all(at=NOW) == 0


def test_an_archived_programme_is_completed_only_by_who_had_begun(programme, courses, author):
    begun, late = UserFactory(), UserFactory()
    do(courses[0], begun, at=NOW - dt.timedelta(days=2))
    archive_programme(programme=programme, by=author, at=NOW - dt.timedelta(days=1))

    for user, course in [(begun, courses[1]), (late, courses[0]), (late, courses[1])]:
        do(course, user)

    assert [row.user for row in ProgrammeCompletion.objects.all()] == [begun]
    reopen_programme(programme=programme, by=author, at=NOW)
    assert complete_programmes_of_all(at=NOW) == 1


def test_a_draft_is_completed_by_nobody(courses):
    ProgrammeFactory(courses=courses, is_published=False)
    user = UserFactory()

    for course in courses:
        do(course, user)

    assert complete_programmes_of_all(at=NOW) == 0
