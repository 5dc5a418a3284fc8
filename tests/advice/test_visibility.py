"""Who sees which case, in every place that tells of cases."""

import datetime as dt
import functools
import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from advice.actions.cases import change_case
from advice.actions.evidence import cite_recommendation, cite_record
from advice.actions.letters import record_letter
from advice.actions.reviews import decline_review
from advice.models import AdviceCase
from advice.refusals import Overheard
from advice.states import AdviceState
from core.agenda import most_urgent, soonest
from core.calendar_entries import entries_of
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from demo.factories.library import RecordFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory
from demo.factories.recommendations import RecommendationFactory
from library.catalogue.used_by import used_by
from newsletters.actions.sending import gone_items, send_issue
from newsletters.refusals import ItemsAreGone
from newsletters.states import IssueState
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
TEAM = ("lead", "sign_off", "member", "reviewer", "coordinator")
OTHERS = ("visitor", "stranger", "editor", "administrator", "superuser", "other_reviewer")
WORK = ("case_work", "case_edit", "case_draft", "case_evidence", "case_call", "case_reviewers", "case_return", "case_send", "case_outcome", "case_withdraw", "case_publish")  # fmt: skip


def a_cast():
    return {
        "lead": UserFactory(roles=[Role.EDITOR]),
        "sign_off": UserFactory(roles=[Role.EDITOR]),
        "member": UserFactory(),
        "reviewer": UserFactory(roles=[Role.REVIEWER]),
        "coordinator": UserFactory(roles=[Role.COORDINATOR]),
        "stranger": UserFactory(),
        "editor": UserFactory(roles=[Role.EDITOR]),
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "superuser": UserFactory(is_superuser=True),
        "other_reviewer": UserFactory(roles=[Role.REVIEWER]),
    }


def case_of(cast, *, title="Secret or not", **facts):
    return AdviceCaseFactory(
        title=title,
        lead=cast["lead"],
        sign_off_by=cast["sign_off"],
        members=[cast["member"]],
        reviewers=[cast["reviewer"], UserFactory()],
        closes_at=timezone.now() + dt.timedelta(days=3),
        **facts,
    )


@shared
def cast():
    return a_cast()


# Each has a title of its own, as all of them are there for every test.
@shared
def confidential_in_review(cast):
    state = AdviceState.IN_REVIEW
    return case_of(cast, title="Secret in review", is_confidential=True, state=state)


@shared
def confidential_and_sent(cast):
    return case_of(cast, title="Secret and sent", is_confidential=True, state=AdviceState.SENT)


@shared
def in_review(cast):
    return case_of(cast, title="Read by two", state=AdviceState.IN_REVIEW)


@shared
def sent(cast):
    return case_of(cast, title="Sent to all", state=AdviceState.SENT)


@shared
def started(cast):
    return case_of(cast, title="Just begun")


@shared
def confidential(cast):
    return case_of(cast, title="Begun in secret", is_confidential=True)


def client_of(cast, who):
    client = Client()
    if who != "visitor":
        client.force_login(cast[who])
    return client


@pytest.mark.parametrize("who", [*TEAM, *OTHERS])
def test_a_confidential_case_exists_for_its_team_and_coordinators_alone(
    cast, confidential_and_sent, who
):
    case = confidential_and_sent
    AdviceCase.objects.filter(pk=case.pk).update(
        document="advice/a.pdf", document_name="a.pdf", document_type="application/pdf"
    )
    case.document.storage.delete("advice/a.pdf")
    case.document.storage.save("advice/a.pdf", ContentFile(b"text"))
    client, sees = client_of(cast, who), who in TEAM

    for name in ("case_detail", "case_ics", "case_document"):
        answer = client.get(reverse(f"advice:{name}", args=[case.pk]))
        assert (answer.status_code == 200) == sees, name
        if sees:
            assert answer["Cache-Control"] == "private, no-store"
        else:
            assert answer.status_code == 404
    for name in WORK:
        answer = client.get(reverse(f"advice:{name}", args=[case.pk]))
        expected = (200, 302, 403, 409) if sees else ((302,) if who == "visitor" else (404,))
        assert answer.status_code in expected, name
    # Nobody meets it where everyone looks.
    for address in ("/advice/", "/advice/?as=csv", "/search/?q=Secret", "/sitemap-advice.xml", "/api/v1/advice-cases/"):  # fmt: skip
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, address
        assert case.title.encode() not in content, address
        assert f"/advice/{case.pk}/".encode() not in content, address
    assert client.get(f"/api/v1/advice-cases/{case.pk}/").status_code == 404


