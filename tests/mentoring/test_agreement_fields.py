"""The fields of an agreement, the text that is made from them, and its PDF."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory
from mentoring.actions.agreement import change_terms, sign_agreement
from mentoring.actions.requests import accept_request
from mentoring.agreement_text import usual_terms
from mentoring.models import AgreementTerms, Match, Signature
from mentoring.states import MatchState
from tests.mentoring.booking import NOW
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def match(mentor, mentee):
    request = MentoringRequestFactory(mentor=mentor, mentee=mentee)
    return accept_request(request=request, by=mentor, at=NOW)


def test_a_new_agreement_holds_the_usual_fields_and_its_text_says_them(match):
    assert {name: getattr(match.terms, name) for name in usual_terms()} == usual_terms()
    lines = match.agreement.splitlines()
    said = [line for line in lines if line.startswith(("- ", "1. ", "2. ", "3. "))]
    assert said == [
        "- How often: Once a month",
        "- Length of a session: 60 minutes",
        "- How we meet: By video call",
        "- For how long: 6 months",
        "1. If someone is at risk of serious harm, we tell those who can help.",
        "2. If a child or an adult who needs protection may be at risk, we tell the safeguarding lead.",
        "3. If the law requires us to tell someone, we do, and tell each other first where we can.",
    ]


def test_changed_fields_make_a_new_text_that_both_sign_again(match, now):
    seen = match.agreement_hash
    sign_agreement(match=match, by=match.mentee, at=now)

    changed = change_terms(match=match, by=match.mentor, terms={"minutes": 45, "months": 3}, at=now)
    same = change_terms(match=match, by=match.mentor, terms={"minutes": 45}, at=now)

    assert "Length of a session: 45 minutes" in changed.agreement
    assert changed.agreement_hash == same.agreement_hash != seen
    assert not Signature.objects.standing().exists()
    assert AgreementTerms.objects.values_list("minutes", "months").get() == (45, 3)


def fields_of(match, **changes):
    return {**{name: str(value) for name, value in usual_terms().items()}, **changes}


def test_the_fields_are_changed_on_the_page_and_a_save_between_is_shown(client, match):
    client.force_login(match.mentor)
    address = reverse("mentoring:agreement_edit", args=[match.pk])
    seen = client.get(address).context["form"]["seen"].value()

    first = client.post(address, fields_of(match, seen=seen, months="3"))
    second = client.post(address, fields_of(match, seen=seen, months="9"))

    assert (first.status_code, second.status_code) == (302, 409)
    assert second.context["conflict"] == [("For how many months", "3")]
    assert AgreementTerms.objects.get().months == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Nothing has changed: the agreement is as it was."),
        ({"months": "9"}, "Agreement saved. Both of you need to sign it."),
    ],
)
def test_nobody_is_asked_to_sign_what_has_not_changed(client, match, changes, said):
    client.force_login(match.mentor)
    address = reverse("mentoring:agreement_edit", args=[match.pk])
    seen = client.get(address).context["form"]["seen"].value()

    page = client.post(address, fields_of(match, seen=seen, **changes), follow=True)

    assert [str(one) for one in page.context["messages"]] == [said]


@pytest.mark.parametrize(
    "changes",
    [
        {"rhythm": "never"},
        {"minutes": "5"},
        {"months": "25"},
        {"limit_harm": " "},
        {"boundaries": "x" * 1_001},
    ],
)
def test_bad_fields_are_kept_in_the_form_and_nothing_is_written(client, match, changes):
    client.force_login(match.mentee)

    answer = client.post(
        reverse("mentoring:agreement_edit", args=[match.pk]), fields_of(match, **changes)
    )

    assert list(answer.context["form"].errors) == list(changes)
    assert Match.objects.get(pk=match.pk).agreement == match.agreement


def test_an_agreement_of_an_earlier_version_keeps_its_text(client):
    match = MatchFactory(state=MatchState.SIGNING)
    client.force_login(match.mentor)
    address = reverse("mentoring:agreement_edit", args=[match.pk])

    form = client.get(address).context["form"]
    client.post(address, {"agreement": "We meet at noon.", "seen": form["seen"].value()})

    assert list(form.fields) == ["seen", "agreement"]
    assert Match.objects.get(pk=match.pk).agreement == "We meet at noon."


def test_both_take_the_agreement_along_as_a_tagged_pdf_and_nobody_else(client, match, now):
    sign_agreement(match=match, by=match.mentee, at=now)
    address = reverse("mentoring:agreement_download", args=[match.pk])
    papers = []
    for person in (match.mentor, match.mentee):
        client.force_login(person)
        papers.append(client.get(address))
    client.force_login(UserFactory(roles=["coordinator"]))
    hidden = client.get(address)

    assert [paper.headers["Content-Type"] for paper in papers] == ["application/pdf"] * 2
    assert hidden.status_code == 404
    reader = PdfReader(io.BytesIO(papers[0].content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "If a child or an adult who needs protection" in text
    assert "Eva Mentee, 2 March 2026, 10:00" in text
    assert "Mary Mentor, 2 March" not in text
