"""Filling gaps: works that come of them, records that editors confirm, those who work on gaps and follow them."""

import uuid

import pytest
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.submissions import SubmissionFactory
from library.agenda import do_next_of
from library.catalogue.actions.records import withdraw_record
from library.exports import library_part
from library.gaps.actions.filling import (
    MOST_WORKS_OF_ONE,
    NoRecordForGap,
    TooManyWorks,
    fill_gap,
    follow_gap,
    offer_record,
    start_work,
    stop_work,
    unfollow_gap,
)
from library.gaps.actions.register import merge_gaps
from library.gaps.models import EvidenceGap, GapFollow, GapWork
from library.gaps.states import GapState
from library.tasks import forget_closed_readers, forget_reader
from notifications.models import Notification
from submissions.actions.decisions import accept_submission
from submissions.models import Submission
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db
NOW = timezone.now()
START = "/submissions/new/"


@pytest.fixture
def editor():
    return UserFactory(roles=[Role.EDITOR])


@pytest.fixture
def gap():
    return EvidenceGapFactory(topic=TopicFactory(label="Homes"))


def told():
    return set(
        Notification.objects.filter(kind="library.gap_filled").values_list("recipient", flat=True)
    )


def test_who_knows_something_writes_and_the_record_is_offered_for_the_gap(client, editor, gap):
    author = UserFactory()
    client.force_login(author)
    page = client.get(gap.get_absolute_url()).content.decode()
    assert f'href="{START}?gap={gap.pk}"' in page
    assert gap.title in client.get(START, {"gap": gap.pk}).content.decode()
    client.post(START, {"gap": gap.pk, "kind": "report", "form_key": uuid.uuid4()})

    draft = Submission.objects.get()
    assert (draft.gap, list(draft.topics.all())) == (gap, [gap.topic])
    assert "Draft" in client.get(gap.get_absolute_url()).content.decode()

    work = SubmissionFactory(state=SubmissionState.IN_REVIEW, gap=gap)
    accept_submission(submission=work, editor=work.editor, at=NOW, letter="Yes.")

    work.refresh_from_db()
    [filling] = gap.fillings.all()
    assert (filling.record, filling.confirmed_at) == (work.record, None)
    gap.refresh_from_db()
    assert gap.state == GapState.OPEN


def test_others_do_not_see_who_writes_about_a_gap(client, gap):
    SubmissionFactory(gap=gap, title="A secret draft")
    client.force_login(UserFactory())

    assert "A secret draft" not in client.get(gap.get_absolute_url()).content.decode()


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "\x00"])
def test_a_gap_that_is_none_begins_nothing(client, asked):
    client.force_login(UserFactory())

    assert client.get(START, {"gap": asked}).status_code == 404


def test_a_gap_that_was_hidden_meanwhile_is_left_out_of_the_draft(client):
    hidden = EvidenceGapFactory(state=GapState.PROPOSED)
    client.force_login(UserFactory())

    client.post(START, {"gap": hidden.pk, "kind": "report", "form_key": uuid.uuid4()})

    assert Submission.objects.get().gap is None


def test_editors_confirm_what_fills_a_gap_and_its_followers_are_told_once(client, editor, gap):
    offered, named = RecordFactory(title="Offered"), RecordFactory(title="Named")
    offer_record(gap=gap, record=offered, at=NOW)
    reader, former = UserFactory(), UserFactory()
    for person in (reader, former):
        follow_gap(gap=gap, user=person, at=NOW)
    unfollow_gap(gap=gap, user=former)
    client.force_login(editor)
    sent = {"records": [offered.pk], "record": named.get_absolute_url()}

    for _click in range(2):
        client.post(f"{gap.get_absolute_url()}fill/", sent)

    gap.refresh_from_db()
    assert gap.state == GapState.FILLED
    assert gap.fillings.filter(confirmed_at__isnull=False).count() == 2
    assert told() == {reader.pk, gap.proposed_by_id}
    assert Notification.objects.filter(recipient=reader).count() == 1
    client.logout()
    page = client.get(gap.get_absolute_url()).content.decode()
    assert "Offered" in page
    assert "Named" in page


