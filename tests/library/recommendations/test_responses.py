"""Answers to recommendations: who gives them, what stays of them, and who may see and do what."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role
from core.constraints import AppendOnlyError
from demo.factories.accounts import UserFactory
from demo.factories.indicators import PlaceFactory
from demo.factories.recommendations import (
    CommitmentFactory,
    RecommendationFactory,
    RepresentationFactory,
    RespondentFactory,
    ResponseFactory,
)
from library import tasks
from library.exports import library_part
from library.recommendations.actions.recommendations import withdraw_recommendation
from library.recommendations.actions.respondents import end_representation
from library.recommendations.actions.responses import (
    Said,
    record_response,
    restore_response,
    withdraw_response,
)
from library.recommendations.models import Representation, Respondent, Response, Statement
from library.recommendations.states import RepresentationState
from notifications.models import Notification
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def page_of(name, *args):
    return reverse(f"recommendations:{name}", args=args)


def sent(**words):
    return {
        "form_key": str(uuid4()),
        "organisation": "Coventry City Council",
        "place": "",
        "stance": "partly",
        "statement": "Some of it.\nNot all.",
        "document": "https://council.example/minutes",
        "given_on": "2026-01-05",
        **words,
    }


def said(**words):
    return Said(**{"stance": "accepted", "words": "Yes.", "document": "", "given_on": dt.date(2026, 1, 5), **words})  # fmt: skip


def test_an_editor_records_an_answer_from_a_public_source(client, editor):
    made = RecommendationFactory()
    PlaceFactory(code="coventry", name="Coventry")
    words = sent(place="coventry")

    for _click in range(2):
        client.post(page_of("response_new", made.reference), words)

    response = Response.objects.get()
    [statement] = Statement.objects.all()
    assert (str(response.respondent), response.stance) == ("Coventry City Council", "partly")
    assert (statement.words, statement.is_own) == ("Some of it.\nNot all.", False)
    client.logout()
    for address in (made.get_absolute_url(), response.get_absolute_url(), response.respondent.get_absolute_url()):  # fmt: skip
        assert "Accepted in part" in client.get(address).content.decode()
    assert "1 answer" in client.get("/recommendations/").content.decode()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"organisation": ""}, "organisation"),
        ({"organisation": "a" * 201}, "organisation"),
        ({"organisation": "a\0"}, "organisation"),
        ({"place": "nowhere"}, "place"),
        ({"place": "\0"}, "place"),
        ({"stance": "maybe"}, "stance"),
        ({"statement": "a" * 4_001}, "statement"),
        ({"document": ""}, "__all__"),
        ({"document": "javascript:alert(1)"}, "document"),
        ({"given_on": "soon"}, "given_on"),
        ({"given_on": ""}, "given_on"),
        ({"given_on": "1066-10-14"}, "given_on"),
        ({"given_on": "2099-01-01"}, "given_on"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_and_nothing_is_left(client, editor, words, field):
    made = RecommendationFactory()

    answer = client.post(page_of("response_new", made.reference), sent(**words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not Response.objects.exists()
    assert not Respondent.objects.exists()
    assert not Organisation.objects.exists()


def test_a_representative_answers_for_those_they_represent_alone(client):
    made, theirs, other = RecommendationFactory(), RespondentFactory(), RespondentFactory()
    user = RepresentationFactory(respondent=theirs).user
    client.force_login(user)
    address = page_of("response_new", made.reference)

    strange = client.post(address, sent(respondent=other.pk))
    client.post(address, sent(respondent=theirs.pk, document=""))

    assert list(strange.context["form"].errors) == ["respondent"]
    assert Response.objects.get().respondent == theirs
    assert Statement.objects.get().is_own
    with pytest.raises(PermissionDenied):
        record_response(
            recommendation=made, respondent=other, said=said(), by=user, at=NOW, key=uuid4()
        )


def test_a_new_answer_keeps_the_old_one_and_the_same_words_add_nothing(client):
    theirs = RespondentFactory()
    user = RepresentationFactory(respondent=theirs).user
    made = RecommendationFactory()

    def answer(**words):
        return record_response(recommendation=made, respondent=theirs, said=said(**words), by=user, at=NOW, key=uuid4())  # fmt: skip

    first = answer()
    assert answer() == first
    again = answer(stance="rejected", words="No.")

    assert again == first
    assert again.stance == "rejected"
    assert [(s.number, s.stance) for s in again.statements.order_by("number")] == [(1, "accepted"), (2, "rejected")]  # fmt: skip
    statement = again.statements.first()
    with pytest.raises(AppendOnlyError):
        statement.save()
    with pytest.raises(AppendOnlyError):
        statement.delete()
    page = client.get(again.get_absolute_url()).content.decode()
    assert page.index("Rejected") < page.index("Yes.")


def test_an_answer_can_be_withdrawn_and_restored_and_its_commitments_with_it(client, editor):
    response = ResponseFactory()
    commitment = CommitmentFactory(response=response)
    withdraw = page_of("response_withdraw", response.pk)

    for _click in range(2):
        assert client.post(withdraw, {"reason": "Another council."}).status_code == 302
    assert client.get(response.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(response.get_absolute_url()).status_code == 404
    assert client.get(commitment.get_absolute_url()).status_code == 404
    assert "0 commitments" in client.get("/recommendations/commitments/").content.decode()
    with pytest.raises(ValidationError):
        record_response(recommendation=response.recommendation, respondent=response.respondent, said=said(document="https://a.example/"), by=editor, at=NOW, key=uuid4())  # fmt: skip

    client.force_login(editor)
    client.post(withdraw, {"restore": "yes"})
    client.logout()
    assert client.get(commitment.get_absolute_url()).status_code == 200


def test_who_answers_is_told_why_an_editor_withdrew_the_answer(client, editor):
    response, other = ResponseFactory(), ResponseFactory()
    representation = RepresentationFactory(respondent=response.respondent)
    RepresentationFactory(respondent=other.respondent)
    RepresentationFactory(respondent=response.respondent, state=RepresentationState.ENDED)

    for _click in range(2):
        client.post(page_of("response_withdraw", response.pk), {"reason": "Another council."})

    [told] = Notification.objects.all()
    assert (told.recipient, told.kind) == (representation.user, "library.response_withdrawn")
    client.force_login(representation.user)
    inbox = client.get("/inbox/").content.decode()
    assert "Another council." in inbox
    assert str(response.respondent) in inbox
    end_representation(representation=representation, by=editor, at=NOW)
    assert "Another council." not in client.get("/inbox/").content.decode()


def test_only_editors_withdraw(client):
    response = ResponseFactory()
    user = RepresentationFactory(respondent=response.respondent).user
    client.force_login(user)

    assert (
        client.post(page_of("response_withdraw", response.pk), {"reason": "No"}).status_code == 403
    )
    for act in (lambda: withdraw_response(response=response, reason="No", by=user, at=NOW), lambda: restore_response(response=response, by=user, at=NOW)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            act()


def test_answers_go_with_their_recommendation(client, editor):
    response = ResponseFactory()
    withdraw_recommendation(
        recommendation=response.recommendation, reason="Wrong.", by=editor, at=NOW
    )
    client.logout()

    assert client.get(response.get_absolute_url()).status_code == 404
    assert client.get(page_of("response_new", response.recommendation.reference)).status_code == 302
    client.force_login(editor)
    assert client.get(page_of("response_new", response.recommendation.reference)).status_code == 404


def test_the_register_is_narrowed_by_who_answered(client):
    country = PlaceFactory(code="england", name="England")
    town = PlaceFactory(code="luton", name="Luton", parent=country)
    answered = ResponseFactory(respondent=RespondentFactory(place=town)).recommendation
    other = RecommendationFactory()

    def shown(**query):
        return [each.pk for each in client.get("/recommendations/", query).context["page"]]

    assert shown(answered="yes") == [answered.pk]
    assert shown(answered="no") == [other.pk]
    assert shown(place="luton") == [answered.pk]
    assert shown(place="nowhere", answered="maybe") == [answered.pk, other.pk]
    RespondentFactory(place=country)
    assert shown(place="england") == [answered.pk]


ROLES = ["nobody", "member", "asked", "other", "representative", "editor", "admin"]
# By page: who gets it (200), who is told they may not (403), who does not find it (404); nobody signs in first (302).
SEEN = {
    "response_detail": [200, 200, 200, 200, 200, 200, 200],
    "respondent_detail": [200, 200, 200, 200, 200, 200, 200],
    "commitment_detail": [200, 200, 200, 200, 200, 200, 200],
    "commitment_list": [200, 200, 200, 200, 200, 200, 200],
    "response_new": [302, 302, 302, 200, 200, 200, 200],
    "response_change": [302, 403, 403, 403, 200, 200, 200],
    "response_withdraw": [302, 403, 403, 403, 403, 200, 200],
    "commitment_new": [302, 403, 403, 403, 200, 200, 200],
    "commitment_edit": [302, 403, 403, 403, 200, 200, 200],
    "commitment_update": [302, 403, 403, 403, 200, 200, 200],
    "representation_new": [302, 200, 200, 200, 200, 200, 200],
    "representation_list": [302, 200, 200, 200, 200, 200, 200],
    "representation_detail": [302, 404, 200, 404, 404, 200, 200],
    "withdrawn response_detail": [404, 404, 404, 404, 404, 200, 200],
    "withdrawn commitment_detail": [404, 404, 404, 404, 404, 200, 200],
    "withdrawn response_change": [302, 404, 404, 404, 404, 200, 200],
}


@pytest.mark.parametrize("role", ROLES)
def test_everyone_sees_what_they_may(client, role):
    commitment = CommitmentFactory()
    response = commitment.response
    asked = RepresentationFactory(respondent=response.respondent, state=RepresentationState.OPEN)
    gone = CommitmentFactory()
    editor = UserFactory(roles=[Role.EDITOR])
    withdraw_response(response=gone.response, reason="Wrong.", by=editor, at=NOW)
    people = {
        "member": UserFactory,
        "asked": lambda: asked.user,
        "other": lambda: RepresentationFactory().user,
        "representative": lambda: RepresentationFactory(respondent=response.respondent).user,
        "editor": lambda: editor,
        "admin": lambda: UserFactory(roles=[Role.ADMINISTRATOR]),
    }
    if role in people:
        client.force_login(people[role]())
    keys = {
        "response_new": [response.recommendation.reference],
        "respondent_detail": [response.respondent_id],
        "commitment_list": [],
        "representation_new": [],
        "representation_list": [],
        "representation_detail": [asked.pk],
    }

    def status(page):
        state, _space, name = page.rpartition(" ")
        about = gone if state else commitment
        key = about.pk if name.startswith("commitment_") and name != "commitment_new" else about.response_id  # fmt: skip
        return client.get(page_of(name, *keys.get(name, [key]))).status_code

    position = ROLES.index(role)
    assert {page: status(page) for page in SEEN} == {
        page: row[position] for page, row in SEEN.items()
    }


def test_what_somebody_recorded_goes_home_with_them_and_leaves_with_their_account():
    theirs = RespondentFactory()
    user = RepresentationFactory(respondent=theirs).user
    record_response(recommendation=RecommendationFactory(), respondent=theirs, said=said(), by=user, at=NOW, key=uuid4())  # fmt: skip

    data = library_part(user).data
    tasks.forget_reader(user_id=user.pk)

    assert (data["answers_for"][0]["whom"], data["answers_recorded"][0]["words"]) == (
        str(theirs),
        "Yes.",
    )
    assert json.dumps(data, default=str)
    assert not Representation.objects.exists()
    assert Statement.objects.count() == 1


def test_a_program_reads_answers_and_commitments_that_everyone_may_see(client):
    commitment = CommitmentFactory(action="Insulate 400 homes")
    response = commitment.response
    hidden = ResponseFactory(recommendation=response.recommendation)
    editor = UserFactory(roles=[Role.EDITOR])
    withdraw_response(response=hidden, reason="Wrong.", by=editor, at=NOW)

    answer = client.get(f"/api/v1/recommendations/{response.recommendation.reference}/").json()

    [told] = answer["responses"]
    assert (told["respondent"], told["stance"], told["place"]) == (
        str(response.respondent),
        "accepted",
        None,
    )
    assert [each["action"] for each in told["commitments"]] == ["Insulate 400 homes"]


def test_pages_take_the_same_queries_whatever_was_answered(client):
    made, theirs = RecommendationFactory(), RespondentFactory()
    editor = UserFactory(roles=[Role.EDITOR])
    today = timezone.now().date()
    pages = [
        *(made.get_absolute_url(), theirs.get_absolute_url(), "/recommendations/commitments/"),
        *("/recommendations/", f"/api/v1/recommendations/{made.reference}/"),
    ]

    def answer(times: int) -> None:
        for _time in range(times):
            response = ResponseFactory(recommendation=made, by=editor)
            CommitmentFactory(response=response, by=editor, milestones=[(today, "Half")])
            ResponseFactory(respondent=theirs, by=editor)

    answer(2)
    few = queries_of(client, *pages)
    answer(7)

    assert queries_of(client, *pages) == few
