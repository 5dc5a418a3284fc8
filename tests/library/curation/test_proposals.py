"""Corrections that readers propose and editors decide on."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.agenda import do_next_of
from library.catalogue.actions.records import withdraw_record
from library.curation.actions.proposals import (
    MOST_OPEN,
    TooManyProposals,
    accept_proposal,
    decline_proposal,
    propose_correction,
    withdraw_proposal,
)
from library.curation.models import Proposal
from library.curation.states import ProposalState
from library.vocabularies.names import CreatorName
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def editor():
    return UserFactory(roles=[Role.EDITOR])


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def a_record(**fields):
    words = {"title": "Cold homes", "publisher": "A press", "year": 2020}
    creators = [CreatorName("Ada Byron", user=UserFactory()), CreatorName("Zoë Ó Briain")]
    return RecordFactory(**{**words, "creators": creators, **fields})


def a_proposal(record=None, by=None, **words):
    return propose_correction(
        record=record or a_record(),
        words=words or {"title": "Cold homes and health"},
        reason="The title page says so.",
        by=by or UserFactory(),
        at=NOW,
        key=uuid4(),
    )


def told(user):
    return list(Notification.objects.filter(recipient=user).values_list("title", "text"))


def test_a_reader_proposes_and_an_editor_takes_over_what_is_right(client, reader, editor):
    record = a_record()
    page = reverse("library:proposal_new", args=[record.pk])
    before = client.get(page).context["form"].initial
    sent = {
        **before,
        "title": "Cold homes and health",
        "issued": "2020-3",
        "publisher": "Another press",
        "reason": "See the title page.",
        "form_key": str(uuid4()),
    }

    for _click in range(2):
        client.post(page, sent)
    proposal = Proposal.objects.get()
    client.force_login(editor)
    decided = reverse("library:proposal_detail", args=[proposal.pk])
    choice = {"fields_taken": ["title", "issued"], "answer": "Thank you.", "accept": "yes"}
    for _click in range(2):
        client.post(decided, choice)

    assert proposal.after == {
        "title": "Cold homes and health",
        "issued": "2020-03",
        "publisher": "Another press",
    }
    record.refresh_from_db()
    assert (record.title, str(record.issued), record.publisher) == (
        "Cold homes and health",
        "2020-03",
        "A press",
    )
    # What was not proposed stays: who made it, and the accounts of those who did.
    creators = record.creators.order_by("position")
    assert [(c.name, c.user_id is not None) for c in creators] == [
        ("Ada Byron", True),
        ("Zoë Ó Briain", False),
    ]
    assert told(reader) == [("Your correction of “Cold homes” was accepted", "Thank you.")]
    client.force_login(reader)
    shown = client.get(decided).content.decode()
    assert "Accepted: Title, Issued" in shown
    assert "Thank you." in shown


def test_declining_needs_an_answer_and_leaves_the_record(client, editor):
    proposal = a_proposal()
    client.force_login(editor)
    page = reverse("library:proposal_detail", args=[proposal.pk])

    silent = client.post(page, {"decline": "yes", "fields_taken": ["title"]})
    client.post(page, {"decline": "yes", "answer": "The cover says otherwise."})

    assert silent.context["form"].errors == {"answer": ["Tell the reader why."]}
    proposal.refresh_from_db()
    assert (proposal.state, proposal.record.title) == (ProposalState.DECLINED, "Cold homes")
    assert told(proposal.by) == [
        ("Your correction of “Cold homes” was not accepted", "The cover says otherwise.")
    ]


def test_words_alone_are_a_proposal_but_a_reason_there_must_be(client, reader):
    record = a_record()
    page = reverse("library:proposal_new", args=[record.pk])
    same = client.get(page).context["form"].initial

    silent = client.post(page, same)
    client.post(page, {**same, "reason": "An author is missing."})

    assert list(silent.context["form"].errors) == ["reason"]
    assert Proposal.objects.get().after == {}


@pytest.mark.parametrize(
    "wrong", [{"issued": "last spring"}, {"doi": "10.x"}, {"url": "javascript:1"}, {"title": ""}]
)
def test_what_could_never_hold_is_not_proposed(client, reader, wrong):
    record = a_record()
    page = reverse("library:proposal_new", args=[record.pk])
    same = client.get(page).context["form"].initial

    answer = client.post(page, {**same, "reason": "Why", **wrong})

    assert list(answer.context["form"].errors) == list(wrong)
    assert not Proposal.objects.exists()


def test_an_editor_sees_what_was_corrected_meanwhile(client, editor):
    record = a_record()
    proposal = a_proposal(record)
    record.title = "Cold houses"
    record.save()
    client.force_login(editor)

    [line] = client.get(proposal.get_absolute_url()).context["lines"]

    assert line == ("Title", "Cold homes", "Cold homes and health", "Cold houses")


@pytest.mark.parametrize("state", sorted(set(ProposalState) - {ProposalState.OPEN}))
def test_what_is_decided_stays_decided(state, editor):
    proposal = a_proposal()
    Proposal.objects.filter(pk=proposal.pk).update(state=state)
    decision = {"proposal": proposal, "answer": "A", "by": editor, "at": NOW}

    for decide in (
        lambda: accept_proposal(fields=["title"], **decision),
        lambda: decline_proposal(**decision),
        lambda: withdraw_proposal(proposal=proposal, by=proposal.by, at=NOW),
    ):
        with pytest.raises(TransitionNotAllowed):
            decide()

    proposal.record.refresh_from_db()
    assert proposal.record.title == "Cold homes"


def test_accepting_for_a_withdrawn_record_says_so_and_decides_nothing(client, editor):
    proposal = a_proposal()
    withdraw_record(record=proposal.record, reason="Wrong.", by=editor, at=NOW)
    client.force_login(editor)

    answer = client.post(proposal.get_absolute_url(), {"fields_taken": ["title"], "accept": "yes"})

    assert answer.context["form"].non_field_errors() == [
        "You cannot edit a withdrawn record. Restore it first."
    ]
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN
    assert told(proposal.by) == []


def test_a_reader_takes_a_proposal_back_and_sees_only_their_own(client, reader, editor):
    mine, theirs = a_proposal(by=reader), a_proposal()

    for _click in range(2):
        client.post(reverse("library:proposal_withdraw", args=[mine.pk]))
    answers = [
        client.get(theirs.get_absolute_url()).status_code,
        client.post(reverse("library:proposal_withdraw", args=[theirs.pk])).status_code,
        client.post(mine.get_absolute_url(), {"accept": "yes"}).status_code,
        client.get(mine.get_absolute_url()).status_code,
    ]

    mine.refresh_from_db()
    assert mine.state == ProposalState.WITHDRAWN
    assert answers == [404, 404, 403, 200]
    listed = client.get(reverse("library:proposal_list")).context["page"]
    assert list(listed) == [mine]


def test_a_reader_does_not_fill_the_desk_alone(monkeypatch):
    monkeypatch.setattr("library.curation.actions.proposals.MOST_OPEN", 1)
    reader = UserFactory()
    a_proposal(by=reader)

    with pytest.raises(TooManyProposals):
        a_proposal(by=reader)
    assert MOST_OPEN == 20


def test_editors_are_told_at_home_that_proposals_wait(editor):
    record = a_record()
    for _n in range(2):
        a_proposal(record)

    titles = [line.title for line in do_next_of(editor, now=timezone.now())]

    assert titles == [
        "Choose the next featured record",
        "Answer 2 proposed corrections",
    ]
    assert do_next_of(UserFactory(), now=timezone.now()) == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_proposals_takes_as_many_queries_whatever_its_length(
    client, editor, django_assert_max_num_queries, count
):
    for _n in range(count):
        a_proposal()
    client.force_login(editor)
    client.get(reverse("library:proposal_list"))

    with django_assert_max_num_queries(6):
        page = client.get(reverse("library:proposal_list"))

    assert len(page.context["page"].object_list) == count
