"""Who sees which page: the right person 200, a near neighbour 403, a stranger 404, a visitor the sign-in."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.permissions import allows
from demo.factories.accounts import UserFactory
from demo.factories.submissions import REVIEW_ANSWERS, ReviewFactory, SubmissionFactory
from notifications.models import Notification
from submissions.actions.assignment import claim
from submissions.actions.co_authors import add_co_author, answer_co_author
from submissions.actions.decisions import request_changes
from submissions.actions.drafts import save_draft
from submissions.actions.files import attach_file
from submissions.actions.reviews import deliver_review
from submissions.actions.submitting import submit, withdraw_submission
from submissions.letters import letter_for
from submissions.models import Attachment, CoAuthor, Revision, Submission, Verdict
from submissions.states import ReviewState, SubmissionState
from tests.shared import shared

pytestmark = pytest.mark.django_db

PEOPLE = ("author", "co_author", "editor", "other_editor", "reviewer", "stranger")


@pytest.fixture(scope="module", autouse=True)
def media(tmp_path_factory):
    """One folder for the files of all tests here: the first is stored with the rows that they share."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@shared
def story():
    """A work in review, with everyone who can have to do with it."""
    now = timezone.now()
    submission = SubmissionFactory()
    people = {
        "author": submission.author,
        "co_author": UserFactory(),
        "editor": UserFactory(roles=[Role.EDITOR]),
        "other_editor": UserFactory(roles=[Role.ADMINISTRATOR]),
        "reviewer": UserFactory(roles=[Role.REVIEWER]),
        "stranger": UserFactory(roles=[Role.REVIEWER, Role.FACILITATOR]),
    }
    named = add_co_author(submission=submission, name="Co", email=people["co_author"].email)
    upload = ContentFile(b"place,rate\nNorth,12\nSouth,9\n", name="rates.csv")
    file = attach_file(submission=submission, upload=upload, at=now)
    submit(submission=submission, by=submission.author, at=now)
    answer_co_author(co_author=named, is_me=True, user=people["co_author"], at=now)
    claim(submission=submission, editor=people["editor"], at=now)
    submission.refresh_from_db()
    review = ReviewFactory(
        submission=submission, reviewer=people["reviewer"], state=ReviewState.ACCEPTED
    )
    return {"submission": submission, "review": review, "file": file, **people}


def statuses(story, name, *args, method="get"):
    """Return the status each person gets, in the order of PEOPLE."""
    answers = []
    for person in PEOPLE:
        client = Client()
        client.force_login(story[person])
        answers.append(getattr(client, method)(reverse(name, args=args)).status_code)
    return answers


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("submission_detail", [200, 200, 302, 302, 404, 404]),
        ("submission_preview", [200, 403, 403, 403, 404, 404]),
        ("submission_edit", [302, 403, 403, 403, 404, 404]),
        ("submission_co_authors", [302, 403, 403, 403, 404, 404]),
        ("submission_files", [302, 403, 403, 403, 404, 404]),
        ("submission_submit", [302, 403, 403, 403, 404, 404]),
        ("submission_withdraw", [200, 403, 403, 403, 404, 404]),
        ("submission_delete", [409, 403, 403, 403, 404, 404]),
        ("desk_detail", [403, 403, 200, 200, 403, 403]),
        ("submission_invite", [403, 403, 200, 403, 403, 403]),
        ("submission_assign", [403, 403, 200, 403, 403, 403]),
    ],
)
def test_pages_of_a_submission_are_for_those_whom_it_concerns(story, name, expected):
    pk = story["submission"].pk

    assert statuses(story, f"submissions:{name}", pk) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("submission_claim", [403, 403, 409, 403, 403, 403]),
        ("submission_release", [403, 403, 409, 403, 403, 403]),
        ("submission_start_review", [403, 403, 302, 403, 403, 403]),
        ("submission_autosave", [422, 403, 403, 403, 404, 404]),
    ],
)
def test_buttons_of_a_submission_are_for_those_whom_it_concerns(story, name, expected):
    pk = story["submission"].pk
    if name == "submission_autosave":
        expected = [409, *expected[1:]]

    assert statuses(story, f"submissions:{name}", pk, method="post") == expected