@pytest.mark.parametrize("who", [*TEAM, *OTHERS])
def test_a_public_case_is_for_everyone_and_its_draft_for_those_who_work_on_it(cast, in_review, who):
    case = in_review
    client = client_of(cast, who)

    page = client.get(case.get_absolute_url())
    work = client.get(case.get_work_url())

    assert page.status_code == 200
    assert case.title.encode() in client.get("/advice/").content
    assert b"We <strong>advise</strong>" not in page.content
    expected = 200 if who in TEAM else 302 if who == "visitor" else 404
    assert work.status_code == expected


@pytest.mark.parametrize("is_confidential", [True, False])
def test_citations_tell_of_sent_public_advice_alone(client, cast, is_confidential):
    record, proposal = RecordFactory(), RecommendationFactory()
    case = case_of(cast, is_confidential=is_confidential)
    at = timezone.now()
    cite_record(case=case, record=record, by=cast["lead"], at=at)
    cite_recommendation(case=case, recommendation=proposal, by=cast["lead"])
    people = [*cast.values()]
    assert [used_by(record, user=person) for person in people] == [[]] * len(people)

    AdviceCase.objects.filter(pk=case.pk).update(
        state="sent", sent_on=at.date(), sent_to="A", draft="B"
    )

    told = [] if is_confidential else [case.get_absolute_url()]
    for person in people:
        assert [use.address for use in used_by(record, user=person)] == told
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert (case.get_absolute_url() in page) == (not is_confidential)


@pytest.mark.parametrize(
    ("who", "closing", "to_do"),
    [("lead", 1, 1), ("sign_off", 1, 1), ("member", 1, 0), ("reviewer", 2, 1), ("coordinator", 0, 0), ("stranger", 0, 0)],
)  # fmt: skip
def test_home_and_calendar_tell_the_team_alone(cast, confidential_in_review, who, closing, to_do):
    title, now = confidential_in_review.title, timezone.now()

    entries = [entry for entry in entries_of(cast[who], now=now) if title in entry.summary]
    tasks = [each for each in most_urgent(cast[who], now=now, most=20) if title in each.title]

    assert (len(entries), len(tasks)) == (closing, to_do)
    soon = [each for each in soonest(cast[who], now=now, most=20) if title in each.title]
    assert len(soon) == (1 if who in ("lead", "sign_off") else 0)


def test_who_declined_a_confidential_review_no_longer_sees_it(cast, confidential_in_review):
    case = confidential_in_review
    review = case.reviews.get(reviewer=cast["reviewer"])
    client = client_of(cast, "reviewer")
    assert client.get(review.get_absolute_url()).status_code == 200
    assert case.title.encode() in client.get("/inbox/").content

    decline_review(review=review, by=cast["reviewer"], at=timezone.now())

    assert client.get(review.get_absolute_url()).status_code == 404
    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.title.encode() not in client.get("/inbox/").content
    assert case.title.encode() not in client.get("/advice/reviews/").content


def facts_of(cast):
    return {
        "kind": "bill", "title": "Secret or not", "asked": "What?", "body": "A ministry", "time_zone": "Europe/London",
        "lead": cast["lead"].pk, "sign_off_by": cast["sign_off"].pk, "members": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "refused"),
    [(IssueState.DRAFT, False), (IssueState.SENDING, True), (IssueState.SENT, True)],
)
def test_what_the_newsletter_told_of_cannot_become_confidential(cast, started, state, refused):
    case, other = started, case_of(cast)
    IssueItemFactory(issue=IssueFactory(state=state), section="advice", key=str(case.pk))

    for each, is_refused in ((case, refused), (other, False)):
        hidden = facts_of(cast) | {"is_confidential": "on", "edit_number": each.edit_number}
        client_of(cast, "lead").post(reverse("advice:case_edit", args=[each.pk]), hidden)
        each.refresh_from_db()
        assert each.is_confidential == (not is_refused)


ADDRESSES = {
    "/advice/{}/": True,
    "/advice/{}": True,
    "{site}/advice/{}/document/": True,
    "{site}/advice/{}?from=mail": True,
    "/advice/{}1/": False,
    "https://elsewhere.example/advice/{}/": False,
}


def addressed(case, address, settings):
    return address.format(case.pk, site=settings.SITE_URL)


@pytest.mark.parametrize("place", ["address", "note", "introduction"])
@pytest.mark.parametrize(("address", "names_it"), ADDRESSES.items())
def test_what_an_editor_wrote_of_a_case_in_an_issue_that_was_sent_was_told_as_well(
    started, settings, place, address, names_it
):
    case = started
    words = addressed(case, address, settings)
    if place != "address":
        words = f"Have a look ([here]({words})), please."
    issue = IssueFactory(state=IssueState.SENT, **({place: words} if place == "introduction" else {}))  # fmt: skip
    IssueItemFactory(issue=issue, **({place: words} if place != "introduction" else {}))

    change = functools.partial(
        change_case, case=case, by=case.lead, at=timezone.now(), members=[], facts={"is_confidential": True}
    )  # fmt: skip

    if names_it:
        with pytest.raises(Overheard):
            change()
    else:
        assert change().is_confidential


