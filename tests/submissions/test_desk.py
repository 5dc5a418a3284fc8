"""The desk's queues, what waits on whom, and how many queries it takes."""

import csv
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.submissions import ReviewFactory, SubmissionFactory
from notifications.digest.sections import Reader
from submissions import tasks
from submissions.actions.assignment import claim, start_review
from submissions.actions.co_authors import add_co_author
from submissions.actions.decisions import request_changes
from submissions.actions.sources import add_source
from submissions.actions.submitting import submit
from submissions.agenda import coming_up_of, do_next_of
from submissions.digests import news_of_the_desk
from submissions.models import CoAuthor, Review, Submission
from submissions.queues import LABELS, queues_of, submissions_in
from submissions.states import ReviewState, SubmissionState

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BUDGET = 12


@pytest.fixture
def editor():
    return UserFactory(roles=[Role.EDITOR])


def names_in(queue, editor, at=NOW, **filters):
    found = submissions_in(queue, editor=editor, at=at, filters=filters)
    return [submission.title for submission in found]


@pytest.fixture
def full_desk(editor):
    """One work in each situation."""

    def make(title, **fields):
        return SubmissionFactory(title=title, **fields)

    make("draft")
    make("new", state=SubmissionState.SUBMITTED)
    make("mine", state=SubmissionState.SCREENING, editor=editor)
    make("unasked", state=SubmissionState.IN_REVIEW)
    waiting = make("waiting", state=SubmissionState.IN_REVIEW)
    ReviewFactory(submission=waiting)
    reviewed = make("reviewed", state=SubmissionState.IN_REVIEW)
    ReviewFactory(submission=reviewed, state=ReviewState.DELIVERED)
    late = make("late", state=SubmissionState.IN_REVIEW)
    yesterday = timezone.localdate(NOW) - dt.timedelta(days=1)
    ReviewFactory(submission=late, due_on=yesterday)
    make("author", state=SubmissionState.CHANGES_REQUESTED)
    make("old", state=SubmissionState.SUBMITTED, at=NOW - dt.timedelta(days=30))
    make("accepted", state=SubmissionState.ACCEPTED)
    make("withdrawn", state=SubmissionState.WITHDRAWN)


def test_each_queue_holds_what_waits_for_the_same_people(full_desk, editor):
    at = timezone.now()

    queues = {name: names_in(name, editor, at) for name in LABELS}

    assert queues == {
        "new": ["old", "new"],
        "mine": ["mine"],
        "unasked": ["unasked"],
        "waiting": ["waiting", "late"],
        "reviewed": ["reviewed"],
        "author": ["author"],
        "overdue": ["old", "late"],
        "closed": ["accepted", "withdrawn"],
    }
    assert {q.name: q.count for q in queues_of(editor, at=at)} == {
        name: len(found) for name, found in queues.items()
    }


def test_the_desk_is_narrowed_by_words_kind_and_topic(client_for, editor):
    project = SubmissionFactory(
        title="Walking football", kind="project", state=SubmissionState.SUBMITTED
    )
    SubmissionFactory(title="100 % of schools", state=SubmissionState.SUBMITTED)
    client = client_for(editor)
    address = reverse("submissions:desk")

    def found(**query):
        page = client.get(address, query).content.decode()
        return [t for t in ("Walking football", "100 % of schools") if t in page]

    assert found(q="football") == found(kind="project") == ["Walking football"]
    assert found(topic=project.topics.get().code) == ["Walking football"]
    assert found(q=project.author.full_name) == ["Walking football"]
    assert found(q="%") == ["100 % of schools"]
    assert found(q="<script>") == []
    assert found(kind="nonsense", topic="nonsense", queue="nonsense", page="x") != []
    for bad in ("\x00", "9" * 40, "🙂", "مرحبا"):
        assert client.get(address, {"q": bad, "topic": bad, "kind": bad}).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("queue", ["new", "waiting"])
def test_the_desk_takes_the_same_queries_whatever_its_length(
    client_for, django_assert_num_queries, editor, queue, count
):
    for _ in range(count):
        SubmissionFactory(state=SubmissionState.SUBMITTED)
        ReviewFactory()
    client = client_for(editor)
    address = reverse("submissions:desk") + f"?queue={queue}"
    client.get(address)

    with django_assert_num_queries(9):
        answer = client.get(address)

    assert len(answer.context["table"].lines) == count


def _many(count, author=None):
    submission = SubmissionFactory(
        state=SubmissionState.IN_REVIEW, **({"author": author} if author else {})
    )
    editor = submission.editor
    for _ in range(count):
        ReviewFactory(submission=submission, state=ReviewState.DELIVERED)
        request_changes(submission=submission, editor=editor, letter="Please.", at=timezone.now())
        add_co_author(
            submission=submission, name="N", email=f"n{CoAuthor.objects.count()}@example.org"
        )
        submit(submission=submission, by=submission.author, at=timezone.now())
        claim(submission=submission, editor=editor, at=timezone.now())
        start_review(submission=submission, editor=editor, at=timezone.now())
    return submission


