"""What the editor decides, and what follows from it in the same moment."""

import datetime as dt

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.submissions import COMPLETE, ReviewFactory, SubmissionFactory
from library.catalogue.models import File, Record
from notifications.models import Notification
from submissions.actions import decisions
from submissions.actions.assignment import claim, start_review
from submissions.actions.co_authors import add_co_author, answer_co_author
from submissions.actions.decisions import accept_submission, decline_submission, request_changes
from submissions.actions.drafts import save_draft
from submissions.actions.files import attach_file
from submissions.actions.submitting import submit
from submissions.models import Decision, Submission
from submissions.revisions.diffs import Piece, diff_words
from submissions.states import ReviewState, SubmissionState
from workflow.models import Transition

pytestmark = pytest.mark.django_db
NOW = timezone.now()
CSV = b"place,rate\nNorth,12\nSouth,9\n"


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def in_review(**fields):
    return SubmissionFactory(state=SubmissionState.IN_REVIEW, **fields)


def accept(submission, **words):
    return accept_submission(
        submission=submission, editor=submission.editor, at=timezone.now(), **words
    )


def decide(client, submission, verdict, **data):
    address = reverse("submissions:submission_decide", args=[submission.pk, verdict])
    return client.post(address, data)


def test_an_accepted_case_study_is_a_record_with_everything_in_it():
    topics = [TopicFactory(), TopicFactory()]
    draft = SubmissionFactory(topics=topics)
    for name in ("Ana Sousa", "Ben Adeyemi"):
        add_co_author(submission=draft, name=name, email=f"{name[:3]}@example.org")
    answer_co_author(co_author=draft.co_authors.get(name="Ben Adeyemi"), is_me=False, at=NOW)
    attach_file(submission=draft, upload=ContentFile(CSV, name="rates.csv"), at=NOW)
    editor = UserFactory(roles=[Role.EDITOR])
    submit(submission=draft, by=draft.author, at=NOW)
    claim(submission=draft, editor=editor, at=NOW)
    start_review(submission=draft, editor=editor, at=NOW)

    submission = accept_submission(submission=draft, editor=editor, at=NOW)

    record = Record.objects.get()
    version = record.current_version
    assert submission.record == record
    assert (record.type, record.title, record.summary) == (
        "case-study",
        draft.title,
        draft.summary,
    )
    assert (record.geography, record.licence) == ("Northfield, England", "CC-BY-4.0")
    assert record.depositor == draft.author
    assert set(record.topics.all()) == set(topics)
    creators = record.creators.order_by("position")
    assert [(c.name, c.user) for c in creators] == [
        (draft.author.full_name, draft.author),
        ("Ana Sousa", None),
    ]
    assert version.particulars == COMPLETE["case-study"]
    assert version.body_html.count("<h2") == len(COMPLETE["case-study"])
    file = File.objects.get(version=version)
    assert (file.name, file.content.read()) == ("rates.csv", CSV)


def test_a_report_gives_its_publisher_year_and_address_to_the_record():
    accept(in_review(kind="report"))

    record = Record.objects.get()
    assert (record.type, record.publisher, record.year, record.url) == (
        "report",
        "Council of Northfield",
        2025,
        "https://example.org/report",
    )
    assert not record.current_version.has_text


def test_a_project_shows_its_days_in_words():
    accept(in_review(kind="project"))

    html = Record.objects.get().current_version.body_html
    assert "<p>5 January 2026</p>" in html
    assert "<p>31 December 2027</p>" in html


def test_headings_of_an_author_stay_below_those_of_the_record():
    content = {**COMPLETE["case-study"], "action": "# First\n\ntext\n\n## Then\n\n#hashtag"}
    accept(in_review(content=content))

    html = Record.objects.get().current_version.body_html
    assert "<h2>What was done</h2>" in html
    assert "<h3>First</h3>" in html
    assert "<h4>Then</h4>" in html
    assert "#hashtag" in html


def test_script_in_a_field_is_text_in_the_record():
    content = {**COMPLETE["case-study"], "problem": "<script>alert(1)</script>"}
    accept(in_review(content=content, title="<b>Bold</b>"))

    record = Record.objects.get()
    assert "<script>" not in record.current_version.body_html
    assert "&lt;script&gt;" in record.current_version.body_html