def test_decisions_revisions_files_and_reviews_are_for_those_whom_they_concern(story):
    pk, review, file = story["submission"].pk, story["review"].pk, story["file"].pk

    found = {
        "decide": statuses(story, "submissions:submission_decide", pk, "accept"),
        "revision": statuses(story, "submissions:revision_detail", pk, 1),
        "file": statuses(story, "submissions:file_download", pk, file),
        "review": statuses(story, "submissions:review_detail", review),
        "cancel": statuses(story, "submissions:review_cancel", pk, review, method="post"),
        "desk": statuses(story, "submissions:desk"),
    }

    assert found == {
        "decide": [403, 403, 200, 403, 403, 403],
        "revision": [200, 200, 200, 200, 404, 404],
        "file": [200, 200, 200, 200, 200, 404],
        "review": [404, 404, 404, 404, 200, 404],
        "cancel": [403, 403, 302, 403, 403, 403],
        "desk": [403, 403, 200, 200, 403, 403],
    }


def test_whoever_may_open_a_file_finds_its_link_where_they_read_the_work(story):
    pk, file = story["submission"].pk, story["file"]
    link = f'href="{reverse("submissions:file_download", args=[pk, file.pk])}"'
    pages = {
        "author": ("submission_preview", pk),
        "co_author": ("revision_detail", pk, 1),
        "editor": ("desk_detail", pk),
        "other_editor": ("revision_detail", pk, 1),
        "reviewer": ("review_detail", story["review"].pk),
    }

    found = {}
    for person, (name, *args) in pages.items():
        client = Client()
        client.force_login(story[person])
        page = client.get(reverse(f"submissions:{name}", args=args)).content.decode()
        found[person] = page.count(link)

    assert found == dict.fromkeys(pages, 1)


@shared
def works() -> dict[str, Submission]:
    """One submission in each state."""
    return {state: SubmissionFactory(state=state) for state in SubmissionState.values}


@pytest.mark.parametrize("state", SubmissionState.values)
@pytest.mark.parametrize("roles", [[], [Role.REVIEWER], [Role.EDITOR], [Role.ADMINISTRATOR]])
def test_the_rules_and_what_is_visible_agree(works, roles, state):
    submission = works[state]
    person = UserFactory(roles=roles)
    is_editor = bool(set(roles) & {Role.EDITOR, Role.ADMINISTRATOR})

    seen = Submission.objects.visible_to(person).filter(pk=submission.pk).exists()
    at_desk = Submission.objects.for_desk_of(person).filter(pk=submission.pk).exists()

    assert seen == at_desk == (is_editor and state != SubmissionState.DRAFT)
    assert allows(person, "submissions.use_desk") == is_editor
    assert allows(person, "submissions.claim", submission) == (is_editor and not submission.editor)
    assert not allows(person, "submissions.handle", submission)
    assert not allows(person, "submissions.edit", submission)


def test_a_draft_is_seen_by_its_author_alone(client_for, works):
    submission = works[SubmissionState.DRAFT]
    editor = UserFactory(roles=[Role.EDITOR])
    address = reverse("submissions:submission_detail", args=[submission.pk])

    assert client_for(submission.author).get(address).status_code == 200
    assert client_for(editor).get(address).status_code == 404


def test_visitors_read_what_can_be_sent_and_sign_in_for_the_rest(client):
    before = Submission.objects.count()
    public = client.get(reverse("submissions:submission_new"))
    private = client.get(reverse("submissions:submission_list"))
    sent = client.post(reverse("submissions:submission_new"), {"kind": "report"})

    assert public.status_code == 200
    assert b"<form method" not in public.content.split(b"<main")[1]
    assert (private.status_code, sent.status_code) == (302, 302)
    assert Submission.objects.count() == before


def test_someone_elses_parts_are_not_reached_through_my_draft(story, client_for):
    mine = SubmissionFactory()
    client = client_for(mine.author)
    theirs = story["submission"]
    co_author = CoAuthor.objects.get(submission=theirs)
    parts = (CoAuthor, Attachment, Revision)
    before = [part.objects.count() for part in parts]

    client.post(reverse("submissions:co_author_remove", args=[mine.pk, co_author.pk]))
    client.post(reverse("submissions:file_remove", args=[mine.pk, story["file"].pk]))
    file = client.get(reverse("submissions:file_download", args=[mine.pk, story["file"].pk]))
    revision = client.get(reverse("submissions:revision_detail", args=[mine.pk, 1]))

    assert (file.status_code, revision.status_code) == (404, 404)
    assert [part.objects.filter(submission=theirs).count() for part in parts] == [1, 1, 1]
    assert [part.objects.count() for part in parts] == before