@pytest.mark.parametrize("record", ["", "999999", "x", "\x00", "9" * 30, "/library/x/"])
def test_a_gap_is_not_filled_by_what_is_no_record(client, editor, gap, record):
    client.force_login(editor)

    answer = client.post(f"{gap.get_absolute_url()}fill/", {"record": record})

    gap.refresh_from_db()
    assert gap.state == GapState.OPEN
    assert answer.context["form"].errors


def test_a_gap_needs_a_record_to_be_filled(editor, gap):
    with pytest.raises(NoRecordForGap):
        fill_gap(gap=gap, records=[], by=editor, at=NOW)


def test_an_offer_that_does_not_fit_is_taken_off_and_withdrawn_records_are_not_shown(
    client, editor, gap
):
    wrong, gone = RecordFactory(title="Wrong"), RecordFactory(title="Gone")
    for record in (wrong, gone):
        offer_record(gap=gap, record=record, at=NOW)
    withdraw_record(record=gone, reason="Twice.", by=editor, at=NOW)
    client.force_login(editor)

    for _click in range(2):
        client.post(f"{gap.get_absolute_url()}offers/{wrong.pk}/drop/")

    assert list(gap.fillings.values_list("record", flat=True)) == [gone.pk]
    page = client.get(gap.get_absolute_url())
    assert page.context["offered"] == []
    desk = client.get("/library/evidence-gaps/desk/", {"show": "offers"})
    assert list(desk.context["table"].rows) == []


def test_an_offer_for_a_merged_gap_reaches_the_one_it_went_into(editor, gap):
    other = EvidenceGapFactory()
    merge_gaps(keys=[gap.pk], into=other, by=editor, at=NOW)

    filling = offer_record(gap=gap, record=RecordFactory(), at=NOW)

    assert filling.gap == other


def test_a_gap_is_worked_on_as_long_as_anybody_does(client, gap):
    first, second = UserFactory(), UserFactory()
    works = []
    for person, name in ((first, "Network on homes"), (second, "ห้องเรียน")):
        client.force_login(person)
        client.post(f"{gap.get_absolute_url()}work/", {"name": name, "address": "/networks/x/"})
        works.append(GapWork.objects.get(name=name))
    gap.refresh_from_db()
    assert gap.state == GapState.WORKED_ON
    assert GapFollow.objects.filter(gap=gap, user=second).exists()

    client.post(f"{gap.get_absolute_url()}work/{works[0].pk}/end/")
    assert GapWork.objects.count() == 2

    stop_work(work=works[0], by=first, at=NOW)
    client.post(f"{gap.get_absolute_url()}work/{works[1].pk}/end/")
    gap.refresh_from_db()
    assert (gap.state, gap.works.count()) == (GapState.OPEN, 0)


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("", True),
        ("/networks/homes/?x=1", True),
        ("https://example.org/a", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
        ("ftp://example.org", False),
        ("data:text/html,x", False),
        ("/a b", False),
        ("x" * 501, False),
    ],
)
def test_links_lead_to_pages_and_run_nothing(client, gap, address, is_taken):
    client.force_login(UserFactory())

    answer = client.post(f"{gap.get_absolute_url()}work/", {"name": "We", "address": address})

    assert (answer.status_code == 302, gap.works.count()) == (is_taken, int(is_taken))
    if not is_taken:
        assert list(answer.context["form"].errors) == ["address"]


@pytest.mark.parametrize("state", [GapState.PROPOSED, GapState.FILLED, GapState.DISMISSED])
def test_nobody_starts_on_a_gap_that_is_not_open(client, state):
    gap = EvidenceGapFactory(state=state)
    client.force_login(gap.proposed_by)

    assert client.post(f"{gap.get_absolute_url()}work/", {"name": "We"}).status_code == 409


