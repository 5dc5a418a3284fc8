"""Certificates: their claims, their check, their paper."""

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from accounts.roles import Role
from core.files.pdf import render_pdf
from courses.actions.certificates import revoke_certificate
from courses.actions.learning import complete_lesson
from courses.actions.releases import edit_course
from courses.certificates.codes import ALPHABET, new_code, read_code
from courses.certificates.pdf import certificate_pdf, claims_of, qr_svg, scores_of
from courses.models import Certificate, Lesson
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from notifications.models import Notification
from tests.shared import shared
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

NAME = "Siân Llŷr مريم العلي"


def graduate(**fields):
    enrolment = EnrolmentFactory(
        course=CourseFactory(texts=1), user=UserFactory(full_name=NAME, **fields)
    )
    lesson = Lesson.objects.of(enrolment.release).get()
    complete_lesson(enrolment=enrolment, lesson=lesson, at=timezone.now())
    return Certificate.objects.get(enrolment=enrolment)


@shared
def certificate():
    return graduate()


def text_of(pdf):
    """The words of the document, without the line breaks of its layout."""
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def test_later_edits_change_nothing_in_the_claims(certificate):
    course, user = certificate.enrolment.release.course, certificate.enrolment.user
    before = claims_of(certificate)

    edit_course(course=course, title="Another title", outcomes=["Nothing"], effort_hours=99)
    user.full_name = "Someone else"
    user.save()

    certificate = Certificate.objects.get()
    assert claims_of(certificate) == before
    assert [claim.value for claim in before[:2]] == [NAME, certificate.course_title]
    assert certificate.outcomes == ["Compute a slope index", "Plan a change"]


def test_the_page_repeats_every_claim_of_the_paper(certificate, client):
    certificate.scores = [{"title": "Quiz one", "percent": 83}]
    certificate.save()

    paper = text_of(certificate_pdf(certificate))
    page = client.get(certificate.get_absolute_url()).content.decode()

    said = [
        *[claim.value for claim in claims_of(certificate)[1:]],
        *certificate.outcomes,
        *scores_of(certificate),
        certificate.code,
    ]
    assert [text for text in said if text not in paper] == []
    assert [text for text in [*said, NAME] if text not in page] == []
    assert all(part in paper for part in ["Siân Llŷr", "العلي"])


def test_the_paper_is_tagged_for_everybody(certificate):
    reader = PdfReader(io.BytesIO(certificate_pdf(certificate)))
    root = reader.trailer["/Root"]

    assert 'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-gb"
    assert reader.metadata.title == str(certificate)
    assert len(reader.pages) == 1


@pytest.mark.parametrize(
    "name",
    ["x" * 100, "Llanfairpwll" * 8, "Maria da Conceição " * 5, "ع" * 100],
    ids=["letters", "one long word", "many words", "Arabic"],
)
def test_the_paper_stays_one_page_and_whole_however_long_the_name_is(certificate, name):
    certificate.name = name
    certificate.course_title = "Measuring and acting on a social gradient " * 3
    certificate.outcomes = ["Say how large an inequality is, with its interval and its source"] * 9
    certificate.scores = [{"title": f"Quiz number {n}", "percent": 80} for n in range(8)]

    pdf = certificate_pdf(certificate)

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert certificate.code in text_of(pdf)