@pytest.mark.parametrize(
    "broken", ["notify", "move_files", "make_move", "tell_co_authors_of_record"]
)
def test_when_accepting_fails_half_way_nothing_is_written(monkeypatch, broken):
    submission = in_review()
    review = ReviewFactory(submission=submission)
    history = Transition.objects.count()
    told = Notification.objects.count()

    def fail(*args, **kwargs):
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(decisions, broken, fail)
    with pytest.raises(DatabaseError):
        accept(submission)

    stored = Submission.objects.get()
    assert (stored.state, stored.record) == (SubmissionState.IN_REVIEW, None)
    assert not Record.objects.exists()
    assert not Decision.objects.exists()
    assert Transition.objects.count() == history
    assert Notification.objects.count() == told
    review.refresh_from_db()
    assert review.state == ReviewState.INVITED


def test_what_the_library_refuses_is_told_to_the_editor(client_for):
    submission = in_review()
    submission.topics.clear()

    answer = decide(
        client_for(submission.editor), submission, "accept", letter="Yes", without_review="on"
    )

    assert answer.status_code == 200
    assert "Choose between one and 6 topics." in answer.content.decode()
    assert "Yes</textarea>" in answer.content.decode()
    assert not Decision.objects.exists()


def test_two_clicks_publish_once_and_mail_once(client_for, django_capture_on_commit_callbacks):
    submission = in_review()
    client = client_for(submission.editor)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            decide(client, submission, "accept", letter="Welcome.", without_review="on")
            for _ in range(2)
        ]

    assert [a.status_code for a in answers] == [302, 302]
    assert Record.objects.count() == Decision.objects.count() == 1
    mails = [m for m in mail.outbox if m.to == [submission.author.email]]
    assert [m.subject for m in mails] == [f"Accepted, and now in the library: {submission.title}"]
    assert "Welcome." in mails[0].body


def test_co_authors_hear_of_the_record_unless_they_said_it_is_not_them(
    django_capture_on_commit_callbacks,
):
    draft = SubmissionFactory()
    people = [
        add_co_author(submission=draft, name=n, email=f"{n}@example.org") for n in ("ana", "ben")
    ]
    editor = UserFactory(roles=[Role.EDITOR])
    submit(submission=draft, by=draft.author, at=NOW)
    answer_co_author(co_author=people[1], is_me=False, at=NOW)
    claim(submission=draft, editor=editor, at=NOW)
    start_review(submission=draft, editor=editor, at=NOW)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        accept_submission(submission=draft, editor=editor, at=NOW)

    mails = [m for m in mail.outbox if m.to[0] in {"ana@example.org", "ben@example.org"}]
    assert [m.to for m in mails] == [["ana@example.org"]]
    assert Record.objects.get().get_absolute_url() in mails[0].body


@pytest.mark.parametrize(
    ("verdict", "state", "kind"),
    [
        ("changes", "changes-requested", "submissions.changes_requested"),
        ("decline", "declined", "submissions.declined"),
        ("accept", "accepted", "submissions.accepted"),
    ],
)
def test_each_verdict_sends_the_letter_as_it_was_edited(client_for, verdict, state, kind):
    review = ReviewFactory(state=ReviewState.DELIVERED)
    submission = review.submission
    client = client_for(submission.editor)
    address = reverse("submissions:submission_decide", args=[submission.pk, verdict])

    offered = client.get(address).content.decode()
    decide(client, submission, verdict, letter="My own <b>words</b>.")
    author_page = client_for(submission.author).get(submission.get_absolute_url())

    assert review.comments_to_author in offered
    assert Submission.objects.get().state == state
    note = Notification.objects.get(recipient=submission.author, kind=kind)
    assert note.text == Decision.objects.get().letter == "My own <b>words</b>."
    assert "My own &lt;b&gt;words&lt;/b&gt;." in author_page.content.decode()


@pytest.mark.parametrize(
    ("letter", "error"),
    [
        ("", "Write the letter"),
        ("   ", "Write the letter"),
        ("x" * 30_001, "at most 30000"),
        ("a\x07", "invisible control characters"),
    ],
)
def test_a_decision_needs_a_readable_letter(client_for, letter, error):
    submission = in_review()

    answer = decide(client_for(submission.editor), submission, "decline", letter=letter)

    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert not Decision.objects.exists()


def test_accepting_without_a_review_is_said_aloud(client_for):
    submission = in_review()
    client = client_for(submission.editor)

    unsaid = decide(client, submission, "accept", letter="Welcome.")
    ReviewFactory(submission=submission, state=ReviewState.DELIVERED)
    reviewed = decide(client, submission, "accept", letter="Welcome.")

    assert "Confirm that you accept it without a review" in unsaid.content.decode()
    assert reviewed.status_code == 302