def test_one_person_names_at_most_five_and_the_same_name_once(gap):
    person = UserFactory()
    for number in range(MOST_WORKS_OF_ONE):
        for address in ("", "/networks/"):
            start_work(gap=gap, name=f"T{number}", address=address, user=person, at=NOW)

    with pytest.raises(TooManyWorks):
        start_work(gap=gap, name="More", address="", user=person, at=NOW)

    assert gap.works.filter(address="/networks/").count() == MOST_WORKS_OF_ONE


def test_following_repeats_safely_and_needs_an_account(client, gap):
    address = f"{gap.get_absolute_url()}follow/"
    assert client.post(address).status_code == 302
    assert not gap.follows.exclude(user=gap.proposed_by).exists()
    reader = UserFactory()
    client.force_login(reader)

    for sent, follows in (
        ({}, True),
        ({}, True),
        ({"stop": "yes"}, False),
        ({"stop": "yes"}, False),
    ):
        client.post(address, sent)
        assert gap.follows.filter(user=reader).exists() == follows


@pytest.mark.parametrize("is_announced", [True, False])
def test_a_closed_account_leaves_gaps_and_its_proposals_stay(is_announced):
    gap = EvidenceGapFactory(state=GapState.WORKED_ON)
    person = gap.proposed_by
    close_account(user=person, at=NOW)

    if is_announced:
        forget_reader(user_id=person.pk)
    else:
        forget_closed_readers()

    gap.refresh_from_db()
    assert (gap.state, gap.works.count(), gap.follows.count()) == (GapState.OPEN, 0, 0)


def test_people_take_along_what_they_proposed_follow_and_work_on():
    gap = EvidenceGapFactory(state=GapState.WORKED_ON)

    data = library_part(gap.proposed_by).data

    address = gap.get_absolute_url()
    assert [each["address"] for each in data["evidence_gaps_proposed"]] == [address]
    assert data["evidence_gaps_followed"] == [address]
    assert data["evidence_gaps_worked_on"] == [{"gap": address, "name": "A network", "address": ""}]


def test_programs_read_public_gaps_alone(client, editor):
    gaps = {state: EvidenceGapFactory(state=state) for state in GapState}
    topic = TopicFactory(code="homes")
    EvidenceGap.objects.filter(pk=gaps[GapState.FILLED].pk).update(topic=topic)

    answer = client.get("/api/v1/evidence-gaps/").json()
    filled = client.get("/api/v1/evidence-gaps/", {"state": "filled"}).json()["items"]
    detail = client.get(f"/api/v1/evidence-gaps/{gaps[GapState.FILLED].pk}/").json()
    dismissed = client.get(f"/api/v1/evidence-gaps/{gaps[GapState.DISMISSED].pk}/").json()

    assert {each["state"] for each in answer["items"]} == set(GapState) - {"proposed"}
    assert [each["topic"] for each in filled] == ["homes"]
    assert len(detail["filled_by"]) == 1
    assert dismissed["reason"] == "It is known."
    hidden = gaps[GapState.PROPOSED].pk
    assert client.get(f"/api/v1/evidence-gaps/{hidden}/").status_code == 404
    for wrong in ("x", "\x00", "filled,open"):
        assert client.get("/api/v1/evidence-gaps/", {"state": wrong}).status_code == 400


def test_editors_are_told_at_home_that_gaps_want_a_decision(
    editor, gap, django_assert_max_num_queries
):
    EvidenceGapFactory.create_batch(2, state=GapState.PROPOSED)
    offer_record(gap=gap, record=RecordFactory(), at=NOW)

    with django_assert_max_num_queries(7):
        items = {item.title: item.address for item in do_next_of(editor, now=NOW)}

    desk = "/library/evidence-gaps/desk/"
    assert items["Decide on 2 proposed evidence gaps"] == desk
    assert items["Say whether a record fills an evidence gap"] == f"{desk}?show=offers"
    assert do_next_of(UserFactory(), now=NOW) == []