def _queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_every_page_takes_the_same_queries_whatever_hangs_on_it(client_for):
    taken = {}
    for count in (1, 3):
        submission = _many(count)
        open_review = ReviewFactory(submission=submission, state=ReviewState.ACCEPTED)
        ReviewFactory(state=ReviewState.DELIVERED, reviewer=open_review.reviewer)
        draft = SubmissionFactory(author=submission.author)
        for number in range(count):
            UserFactory(roles=[Role.REVIEWER])
            SubmissionFactory(author=submission.author)
            ReviewFactory(reviewer=open_review.reviewer)
            add_co_author(submission=draft, name="N", email=f"d{number}@example.org")
            add_source(submission=draft, record=RecordFactory())
        pk = submission.pk
        pages = {
            "submission_list": (submission.author, []),
            "submission_new": (submission.author, []),
            "submission_detail": (submission.author, [pk]),
            "submission_preview": (submission.author, [pk]),
            "revision_detail": (submission.author, [pk, 2]),
            "submission_edit": (submission.author, [draft.pk]),
            "submission_co_authors": (submission.author, [draft.pk]),
            "submission_sources": (submission.author, [draft.pk]),
            "submission_files": (submission.author, [draft.pk]),
            "submission_submit": (submission.author, [draft.pk]),
            "submission_delete": (submission.author, [draft.pk]),
            "desk_detail": (submission.editor, [pk]),
            "submission_invite": (submission.editor, [pk]),
            "submission_assign": (submission.editor, [pk]),
            "submission_decide": (submission.editor, [pk, "accept"]),
            "review_list": (open_review.reviewer, []),
            "review_detail": (open_review.reviewer, [open_review.pk]),
        }
        people = (submission.author, submission.editor, open_review.reviewer)
        clients = {person: client_for(person) for person in people}
        for name, (person, args) in pages.items():
            address = reverse(f"submissions:{name}", args=args)
            found = _queries(clients[person], address)
            taken.setdefault(name, []).append(found)

    assert {name: n for name, n in taken.items() if n[0] != n[1] or n[0] > BUDGET} == {}


def test_the_agenda_takes_two_queries_and_names_what_waits(django_assert_num_queries, editor):
    changes = SubmissionFactory(
        author=editor, state=SubmissionState.CHANGES_REQUESTED, title="Changes"
    )
    SubmissionFactory(author=editor, title="Draft")
    SubmissionFactory(state=SubmissionState.SUBMITTED)
    SubmissionFactory(state=SubmissionState.SUBMITTED)
    screening = SubmissionFactory(editor=editor, state=SubmissionState.SCREENING, title="Screening")
    asked = ReviewFactory(reviewer=editor)
    promised = ReviewFactory(reviewer=editor, state=ReviewState.ACCEPTED)
    ReviewFactory(reviewer=editor, state=ReviewState.DELIVERED)
    unasked = SubmissionFactory(editor=editor, state=SubmissionState.IN_REVIEW, title="Unasked")
    waiting = SubmissionFactory(editor=editor, state=SubmissionState.IN_REVIEW, title="Waiting")
    ReviewFactory(submission=waiting)
    reviewed = SubmissionFactory(editor=editor, state=SubmissionState.IN_REVIEW, title="Reviewed")
    ReviewFactory(submission=reviewed, state=ReviewState.DELIVERED)
    _ = editor.roles

    with django_assert_num_queries(2):
        waiting_on_me = do_next_of(editor, now=NOW)
    with django_assert_num_queries(1):
        ahead = coming_up_of(editor, now=NOW)

    assert {(t.title, t.address) for t in waiting_on_me} == {
        ("Changes", changes.get_absolute_url()),
        (
            "Continue the draft “Draft”",
            reverse("submissions:submission_edit", args=[changes.pk + 1]),
        ),
        ("Screening", reverse("submissions:desk_detail", args=[screening.pk])),
        ("Unasked", reverse("submissions:desk_detail", args=[unasked.pk])),
        ("Reviewed", reverse("submissions:desk_detail", args=[reviewed.pk])),
        (asked.submission.title, asked.get_absolute_url()),
        (promised.submission.title, promised.get_absolute_url()),
        ("2 new submissions", reverse("submissions:desk")),
    }
    assert [thing.address for thing in ahead] == [promised.get_absolute_url()]


def test_someone_with_nothing_to_do_has_an_empty_agenda():
    person = UserFactory()
    SubmissionFactory(state=SubmissionState.SUBMITTED)

    assert (do_next_of(person, now=NOW), coming_up_of(person, now=NOW)) == ([], [])