def test_what_came_back_is_accepted_from_the_screening_beside_the_earlier_reviews(client_for):
    review = ReviewFactory(state=ReviewState.DELIVERED)
    submission, editor = review.submission, review.submission.editor
    at = timezone.now() + dt.timedelta(days=1)
    request_changes(submission=submission, editor=editor, letter="Please.", at=at)
    submit(submission=submission, by=submission.author, at=at)
    claim(submission=submission, editor=editor, at=at)
    client = client_for(editor)

    desk = client.get(reverse("submissions:desk_detail", args=[submission.pk])).content.decode()
    page = client.get(reverse("submissions:submission_decide", args=[submission.pk, "accept"]))
    answer = decide(client, submission, "accept", letter="Welcome.")

    assert "Accept…" in desk
    assert "Reviews before the changes" in page.content.decode()
    assert review.comments_to_author in page.content.decode()
    assert "without_review" not in page.content.decode()
    assert answer.status_code == 302
    assert Submission.objects.get().state == SubmissionState.ACCEPTED


def test_a_first_revision_under_screening_is_not_offered_for_acceptance(client_for):
    submission = SubmissionFactory(state=SubmissionState.SCREENING)
    client = client_for(submission.editor)

    desk = client.get(reverse("submissions:desk_detail", args=[submission.pk])).content.decode()
    answer = decide(client, submission, "accept", letter="Welcome.", without_review="on")

    assert "Accept…" not in desk
    assert answer.status_code == 409


def test_a_verdict_that_is_none_is_not_found(client_for):
    submission = in_review()

    answer = decide(client_for(submission.editor), submission, "maybe", letter="Hm.")

    assert answer.status_code == 404


def test_after_changes_the_same_editor_decides_on_the_new_revision():
    submission = SubmissionFactory(state=SubmissionState.CHANGES_REQUESTED)
    editor = submission.editor
    at = timezone.now() + dt.timedelta(days=1)
    save_draft(submission=submission, values={"title": "Better"}, at=at)
    submit(submission=submission, by=submission.author, at=at, note="Done.")

    assert Notification.objects.filter(recipient=editor).values_list("title", "text").last() == (
        "Submitted again after changes: Better",
        "Done.",
    )
    claim(submission=submission, editor=editor, at=at)
    decline_submission(submission=submission, editor=editor, letter="Sorry.", at=at)
    assert list(Decision.objects.order_by("pk").values_list("revision__number", "verdict")) == [
        (1, "changes"),
        (2, "decline"),
    ]


def test_a_revision_keeps_what_was_sent_and_shows_what_changed(client_for):
    submission = SubmissionFactory(state=SubmissionState.CHANGES_REQUESTED, title="Old title")
    at = timezone.now() + dt.timedelta(days=1)
    save_draft(submission=submission, values={"title": "New title"}, at=at)
    submit(submission=submission, by=submission.author, at=at)

    first, second = submission.revisions.order_by("number")
    page = client_for(submission.author).get(second.get_absolute_url()).content.decode()

    assert first.snapshot["fields"]["title"] == "Old title"
    assert "Old</del>" in page.replace('<span class="visually-hidden">]</span>', "")
    assert "New</ins>" in page.replace('<span class="visually-hidden">]</span>', "")


def test_words_are_compared_one_by_one():
    assert diff_words(
        "It fell from 24 to 11 points.", "It fell from 24 to 9 points, in a year."
    ) == [
        Piece("same", "It fell from 24 to "),
        Piece("del", "11"),
        Piece("ins", "9"),
        Piece("same", " points"),
        Piece("ins", ", in a year"),
        Piece("same", "."),
    ]


def test_withdrawing_tells_the_editor_and_the_reviewer(client_for):
    review = ReviewFactory(state=ReviewState.ACCEPTED)
    submission = review.submission

    for _ in range(2):
        client_for(submission.author).post(
            reverse("submissions:submission_withdraw", args=[submission.pk]), {"reason": "Mistake."}
        )

    assert Submission.objects.get().state == SubmissionState.WITHDRAWN
    assert Notification.objects.get(kind="submissions.withdrawn").text == "Mistake."
    assert (
        Notification.objects.get(kind="submissions.review_cancelled").recipient == review.reviewer
    )
    assert submission.revisions.count() == 1
