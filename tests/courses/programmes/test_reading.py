"""What people see of a programme: the next step, the certificate, the export."""

import pytest
from django.urls import reverse

from accounts.personal_data.registry import DataPart
from courses.actions.learning import complete_lesson
from courses.actions.programmes.writing import (
    archive_programme,
)
from courses.certificates.pdf import certificate_pdf
from courses.exports import learning
from courses.models import (
    Lesson,
    ProgrammeCertificate,
    ProgrammeCompletion,
)
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, ProgrammeFactory
from tests.courses.programmes.steps import NOW, address, do
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db


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


def test_pages_take_the_same_queries_however_many_courses(client, sign_in):
    counts = []
    for number in (2, 3):
        courses = CourseFactory.create_batch(number, texts=1)
        programmes = [ProgrammeFactory(courses=courses) for _each in range(number)]
        user = UserFactory()
        for course in courses[:-1]:
            do(course, user)
        sign_in(user)
        pages = (programmes[0].get_absolute_url(), address("programme_list"))
        counts.append(queries_of(client, *pages))

    assert counts[0] == counts[1]


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