def test_a_case_that_was_confidential_before_it_was_told_of_can_still_be_changed(
    cast, confidential
):
    case = confidential
    IssueItemFactory(issue=IssueFactory(state=IssueState.SENT), section="advice", key=str(case.pk))

    sent = facts_of(cast) | {"is_confidential": "on", "edit_number": case.edit_number, "title": "Better words"}  # fmt: skip
    client_of(cast, "lead").post(reverse("advice:case_edit", args=[case.pk]), sent)

    case.refresh_from_db()
    assert (case.title, case.is_confidential) == ("Better words", True)


# A case that is none looks like a confidential one.
@pytest.mark.parametrize(
    ("address", "names_it"), (ADDRESSES | {"/advice/{}1/": True, "/advice/": False}).items()
)
def test_an_issue_that_names_a_confidential_case_by_its_address_is_not_sent(
    cast, confidential, sent, settings, address, names_it
):
    issue = IssueFactory()
    item = IssueItemFactory(issue=issue, address=addressed(confidential, address, settings))
    IssueItemFactory(issue=issue, address=sent.get_absolute_url())
    send = functools.partial(send_issue, issue=issue, by=cast["editor"], seen=0, at=timezone.now())

    assert gone_items(issue) == ({item.pk} if names_it else set())
    if names_it:
        with pytest.raises(ItemsAreGone):
            send()
    else:
        assert send().state == IssueState.SENDING


def test_who_is_added_to_write_a_case_is_told_once_and_reads_nothing_of_it_once_removed():
    cast = a_cast()
    case = case_of(cast, is_confidential=True)
    newcomer = cast["stranger"]
    lead = client_of(cast, "lead")
    sent = facts_of(cast) | {"is_confidential": "on"}

    def told(who):
        return (
            client_of(cast, who).get("/inbox/").content.decode().count("You now write this advice")
        )

    for members in ([cast["member"], newcomer], [newcomer]):
        case.refresh_from_db()
        emails = "\n".join(person.email for person in members)
        answer = lead.post(
            reverse("advice:case_edit", args=[case.pk]),
            sent | {"members": emails, "edit_number": case.edit_number},
        )
        assert answer.status_code == 302

    kinds = Notification.objects.filter(kind="advice.joined", recipient__in=cast.values())
    assert sorted(kinds.values_list("recipient", flat=True)) == sorted(
        [cast["member"].pk, newcomer.pk]
    )
    assert told("stranger") > 0
    assert told("member") == 0


def test_the_export_of_a_person_holds_their_own_parts(cast, confidential_in_review):
    title = confidential_in_review.title

    assert title in str(personal_data_of(cast["reviewer"]))
    assert title not in str(personal_data_of(cast["stranger"]))


def test_the_export_of_who_left_a_confidential_case_no_longer_names_it(
    cast, confidential_in_review
):
    case = confidential_in_review
    now = timezone.now()
    words = {"body": "A union", "way": "post", "received_on": now.date(), "words": "No.", "is_named": False}  # fmt: skip
    record_letter(case=case, words=words, by=cast["member"], at=now, key=uuid.uuid4())
    decline_review(
        review=case.reviews.get(reviewer=cast["reviewer"]), by=cast["reviewer"], at=timezone.now()
    )
    case.members.remove(cast["member"])
    AdviceCase.objects.filter(pk=case.pk).update(title="Renamed since")

    for who in ("reviewer", "member"):
        theirs = str(personal_data_of(cast[who])["advice"].data)
        assert "A case that you can no longer see" in theirs
        assert "Renamed since" not in theirs
    assert "A union" in theirs


@pytest.mark.parametrize("name", [*WORK, "case_restore", "case_take_back", "case_sign_off", "recommendation_add"])  # fmt: skip
def test_every_write_asks_again(cast, confidential_in_review, name):
    case = confidential_in_review
    address = reverse(f"advice:{name}", args=[case.pk])

    for who in ("stranger", "editor", "administrator", "superuser"):
        assert client_of(cast, who).post(address).status_code == (
            405 if name == "case_work" else 404
        )
    # On the team, but with another part.
    assert client_of(cast, "reviewer").post(address).status_code in (403, 405)
    case.refresh_from_db()
    assert case.state == "in-review"