def test_the_summary_tells_editors_of_what_came_in(editor):
    work = SubmissionFactory(state=SubmissionState.SUBMITTED)
    SubmissionFactory(state=SubmissionState.SUBMITTED, at=NOW - dt.timedelta(days=20))
    SubmissionFactory(state=SubmissionState.SUBMITTED, author=editor)
    since, until = NOW - dt.timedelta(days=7), NOW + dt.timedelta(days=1)

    other = UserFactory()
    readers = [Reader(person, since, until) for person in (editor, other)]
    found = news_of_the_desk(readers)
    lines = found.pop(editor.pk)

    assert [(line.title, line.address) for line in lines] == [
        (work.title, reverse("submissions:desk_detail", args=[work.pk]))
    ]
    assert found == {}


def test_handing_over_tells_the_new_editor(client_for, editor):
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW)
    client = client_for(submission.editor)
    address = reverse("submissions:submission_assign", args=[submission.pk])

    wrong = client.post(address, {"editor": submission.author_id})
    client.post(address, {"editor": editor.pk})

    assert "Select a valid choice" in wrong.content.decode()
    assert Submission.objects.get().editor == editor
    assert editor.notifications.filter(kind="submissions.assigned").count() == 1
    assert client.get(address).status_code == 403


def test_closing_an_account_ends_what_waits_on_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    leaver = UserFactory(roles=[Role.EDITOR])
    for state in SubmissionState:
        SubmissionFactory(author=leaver, state=state)
    edited = [
        SubmissionFactory(editor=leaver, state=state)
        for state in ("screening", "in-review", "accepted")
    ]
    promised = ReviewFactory(reviewer=leaver, state=ReviewState.ACCEPTED)
    done = ReviewFactory(reviewer=leaver, state=ReviewState.DELIVERED)
    leaver.closed_at = NOW
    leaver.save()

    tasks.leave_submissions_of_closed_accounts()
    tasks.leave_submissions(user_id=leaver.pk)

    states = Submission.objects.filter(author=leaver).values_list("state", flat=True)
    assert sorted(states) == ["accepted", "declined", *["withdrawn"] * 5]
    assert [
        (s.state, s.editor)
        for s in Submission.objects.filter(pk__in=[e.pk for e in edited]).order_by("pk")
    ] == [("submitted", None), ("in-review", None), ("accepted", leaver)]
    assert dict(Review.objects.filter(reviewer=leaver).values_list("pk", "state")) == {
        promised.pk: "declined",
        done.pk: "delivered",
    }


def test_a_work_whose_editor_left_is_taken_over(client_for, editor):
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW)
    Submission.objects.update(editor=None)
    other = UserFactory(roles=[Role.EDITOR])

    client_for(editor).post(
        reverse("submissions:submission_assign", args=[submission.pk]), {"editor": other.pk}
    )

    assert Submission.objects.get().editor == other


def test_the_export_does_not_tell_of_drafts_in_which_a_person_is_named():
    person = UserFactory()
    draft, sent = SubmissionFactory(title="Warm by December"), SubmissionFactory(title="Sent")
    for submission in (draft, sent):
        add_co_author(submission=submission, name="Ana", email=person.email)
    submit(submission=sent, by=sent.author, at=NOW)

    named_in = personal_data_of(person)["submissions"].data["named_in"]

    assert named_in == [{"work": "Sent", "name": "Ana", "answer": "none"}]


def test_the_export_holds_all_of_a_person_and_nothing_of_others():
    review = ReviewFactory(state=ReviewState.DELIVERED)
    author_part = personal_data_of(review.submission.author)["submissions"].data
    reviewer_part = personal_data_of(review.reviewer)["submissions"].data
    editor_part = personal_data_of(review.invited_by)["submissions"].data

    assert [work["values"]["title"] for work in author_part["works"]] == [review.submission.title]
    assert author_part["reviews"] == []
    assert "I know the practice" not in str(author_part)
    assert reviewer_part["reviews"][0]["comments_to_editor"] == review.comments_to_editor
    assert reviewer_part["works"] == editor_part["works"] == []


def test_the_desk_opens_on_the_first_queue_with_work_in_it(client_for, editor):
    client = client_for(editor)
    address = reverse("submissions:desk")
    nothing = client.get(address).context["queue"]
    SubmissionFactory(state=SubmissionState.CHANGES_REQUESTED)

    opened = client.get(address).context
    asked = client.get(address, {"queue": "new"}).context

    assert (nothing, opened["queue"], len(opened["table"].lines)) == ("new", "author", 1)
    assert (asked["queue"], asked["table"].lines) == ("new", [])


def test_what_is_filtered_is_written_as_csv(client_for, editor):
    for title in ("Walking football", "100 % of schools"):
        SubmissionFactory(title=title, state=SubmissionState.SUBMITTED)
    client = client_for(editor)

    answer = client.get(reverse("submissions:desk"), {"q": "football", "as": "csv"})

    rows = csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert [row["Title"] for row in rows] == ["Walking football"]