@shared
def changing(story):
    """Return the work after its review, while the author writes changes that are not sent in."""
    now, submission = timezone.now(), story["submission"]
    deliver_review(review=story["review"], answers=REVIEW_ANSWERS, at=now)
    request_changes(
        submission=submission, editor=story["editor"], letter="Please change it.", at=now
    )
    values = {"title": "Not sent yet", "place": "Elsewhere"}
    save_draft(submission=submission, values=values, at=now)
    upload = ContentFile(b"place,rate\nEast,12\nWest,9\n", name="secret.csv")
    new = attach_file(submission=submission, upload=upload, at=now)
    return {**story, "new": new}


def test_a_file_that_is_not_sent_in_is_seen_by_the_authors_alone(changing):
    pk = changing["submission"].pk

    old = statuses(changing, "submissions:file_download", pk, changing["file"].pk)
    new = statuses(changing, "submissions:file_download", pk, changing["new"].pk)
    submit(submission=changing["submission"], by=changing["author"], at=timezone.now())
    sent = statuses(changing, "submissions:file_download", pk, changing["new"].pk)

    assert old == [200, 200, 200, 200, 200, 404]
    assert new == [200, 200, 404, 404, 404, 404]
    assert sent == [200, 200, 200, 200, 404, 404]


def test_words_that_are_not_sent_in_are_read_by_the_authors_alone(changing, client_for):
    pk = changing["submission"].pk
    pages = [
        ("reviewer", "review_list", []),
        ("reviewer", "review_detail", [changing["review"].pk]),
        ("editor", "desk_detail", [pk]),
        ("editor", "submission_assign", [pk]),
        ("editor", "revision_detail", [pk, 1]),
    ]

    read = {
        page: client_for(changing[who])
        .get(reverse(f"submissions:{page}", args=args))
        .content.decode()
        for who, page, args in pages
    }
    desk = client_for(changing["editor"]).get(
        reverse("submissions:desk"), {"queue": "author", "q": changing["submission"].title}
    )
    read["desk"] = desk.content.decode()

    leaks = [
        p for p, t in read.items() if any(w in t for w in ("Not sent", "Elsewhere", "secret."))
    ]
    lacks = [page for page, text in read.items() if changing["submission"].title not in text]
    assert (leaks, lacks) == ([], [])


def test_what_editors_are_told_of_a_withdrawal_has_the_title_as_sent_in(changing):
    submission = changing["submission"]

    withdraw_submission(submission=submission, by=changing["author"], at=timezone.now())

    told = Notification.objects.get(recipient=changing["editor"], kind="submissions.withdrawn")
    assert told.title == f"Withdrawn by its author: {submission.title}"


def test_a_reviewer_reads_the_work_only_after_agreeing(client_for):
    review = ReviewFactory()
    client = client_for(review.reviewer)
    text = review.submission.content["problem"]

    invited = client.get(review.get_absolute_url()).content.decode()
    client.post(reverse("submissions:review_answer", args=[review.pk]), {"yes": "yes"})
    agreed = client.get(review.get_absolute_url()).content.decode()

    assert review.submission.summary in invited
    assert text not in invited
    assert text in agreed


def test_what_is_confidential_stays_with_the_editor(client_for):
    first = ReviewFactory(state=ReviewState.DELIVERED, comments_to_editor="Only for you, editor.")
    submission = first.submission
    second = ReviewFactory(submission=submission, state=ReviewState.ACCEPTED)
    pages = {
        "author": client_for(submission.author).get(submission.get_absolute_url()),
        "reviewer": client_for(second.reviewer).get(second.get_absolute_url()),
        "editor": client_for(submission.editor).get(
            reverse("submissions:desk_detail", args=[submission.pk])
        ),
    }
    secrets = ("Only for you, editor.", first.reviewer.full_name, first.comments_to_author)

    shown = {
        who: [secret in page.content.decode() for secret in secrets] for who, page in pages.items()
    }

    assert shown == {
        "author": [False, False, False],
        "reviewer": [False, False, False],
        "editor": [True, True, True],
    }


@pytest.mark.parametrize("is_signed", [True, False])
def test_an_author_learns_a_reviewers_name_only_if_it_is_signed(is_signed):
    review = ReviewFactory(state=ReviewState.DELIVERED, is_signed=is_signed)

    letter = letter_for(review.submission, Verdict.CHANGES, editor=review.invited_by)

    assert (review.reviewer.full_name in letter) == is_signed
    assert review.comments_to_author in letter
    assert review.comments_to_editor not in letter
