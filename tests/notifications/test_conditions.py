"""What people are told asks the rule of its kind again: in the inbox, its number, the summary, and before mail leaves."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.actions.closing import close_account
from accounts.models import User
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory
from demo.factories.networks import DiscussionFactory, NetworkFactory
from demo.factories.submissions import SubmissionFactory
from mentoring.actions.reminders import remind_mentor
from mentoring.actions.requests import accept_request, withdraw_request
from mentoring.actions.sessions import book_session, cancel_session
from mentoring.kinds import ASKED
from networks.actions.cases import claim_case, decide_case, flag
from networks.actions.discussions import follow_discussion, hide_discussion, reply
from networks.actions.memberships import (
    approve_membership,
    join_network,
    leave_network,
    make_moderator,
    remove_member,
    step_down,
)
from networks.actions.news import choose_news
from networks.actions.posts import approve_post, hide_post
from networks.models import Membership, NetworkAccess, NetworkNews
from notifications.actions import choose_channels, notify
from notifications.conditions import MAY_OPEN
from notifications.delivery.sending import send_waiting
from notifications.digest.contents import contents_of
from notifications.exports import notifications_of
from notifications.kinds import Channel, all_kinds
from notifications.models import Delivery, DigestIssue, Notification
from notifications.unread import unread_count_of
from submissions.actions.reviews import cancel_review, invite_reviewer
from submissions.actions.submitting import withdraw_submission
from submissions.kinds import SUBMITTED
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=6)


@pytest.fixture(autouse=True)
def on_that_morning(time_machine):
    time_machine.move_to(NOW, tick=False)


class Told(NamedTuple):
    """Somebody who was told of something, and what makes that untrue or none of their business."""

    reader: User
    kind: str
    undo: Callable[[], object]


def _replied(undo: str) -> Told:
    moderator, author, reader = UserFactory(), UserFactory(), UserFactory()
    network = NetworkFactory(
        by=moderator, members=[author, reader], access=NetworkAccess.INVITED, at=NOW
    )
    discussion = DiscussionFactory(network=network, author=reader, title="Mrs A. of Northfield")
    reply(discussion=discussion, author=author, body="Yes.", key=uuid.uuid4(), at=NOW)
    membership = Membership.objects.get(network=network, user=reader)
    acts = {
        "removed": lambda: remove_member(
            membership=membership, by=moderator, reason="Rules", at=LATER
        ),
        "left": lambda: leave_network(network=network, user=reader, at=LATER),
        "hidden": lambda: hide_discussion(
            discussion=discussion, by=moderator, reason="It names a patient.", at=LATER
        ),
        "quiet network": lambda: choose_news(
            user=reader, choices={membership.pk: NetworkNews.MENTIONS}
        ),
        "muted": lambda: follow_discussion(discussion=discussion, user=reader, wish="mute"),
        "suspended": lambda: User.objects.filter(pk=reader.pk).update(is_active=False),
        "account closed": lambda: close_account(user=reader, at=LATER),
    }
    return Told(reader, "networks.replied", acts[undo])


def _mentioned(undo: str) -> Told:
    moderator, author, reader = UserFactory(), UserFactory(), UserFactory(full_name="Rhea Dear")
    network = NetworkFactory(
        by=moderator, members=[author, reader], access=NetworkAccess.INVITED, at=NOW
    )
    discussion = DiscussionFactory(network=network, author=author, at=NOW)
    post = reply(discussion=discussion, author=author, body="@Rhea", key=uuid.uuid4(), at=NOW)
    membership = Membership.objects.get(network=network, user=reader)
    acts = {
        "removed": lambda: remove_member(
            membership=membership, by=moderator, reason="Rules", at=LATER
        ),
        "hidden": lambda: hide_discussion(
            discussion=discussion, by=moderator, reason="It names a patient.", at=LATER
        ),
        "quiet network": lambda: choose_news(user=reader, choices={membership.pk: NetworkNews.OFF}),
        "post hidden": lambda: hide_post(post=post, by=moderator, reason="No.", at=LATER),
    }
    return Told(reader, "networks.mentioned", acts[undo])


def _flagged(undo: str) -> Told:
    moderator, second = UserFactory(), UserFactory()
    network = NetworkFactory(by=moderator, members=[second], access=NetworkAccess.INVITED, at=NOW)
    make_moderator(
        membership=Membership.objects.get(network=network, user=second), by=moderator, at=NOW
    )
    discussion = DiscussionFactory(network=network, at=NOW)
    author = DiscussionFactory(network=network, at=NOW).author
    case = flag(discussion=discussion, post=None, person=author, reason="spam", words="", at=NOW)

    def decide() -> None:
        claim_case(case=case, by=second, at=LATER)
        decide_case(case=case, by=second, outcome="dismiss", reason="Fine.", at=LATER)

    mine = Membership.objects.get(network=network, user=moderator)
    acts = {
        "decided": decide,
        "no moderator any more": lambda: step_down(membership=mine, at=LATER),
    }
    return Told(moderator, "networks.flagged", acts[undo])


def _post_waits(undo: str) -> Told:
    moderator, author = UserFactory(), UserFactory()
    network = NetworkFactory(by=moderator, members=[author], at=NOW)
    discussion = DiscussionFactory(network=network, at=NOW)
    body = "See https://elsewhere.example/"
    post = reply(discussion=discussion, author=author, body=body, key=uuid.uuid4(), at=NOW)
    return Told(
        moderator,
        "networks.post_waits",
        lambda: approve_post(post=post, by=moderator, at=LATER),
    )


def _asked_to_join(undo: str) -> Told:
    moderator, second = UserFactory(), UserFactory()
    network = NetworkFactory(by=moderator, members=[second], access=NetworkAccess.APPROVAL, at=NOW)
    make_moderator(
        membership=Membership.objects.get(network=network, user=second), by=moderator, at=NOW
    )
    wish = join_network(network=network, user=UserFactory(), message="Please", at=NOW)
    mine = Membership.objects.get(network=network, user=moderator)
    acts = {
        "decided": lambda: approve_membership(membership=wish, by=second, at=LATER),
        "no moderator any more": lambda: step_down(membership=mine, at=LATER),
    }
    return Told(moderator, "networks.asked_to_join", acts[undo])


def _asked_to_mentor(undo: str) -> Told:
    request = MentoringRequestFactory(created_at=NOW)
    mentor, mentee = request.mentor, request.mentee
    key = f"mentoring.asked:{request.pk}"
    notify(recipients=[mentor], kind=ASKED, key=key, target=request, at=NOW, who=mentee.full_name)
    acts = {
        "withdrawn": lambda: withdraw_request(request=request, by=mentee, at=LATER),
        "accepted": lambda: accept_request(request=request, by=mentor, at=LATER),
    }
    return Told(mentor, "mentoring.asked", acts[undo])


def _nudged(undo: str) -> Told:
    request = MentoringRequestFactory(created_at=NOW)
    remind_mentor(request=request, at=NOW)
    return Told(
        request.mentor,
        "mentoring.nudged",
        lambda: withdraw_request(request=request, by=request.mentee, at=LATER),
    )


def _booked(undo: str) -> Told:
    match = MatchFactory()
    session = book_session(
        match=match,
        by=match.mentee,
        starts_at=NOW + dt.timedelta(days=3),
        minutes=60,
        time_zone="Europe/London",
        place_or_link="Town hall",
        key=uuid.uuid4(),
        at=NOW,
    )
    return Told(
        match.mentor,
        "mentoring.booked",
        lambda: cancel_session(session=session, by=match.mentee, at=LATER),
    )


def _asked_to_review(undo: str) -> Told:
    submission = SubmissionFactory(state=SubmissionState.IN_REVIEW, at=NOW)
    reviewer = UserFactory(roles=[Role.REVIEWER])
    review = invite_reviewer(
        submission=submission,
        reviewer=reviewer,
        by=submission.editor,
        due_on=NOW.date() + dt.timedelta(days=20),
        at=NOW,
    )
    acts = {
        "cancelled": lambda: cancel_review(review=review, by=submission.editor, at=LATER),
        "withdrawn": lambda: withdraw_submission(
            submission=submission, by=submission.author, at=LATER
        ),
    }
    return Told(reviewer, "submissions.review_invited", acts[undo])


def _submitted(undo: str) -> Told:
    editor = UserFactory(roles=[Role.EDITOR])
    choose_channels(user=editor, channels={"submissions": Channel.MAIL}, frequency="weekly")
    submission = SubmissionFactory(state=SubmissionState.SUBMITTED, at=NOW)
    acts = {
        "withdrawn": lambda: withdraw_submission(
            submission=submission, by=submission.author, at=LATER
        ),
        "no editor any more": editor.groups.clear,
    }
    return Told(editor, SUBMITTED.name, acts[undo])


# What the reader may no longer open is in no list; what is only over stays in the inbox as what it was.
GONE = [
    *((_replied, undo) for undo in ("removed", "left", "hidden")),
    (_asked_to_join, "no moderator any more"),
    *((_mentioned, undo) for undo in ("removed", "hidden")),
    (_flagged, "no moderator any more"),
    (_submitted, "no editor any more"),
]
OVER = [
    *((_replied, undo) for undo in ("muted", "quiet network")),
    *((_mentioned, undo) for undo in ("quiet network",)),
    (_asked_to_join, "decided"),
    (_mentioned, "post hidden"),
    (_flagged, "decided"),
    (_post_waits, "approved"),
    *((_asked_to_mentor, undo) for undo in ("withdrawn", "accepted")),
    (_nudged, "withdrawn"),
    (_booked, "cancelled"),
    *((_asked_to_review, undo) for undo in ("cancelled", "withdrawn")),
    (_submitted, "withdrawn"),
]
NOBODY = [(_replied, undo) for undo in ("suspended", "account closed")]


def _mailed_to(told: Told) -> set[str]:
    mail.outbox.clear()
    send_waiting(at=LATER + dt.timedelta(minutes=1))
    sent = Notification.objects.filter(recipient=told.reader, delivery__state="sent")
    assert len(mail.outbox) >= sent.count()
    return set(sent.values_list("kind", flat=True))


def _wants_mail(told: Told) -> None:
    """Let everything of this kind wait for the mail server, whatever its usual channel."""
    for row in Notification.objects.filter(recipient=told.reader, kind=told.kind, delivery=None):
        Delivery.objects.create(notification=row, next_try_at=NOW)


@pytest.mark.parametrize(("tell", "undo"), [*GONE, *OVER, *NOBODY])
def test_mail_that_waits_is_not_sent_when_it_is_no_longer_true(tell, undo):
    told = tell(undo)
    _wants_mail(told)

    told.undo()

    assert told.kind not in _mailed_to(told)
    assert not Delivery.objects.waiting().filter(notification__kind=told.kind).exists()


@pytest.mark.parametrize(("tell", "undo"), [*GONE, *OVER])
def test_the_same_mail_is_sent_while_it_is_true(tell, undo):
    told = tell(undo)
    _wants_mail(told)

    assert told.kind in _mailed_to(told)


@pytest.mark.parametrize(("tell", "undo"), [*GONE, *OVER])
def test_the_summary_says_what_is_true(tell, undo):
    told = tell(undo)
    Delivery.objects.all().delete()
    choose_channels(
        user=told.reader,
        channels={told.kind.partition(".")[0]: Channel.DIGEST},
        frequency="daily",
    )
    issue = DigestIssue.objects.create(
        user=told.reader, period="2026-03-03", since=NOW - dt.timedelta(days=1), until=LATER
    )
    title = Notification.objects.get(recipient=told.reader, kind=told.kind).title

    def titles() -> set[str]:
        sections = contents_of([issue]).get(issue.pk, [])
        return {line.title for _heading, lines in sections for line in lines}

    before = titles()
    told.undo()

    assert title in before
    assert title not in titles()


@pytest.mark.parametrize(("tell", "undo"), GONE)
def test_the_inbox_and_its_number_forget_what_the_reader_may_not_open(tell, undo):
    told = tell(undo)
    row = Notification.objects.get(recipient=told.reader, kind=told.kind)
    client = Client()
    client.force_login(told.reader)

    def shown() -> tuple[bool, int]:
        page = client.get(reverse("notifications:inbox"))
        return row.title in page.content.decode(), unread_count_of(page.wsgi_request.user)

    before = shown()
    told.undo()
    told_of_the_end = Notification.objects.filter(recipient=told.reader).unread()

    assert before == (True, 1)
    assert shown() == (False, told_of_the_end.exclude(pk=row.pk).count())


@pytest.mark.parametrize(("tell", "undo"), [gone for gone in GONE if gone[0] != _asked_to_join])
def test_what_the_rule_hides_the_page_refuses_too(client, tell, undo):
    told = tell(undo)
    row = Notification.objects.get(recipient=told.reader, kind=told.kind)
    client.force_login(told.reader)

    before = client.get(row.address).status_code
    told.undo()

    # Editors are led on to their desk.
    assert before in (200, 302)
    assert client.get(row.address).status_code in (403, 404)


@pytest.mark.parametrize(("tell", "undo"), OVER)
def test_the_inbox_keeps_what_is_over(client, tell, undo):
    told = tell(undo)
    row = Notification.objects.get(recipient=told.reader, kind=told.kind)
    told.undo()
    client.force_login(told.reader)

    page = client.get(reverse("notifications:inbox"))

    assert row.address in page.content.decode()
    assert client.get(row.address, follow=True).status_code == 200


@pytest.mark.parametrize(("tell", "undo"), GONE)
def test_the_personal_data_leave_out_what_the_reader_may_not_open(tell, undo):
    told = tell(undo)
    title = Notification.objects.get(recipient=told.reader, kind=told.kind).title

    before = str(notifications_of(told.reader).data)
    told.undo()

    assert title in before
    assert title not in str(notifications_of(told.reader).data)


def test_every_kind_says_who_may_open_it():
    ours = {kind.name for kind in all_kinds() if not kind.name.startswith("test.")}

    assert ours - set(MAY_OPEN) == set()
    assert set(MAY_OPEN) - ours == set()


def test_what_was_told_before_there_were_rules_stays(client):
    reader = UserFactory()
    Notification.objects.create(
        recipient=reader, kind="networks.replied", key="k", title="Old", address="/", created_at=NOW
    )
    client.force_login(reader)

    assert "Old" in client.get(reverse("notifications:inbox")).content.decode()
