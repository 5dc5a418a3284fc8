"""The papers that Praxis makes, as assistive technology reads them: their tags, their order, their words."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from courses.actions.certificates import revoke_certificate
from courses.actions.learning import complete_lesson
from courses.certificates.pdf import certificate_pdf
from courses.models import Certificate, Lesson
from demo.factories.accounts import UserFactory
from demo.factories.briefs import make_brief, publish
from demo.factories.courses import CourseFactory, EnrolmentFactory
from demo.factories.indicators import ObservationFactory
from demo.factories.mentoring import MatchFactory, MentorProfileFactory
from demo.factories.recommendations import RecommendationFactory
from mentoring.agreement_pdf import agreement_pdf
from mentoring.models import Signature

# What may stand in what, by PDF/UA-1.
HOLDS = {"/L": {"/L", "/LI", "/Caption"}, "/LI": {"/Lbl", "/LBody"}}
TOLD = {"/H1", "/H2", "/P", "/L", "/Figure", "/Link"}
ORDER = ["/Figure", "/P", "/H1", "/P", "/P", "/P", "/H2", "/L", "/H2", "/L", "/H2", "/L"]
ORDER += ["/Figure", "/H2", "/P", "/P", "/Link"]


def certificate():
    enrolment = EnrolmentFactory(course=CourseFactory(texts=1))
    lesson = Lesson.objects.of(enrolment.release).get()
    complete_lesson(enrolment=enrolment, lesson=lesson, at=timezone.now())
    made = Certificate.objects.get(enrolment=enrolment)
    made.scores = [{"title": "Quiz one", "percent": 83}, {"title": "Quiz two", "percent": 90}]
    return made


def revoked_certificate():
    made = certificate()
    by = UserFactory()
    return revoke_certificate(
        certificate=made, reason="Issued by mistake.", by=by, at=timezone.now()
    )


def elements_of(pdf: bytes) -> Iterator[tuple[str, dict, list[str]]]:
    """Give every element of the structure in reading order: its tag, itself, the tags of its children."""
    waiting = [PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        found = waiting.pop(0).get_object()
        children = found if isinstance(found, list) else []
        if isinstance(found, dict):
            below = found.get("/K", [])
            children = below.get_object() if isinstance(below.get_object(), list) else [below]
            tags = [c.get_object()["/S"] for c in children if _is_element(c)]
            yield found["/S"], found, tags
        waiting[:0] = [c for c in children if _is_element(c)]


def _is_element(child) -> bool:
    found = child.get_object()
    return isinstance(found, dict) and "/S" in found


def test_every_kind_of_paper_is_in_this_file():
    templates = Path(settings.BASE_DIR) / "templates"

    names = sorted(path.name for path in templates.rglob("*_pdf.html"))

    assert names == [
        *("agreement_pdf.html", "brief_pdf.html", "calculation_pdf.html"),
        *("certificate_pdf.html", "place_profile_pdf.html", "scorecard_pdf.html"),
    ]


def certificate_paper():
    made = certificate()
    return str(made), certificate_pdf(made), 2


def revoked_paper():
    made = revoked_certificate()
    return str(made), certificate_pdf(made), 2


def agreement_paper():
    text = "# How often\n\n- Once a month\n\n# Limits\n\n1. Harm\n2. The law"
    match = MatchFactory(
        agreement=text,
        mentor=MentorProfileFactory(user__full_name="Mary").user,
        mentee__full_name="Eva",
    )
    signatures = list(Signature.objects.filter(match=match))
    return "Mentoring agreement of Mary and Eva", agreement_pdf(match, signatures), 1


def calculation_paper():
    figures = "Fifth\tValue\nMost deprived\t27\n2\t22\n3\t18\n4\t15\nLeast deprived\t12"
    sent = {"figures": figures, "title": "Obesity by fifth", "kind": "percent"}
    answer = Client().get(reverse("indicators:calculator_pdf"), sent)
    return "Obesity by fifth", answer.getvalue(), 2


def place_paper():
    figure = ObservationFactory()
    answer = Client().get(reverse("places:place_pdf", args=[figure.place.code]))
    return f"Profile of {figure.place}", answer.getvalue(), 1


def brief_paper():
    edition = publish(make_brief(title="Warm homes first"))
    answer = Client().get(reverse("briefs:edition_pdf", args=[edition.brief_id, edition.number]))
    return "Warm homes first", answer.getvalue(), 1


def scorecard_paper():
    recommendation = RecommendationFactory(record__title="Fair homes")
    address = reverse("recommendations:report_scorecard_pdf", args=[recommendation.record_id])
    return "Scorecard: Fair homes", Client().get(address).getvalue(), 1


PAPERS = [
    *(certificate_paper, revoked_paper, agreement_paper, calculation_paper),
    *(place_paper, brief_paper, scorecard_paper),
]


@pytest.fixture(scope="module", params=PAPERS)
def paper(request, shared_rows):
    """One of the papers, made once: its title, itself, and how many pictures it has."""
    return request.param()


@pytest.mark.django_db
def test_a_paper_names_its_title_and_language_and_describes_every_picture(paper):
    title, pdf, number = paper
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]

    pictures = [
        str(element.get("/Alt", "")) for tag, element, _ in elements_of(pdf) if tag == "/Figure"
    ]

    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("en-gb", True)
    assert PdfReader(io.BytesIO(pdf)).metadata.title == title
    assert [bool(words) for words in pictures] == [True] * number


@pytest.mark.django_db
def test_lists_of_a_paper_hold_items_and_nothing_else(paper):
    _title, pdf, _number = paper

    wrong = [
        (tag, children)
        for tag, _element, children in elements_of(pdf)
        if tag in HOLDS and set(children) - HOLDS[tag]
    ]

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "more"), [(certificate, []), (revoked_certificate, ["/P"])])
def test_a_paper_is_read_from_the_institute_to_the_address_that_proves_it(make, more):
    pdf = certificate_pdf(make())

    told = [tag for tag, _element, _children in elements_of(pdf) if tag in TOLD]

    assert told == [*ORDER[:2], *more, *ORDER[2:]]
