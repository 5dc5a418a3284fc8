"""From the evidence of a plan to a case study that names it, and back from each work to the case study."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.action_plans.evidence import add_evidence
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory
from demo.factories.library import RecordFactory
from demo.factories.submissions import SubmissionFactory
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Relation
from library.catalogue.used_by import used_by
from library.exchange.harvesting.provider import identifier_of
from library.indexing import index_records
from submissions.actions.assignment import claim, start_review
from submissions.actions.decisions import accept_submission, request_changes
from submissions.actions.drafts import start_submission
from submissions.actions.sources import SourceRefused, add_source
from submissions.actions.submitting import submit
from submissions.content import MAX_SOURCES
from submissions.display import display_revision
from submissions.exports import part_of
from submissions.revisions.diffs import diff_revisions
from submissions.states import SubmissionState
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def page_of(submission):
    return reverse("submissions:submission_sources", args=[submission.pk])


def remove_page(submission, record):
    return reverse("submissions:source_remove", args=[submission.pk, record.pk])


def accepted(submission, editor):
    submit(submission=submission, by=submission.author, at=NOW)
    claim(submission=submission, editor=editor, at=NOW)
    start_review(submission=submission, editor=editor, at=NOW)
    return accept_submission(submission=submission, editor=editor, at=NOW).record


@pytest.fixture
def draft(client):
    draft = SubmissionFactory()
    client.force_login(draft.author)
    return draft


@pytest.fixture
def editor():
    return UserFactory(roles=["editor"])


def test_a_draft_begins_with_what_its_plan_rests_on(client):
    plan, kept, gone = ActionPlanFactory(), RecordFactory(), RecordFactory()
    for record in (kept, gone):
        add_evidence(plan=plan, record=record, note="", at=NOW)
    withdraw_record(record=gone, by=UserFactory(), reason="An error.", at=NOW)

    draft = start_submission(
        author=plan.owner, kind="case-study", key=uuid.uuid4(), at=NOW, plan=plan
    )

    assert list(draft.draws_on.all()) == [kept]
    client.force_login(plan.owner)
    client.post(remove_page(draft, kept))
    assert list(client.get(page_of(draft)).context["from_plan"]) == [kept]


def test_a_work_is_found_named_and_taken_out(client, draft):
    record = RecordFactory(title="Overcrowded housing")
    index_records([record.pk])

    found = client.get(page_of(draft), {"q": "overcrowdid"})
    for _twice in range(2):
        assert client.post(page_of(draft), {"record": record.pk}).status_code == 302

    assert found.context["found"] == [record]
    named = client.get(page_of(draft))
    assert named.context["sources"] == [record]
    assert "1 work added" in named.content.decode()
    for _twice in range(2):
        assert client.post(remove_page(draft, record)).status_code == 302
    assert not draft.draws_on.exists()


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 30, "withdrawn"])
def test_what_the_library_does_not_have_is_refused_in_words(client, draft, named):
    key = RecordFactory(state="withdrawn").pk if named == "withdrawn" else named

    answer = client.post(page_of(draft), {"record": key})

    assert answer.status_code == 409
    assert "no longer in the library" in answer.content.decode()
    assert not draft.draws_on.exists()


def test_so_many_works_and_no_more(draft):
    for _each in range(MAX_SOURCES):
        add_source(submission=draft, record=RecordFactory())

    with pytest.raises(SourceRefused, match="20"):
        add_source(submission=draft, record=RecordFactory())


def test_the_record_draws_on_them_and_each_leads_back(client, draft, editor):
    source = RecordFactory(title="Cold homes")
    add_source(submission=draft, record=source)

    record = accepted(draft, editor)

    assert list(Relation.objects.values_list("record", "kind", "target")) == [
        (record.pk, "draws-on", source.pk)
    ]
    assert "This work draws on" in client.get(record.get_absolute_url()).content.decode()
    [use] = used_by(source, user=UserFactory())
    assert (use.label, use.address) == (
        f"Case study from practice: {record.title}",
        record.get_absolute_url(),
    )
    page = client.get(source.get_absolute_url()).content.decode()
    assert use.label in page
    assert "is drawn on by" not in page


def test_what_a_record_draws_on_is_not_suggested_beside_it_once_more(client, draft, editor):
    tied, other = RecordFactory(topics=draft.topics.all()), RecordFactory(topics=draft.topics.all())
    add_source(submission=draft, record=tied)

    page = client.get(accepted(draft, editor).get_absolute_url())

    assert list(page.context["related"]) == [other]


def test_what_became_of_a_work_meanwhile_is_followed(draft, editor):
    gone, twin, kept = RecordFactory(), RecordFactory(), RecordFactory()
    for record in (gone, twin, kept):
        add_source(submission=draft, record=record)
    withdraw_record(record=gone, by=editor, reason="An error.", at=NOW)
    merge_records(duplicate=twin, into=kept, by=editor, at=NOW)

    record = accepted(draft, editor)

    assert list(record.relations.values_list("target", flat=True)) == [kept.pk]


def test_editors_read_them_in_each_revision_with_what_changed(client, draft, editor):
    first, second = RecordFactory(title="Cold homes"), RecordFactory(title="Damp homes")
    add_source(submission=draft, record=first)
    older = submit(submission=draft, by=draft.author, at=NOW)
    claim(submission=draft, editor=editor, at=NOW)
    request_changes(submission=draft, editor=editor, letter="Name more.", at=NOW)
    add_source(submission=draft, record=second)
    newer = submit(submission=draft, by=draft.author, at=NOW)

    work = display_revision(newer, kind=draft.kind)
    [changed] = diff_revisions(older, newer, kind=draft.kind)

    assert [drawn_on.title for drawn_on in work.draws_on] == ["Cold homes", "Damp homes"]
    assert str(changed.label) == "Draws on"
    client.force_login(editor)
    desk = client.get(reverse("submissions:desk_detail", args=[draft.pk])).content.decode()
    assert first.get_absolute_url() in desk


def test_a_revision_from_before_names_none(draft):
    revision = submit(submission=draft, by=draft.author, at=NOW)
    del revision.snapshot["draws_on"]

    assert display_revision(revision, kind=draft.kind).draws_on == []


def test_nothing_changes_once_it_is_sent_in(client, draft):
    record = RecordFactory()
    add_source(submission=draft, record=record)
    submit(submission=draft, by=draft.author, at=NOW)

    assert client.get(page_of(draft)).status_code == 302
    assert client.post(page_of(draft), {"record": RecordFactory().pk}).status_code == 409
    assert client.post(remove_page(draft, record)).status_code == 409
    with pytest.raises(TransitionNotAllowed):
        add_source(submission=draft, record=record)
    assert list(draft.draws_on.all()) == [record]


def test_strangers_and_editors_do_not_name_works(client_for, draft, editor):
    record = RecordFactory()
    sent = SubmissionFactory(state=SubmissionState.SCREENING, editor=editor)
    doors = [(UserFactory(), draft, 404), (editor, draft, 404), (editor, sent, 403)]

    for user, submission, status in doors:
        client = client_for(user)
        assert client.get(page_of(submission)).status_code == status
        assert client.post(page_of(submission), {"record": record.pk}).status_code == status
        assert client.post(remove_page(submission, record)).status_code == status


def test_they_are_part_of_my_data(draft):
    add_source(submission=draft, record=RecordFactory(title="Cold homes"))

    [work] = part_of(draft.author).data["works"]

    assert work["draws_on"] == ["Cold homes"]


def test_harvesters_read_them_as_references(client, draft, editor):
    source = RecordFactory()
    add_source(submission=draft, record=source)
    record = accepted(draft, editor)

    words = {"verb": "GetRecord", "metadataPrefix": "oai_datacite"}
    answers = [
        client.get(reverse("oai"), {**words, "identifier": identifier_of(each.pk)})
        for each in (record, source)
    ]

    assert [
        re.search('relationType="(Is)?Referenc[a-zA-Z]*"', answer.content.decode())[0][14:-1]
        for answer in answers
    ] == ["References", "IsReferencedBy"]
