"""One work from a plan to the library, through the pages."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.submissions import COMPLETE, REVIEW_ANSWERS
from library.catalogue.models import Record
from submissions.content import SubmissionKind
from submissions.models import Decision, Review, Submission

pytestmark = pytest.mark.django_db


def page(client, name, *args, status=200):
    response = client.get(reverse(f"submissions:{name}", args=args))
    assert response.status_code == status, (name, response.status_code)
    return response.content.decode()


def post(client, view, *args, **data):
    response = client.post(reverse(f"submissions:{view}", args=args), data)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def test_a_case_study_goes_from_draft_over_changes_into_the_library(
    client_for, django_capture_on_commit_callbacks
):
    author = UserFactory()
    editor = UserFactory(roles=[Role.EDITOR])
    reviewer = UserFactory(roles=[Role.REVIEWER])
    topic = TopicFactory()
    at_author, at_editor, at_reviewer = map(client_for, (author, editor, reviewer))

    post(at_author, "submission_new", kind="case-study", form_key=uuid.uuid4())
    submission = Submission.objects.get()
    pk = submission.pk
    for name in ("submission_edit", "submission_co_authors", "submission_files"):
        page(at_author, name, pk)
    assert "things are missing" in page(at_author, "submission_submit", pk)
    written = {
        **COMPLETE[SubmissionKind.CASE_STUDY],
        "title": "Brushing teeth at school",
        "summary": "It narrowed the gap between the poorest streets and the others. " * 3,
        "place": "Northfield",
        "licence": "CC-BY-4.0",
        "topics": [topic.code],
        "edit_number": 0,
    }
    post(at_author, "submission_edit", pk, **written)
    post(
        at_author, "submission_co_authors", pk, name="Ana Sousa", email="ana@example.org",
        organisation="Practice",
    )  # fmt: skip
    page(at_author, "submission_preview", pk)
    with django_capture_on_commit_callbacks(execute=True):
        post(at_author, "submission_submit", pk, consent="on", note="")
    assert [m.to for m in mail.outbox] == [["ana@example.org"]]

    page(at_editor, "desk")
    page(at_editor, "desk_detail", pk)
    post(at_editor, "submission_claim", pk)
    page(at_editor, "submission_invite", pk)
    due_on = timezone.localdate() + dt.timedelta(days=14)
    post(at_editor, "submission_invite", pk, reviewer=reviewer.pk, due_on=due_on, message="Please")
    review = Review.objects.get()
    page(at_reviewer, "review_list")
    page(at_reviewer, "review_detail", review.pk)
    post(at_reviewer, "review_answer", review.pk, yes="yes", reason="")
    page(at_reviewer, "review_detail", review.pk)
    answers = {**REVIEW_ANSWERS, "edit_number": 0, "deliver": "1"}
    del answers["is_signed"]
    post(at_reviewer, "review_detail", review.pk, **answers)
    page(at_reviewer, "review_detail", review.pk)

    assert REVIEW_ANSWERS["comments_to_author"] in page(
        at_editor, "submission_decide", pk, "changes"
    )
    post(at_editor, "submission_decide", pk, "changes", letter="Please say how many refused.")
    letter_page = page(at_author, "submission_detail", pk)
    assert "Please say how many refused." in letter_page
    assert reviewer.full_name not in letter_page
    assert REVIEW_ANSWERS["comments_to_editor"] not in letter_page
    post(
        at_author,
        "submission_edit",
        pk,
        **written | {"result": "52 %; 12 refused.", "edit_number": 1},
    )
    post(at_author, "submission_submit", pk, consent="on", note="Added the refusals.")
    assert "<ins>" in page(at_author, "revision_detail", pk, 2)
    post(at_editor, "submission_claim", pk)
    post(at_editor, "submission_start_review", pk)
    page(at_editor, "desk_detail", pk)
    post(at_editor, "submission_decide", pk, "accept", letter="Welcome.", without_review="on")

    record = Record.objects.get()
    assert record.title == "Brushing teeth at school"
    assert [c.name for c in record.creators.order_by("position")] == [author.full_name, "Ana Sousa"]
    assert "<h2>Problem</h2>" in record.current_version.body_html
    assert record.get_absolute_url() in page(at_author, "submission_detail", pk)
    assert Decision.objects.count() == 2
    page(at_editor, "desk_detail", pk)
    page(at_author, "submission_list")