def test_making_a_pdf_fetches_nothing(tmp_path, settings):
    from weasyprint.urls import FatalURLFetchingError

    secret = tmp_path / "secret.png"
    secret.write_bytes(b"not for the document")
    (tmp_path / "page.html").write_text(
        f'<html lang="en"><title>t</title><p>Words</p><img alt="" src="file://{secret}"></html>'
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    with pytest.raises(FatalURLFetchingError):
        render_pdf("page.html", {}, title="A page")


def test_the_square_is_one_path_that_says_where_it_leads():
    svg = qr_svg("https://example.org/?a=1&b=<2>", title='Code of "x" & <y>')

    assert svg.count("<path") == 1
    assert "<title>Code of &quot;x&quot; &amp; &lt;y&gt;</title>" in svg


def test_codes_are_grouped_and_differ():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(f"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code) for code in codes)


@given(st.text(alphabet=ALPHABET, min_size=12, max_size=12), st.sampled_from([" ", "-", "", " – "]))
def test_a_code_is_read_whatever_its_case_spaces_and_lookalikes(bare, gap):
    typed = gap.join(bare[n : n + 3] for n in range(0, 12, 3)).lower()
    typed = typed.replace("0", "o").replace("1", "l")

    assert read_code(typed) == f"{bare[:4]}-{bare[4:8]}-{bare[8:]}"


@given(st.text(max_size=40))
def test_any_other_text_is_no_code_or_a_whole_one(text):
    code = read_code(text)

    assert code is None or len(code) == 14


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["nonsense", "7K2M-Q9XB-40TZ", "%", "<script>", "é" * 50])
def test_an_unknown_code_says_so_and_offers_to_type_it_again(client, code):
    response = client.get(reverse("certificates:certificate_detail", args=[code]))

    assert response.status_code == 404
    assert b"There is no certificate with this code" in response.content
    assert b"<script>" not in response.content.replace(b"<script src", b"")


def test_a_code_typed_differently_leads_to_the_certificate(certificate, client):
    typed = certificate.code.lower().replace("-", " ").replace("0", "o")

    response = client.get(reverse("certificates:certificate_look_up"), {"code": typed})

    assert response.url == certificate.get_absolute_url()


def test_checking_a_certificate_needs_no_account_and_few_queries(
    certificate, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        response = client.get(certificate.get_absolute_url())

    assert response.status_code == 200
    assert b"This certificate is genuine" in response.content


def test_the_paper_is_for_its_owner_and_the_facilitators(certificate, client):
    address = reverse("certificates:certificate_download", args=[certificate.code])
    owner = certificate.enrolment.user
    facilitator = certificate.enrolment.release.course.facilitators.get()
    stranger = UserFactory()

    answers = []
    for user in (owner, facilitator, stranger):
        client.force_login(user)
        answers.append(client.get(address).status_code)

    assert answers == [200, 200, 403]


def test_a_facilitator_revokes_and_everyone_reads_why(certificate, client):
    client.force_login(certificate.enrolment.release.course.facilitators.get())
    address = reverse("certificates:certificate_revoke", args=[certificate.code])

    empty = client.post(address, {"reason": " "})
    client.post(address, {"reason": "It was issued to the wrong person."})
    client.logout()
    page = client.get(certificate.get_absolute_url())

    assert empty.context["form"].errors == {"reason": ["Enter the reason."]}
    assert b"This certificate was revoked" in page.content
    assert b"It was issued to the wrong person." in page.content
    certificate.refresh_from_db()
    assert [row.note for row in Transition.objects.of(certificate)] == [certificate.revoked_reason]
    kinds = Notification.objects.filter(recipient=certificate.enrolment.user).order_by("pk")
    assert [row.kind for row in kinds] == ["courses.completed", "courses.certificate_revoked"]


def test_revoking_twice_is_refused_and_keeps_the_first_reason(certificate):
    by = certificate.enrolment.release.course.facilitators.get()
    revoke_certificate(certificate=certificate, by=by, reason="First", at=timezone.now())

    with pytest.raises(TransitionNotAllowed):
        revoke_certificate(
            certificate=certificate,
            by=by,
            reason="Second",
            at=timezone.now() + dt.timedelta(days=1),
        )

    certificate.refresh_from_db()
    assert certificate.revoked_reason == "First"


@pytest.mark.django_db
def test_only_facilitators_of_the_course_may_revoke(client):
    certificate = graduate()
    neighbour = CourseFactory().facilitators.get()
    of_all = UserFactory(roles=[Role.FACILITATOR])
    address = reverse("certificates:certificate_revoke", args=[certificate.code])

    answers = []
    for user in (neighbour, certificate.enrolment.user, of_all):
        client.force_login(user)
        answers.append(client.get(address).status_code)

    assert answers == [403, 403, 200]
