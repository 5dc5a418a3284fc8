"""Programmes: written with buttons, completed with the last course, certified, and never taken back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data.registry import DataPart
from accounts.roles import Role
from core.permissions import allows
from courses.actions.certificates import revoke_certificate
from courses.actions.course_states import archive_course
from courses.actions.learning import complete_lesson, leave_all_courses
from courses.actions.programmes.completing import complete_programmes_of_all
from courses.actions.programmes.writing import (
    add_course,
    archive_programme,
    delete_programme,
    edit_programme,
    move_course,
    publish_programme,
    remove_course,
    reopen_programme,
    require_course,
)
from courses.certificates.pdf import certificate_pdf
from courses.exports import learning
from courses.models import (
    AppendOnlyError,
    CompletedPart,
    Lesson,
    Programme,
    ProgrammeCertificate,
    ProgrammeCompletion,
    ProgrammeCourse,
)
from courses.programmes.progress import progress_in
from courses.programmes.refusals import (
    CourseNotOffered,
    LastRequiredCourse,
    ProgrammeNotReady,
    WasPublished,
)
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, ProgrammeFactory
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


def do(course, user, *, at=NOW):
    """Take a course and do all its lessons."""
    enrolment = EnrolmentFactory(course=course, user=user, at=at)
    for lesson in Lesson.objects.of(enrolment.release).in_order():
        complete_lesson(enrolment=enrolment, lesson=lesson, at=at)
    enrolment.refresh_from_db()
    return enrolment


@pytest.fixture
def courses(db):
    return CourseFactory.create_batch(2, texts=1)


@pytest.fixture
def programme(courses):
    return ProgrammeFactory(courses=courses, optional=[CourseFactory(texts=1)])


def order(programme):
    return [
        (str(part.course), part.is_required)
        for part in ProgrammeCourse.objects.filter(programme=programme).in_order()
    ]


# Completing


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


# Writing


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
    programme = Programme.objects.get()
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


# Reading


def test_the_page_shows_the_next_step_and_how_far_one_is(client, programme, courses):
    user = UserFactory()
    page = programme.get_absolute_url()
    visitor = client.get(page).content.decode()
    client.force_login(user)
    place = EnrolmentFactory(course=courses[1], user=user, at=NOW)
    begun = client.get(page)
    for lesson in Lesson.objects.of(place.release):
        complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    after = client.get(page)
    do(courses[0], user)
    whole = client.get(page)

    assert f"Start with: {courses[0]}" in visitor
    assert f"Continue with: {courses[1]}" in begun.content.decode()
    assert (after.context["progress"].done, after.context["progress"].total) == (1, 2)
    assert f"Next course: {courses[0]}" in after.content.decode()
    assert "See my certificate" in whole.content.decode()
    mine = client.get(address("programme_list")).content.decode()
    assert str(programme) in mine
    assert "Completed" in mine


def test_archived_programmes_are_seen_by_who_had_begun_them_alone(
    client, programme, courses, author
):
    begun, stranger = UserFactory(), UserFactory()
    EnrolmentFactory(course=courses[0], user=begun)
    archive_programme(programme=programme, by=author, at=NOW)
    client.logout()
    page = programme.get_absolute_url()

    assert client.get(page).status_code == 404
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    client.force_login(begun)
    assert "no longer offered" in client.get(page).content.decode()


@pytest.mark.parametrize("count", [2, 5])
def test_pages_take_the_same_queries_however_many_courses(
    client, sign_in, django_assert_num_queries, count
):
    courses = CourseFactory.create_batch(count, texts=1)
    programmes = [ProgrammeFactory(courses=courses) for _number in range(count)]
    user = UserFactory()
    for course in courses[:-1]:
        do(course, user)
    sign_in(user)

    with django_assert_num_queries(8):
        client.get(programmes[0].get_absolute_url())
    with django_assert_num_queries(6):
        client.get(address("programme_list"))


# The certificate


def test_the_certificate_is_checked_downloaded_and_revoked(client, programme, courses, author):
    user = UserFactory()
    for course in courses:
        do(course, user)
    certificate = ProgrammeCertificate.objects.get()
    check = certificate.get_absolute_url()
    client.logout()
    genuine = client.get(check).content.decode()
    typed = client.get(
        reverse("certificates:certificate_look_up"), {"code": certificate.code.lower()}
    )
    client.force_login(UserFactory())
    strange = client.get(reverse("certificates:certificate_download", args=[certificate.code]))
    client.force_login(user)
    mine = client.get(reverse("certificates:certificate_download", args=[certificate.code]))
    client.force_login(author)
    client.post(
        reverse("certificates:certificate_revoke", args=[certificate.code]),
        {"reason": "Issued by mistake."},
    )

    assert "This certificate is genuine" in genuine
    assert f"{courses[0]}, version 1, completed on" in genuine
    assert typed.url == check
    assert (strange.status_code, mine.status_code) == (403, 200)
    assert mine.content[:5] == b"%PDF-"
    assert "Issued by mistake." in client.get(check).content.decode()
    assert certificate_pdf(ProgrammeCertificate.objects.get())[:5] == b"%PDF-"
    assert ProgrammeCompletion.objects.exists()


def test_the_export_holds_what_was_completed_and_written(programme, courses):
    user = UserFactory()
    for course in courses:
        do(course, user)

    part = learning(user)

    assert isinstance(part, DataPart)
    (told,) = part.data["programmes_completed"]
    assert told["programme"] == str(programme)
    assert [each["was_required"] for each in told["completed_with"]] == [True, True]
    assert told["certificate"]["code"] == ProgrammeCertificate.objects.get().code
