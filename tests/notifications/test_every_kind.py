"""Every kind of notification, whoever declares it: it reaches a channel, and tells nothing to those it is no business of."""

import datetime as dt
import re
import uuid
from collections import Counter

import pytest
from django.core import mail
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actions.blocking import block_person
from accounts.actions.closing import close_account
from accounts.actions.leaving import ask_to_close
from accounts.actions.suspending import suspend_account
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory
from demo.factories.networks import DiscussionFactory, NetworkFactory
from events.models import Event
from events.states import EventAccess
from networks.actions.cases import flag
from networks.actions.discussions import hide_discussion, reply
from networks.actions.invitations import invite
from networks.actions.memberships import leave_network, remove_member
from networks.models import (
    Case,
    Discussion,
    Invitation,
    Membership,
    NetworkAccess,
    NetworkEvent,
    Pause,
    Post,
)
from notifications.actions import choose_channels, notify, unsubscribe
from notifications.channels import MOST_MAILS_A_DAY
from notifications.conditions import MAY_OPEN
from notifications.delivery.sending import send_waiting
from notifications.digest.contents import contents_of
from notifications.kinds import Channel, all_kinds, kind_named
from notifications.models import Delivery, DigestIssue, Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KINDS = sorted(kind.name for kind in all_kinds() if not kind.name.startswith("test."))
TITLE = "Mrs A. of Northfield"


def tell(reader, name, about, *, number=0, is_open=True):
    """Tell somebody of one occasion of this kind, about the row that its rules ask for."""
    kind = kind_named(name)
    words = dict.fromkeys(re.findall(r"%\((\w+)\)s", str(kind.title)), "Ada")
    words.pop("target", None)
    notify(
        recipients=[reader],
        kind=kind,
        key=f"{name}:{number}:0",
        target=about,
        at=NOW,
        **words,
    )
    rows = Notification.objects.filter(recipient=reader, key=f"{name}:{number}:0")
    if is_open:
        # What was told before there were rules is open to whoever was told.
        rows.update(about=None)
    return rows.get()


def summaries_of(people):
    """Return the titles in the summary of each of these people."""
    issues = DigestIssue.objects.bulk_create(
        DigestIssue(
            user=person, period=f"{uuid.uuid4()}"[:10], since=NOW - HOUR / 2, until=NOW + HOUR
        )
        for person in people
    )
    contents = contents_of(issues)
    return {
        issue.user_id: [line.title for _head, lines in contents.get(issue.pk, []) for line in lines]
        for issue in issues
    }


def summary_of(reader):
    return summaries_of([reader])[reader.pk]


class Reader:
    """Somebody who is told of one kind, with what they chose, stopped or got today already."""

    def __init__(self, user, kind, channel, *, is_stopped, is_busy):
        self.user, self.kind, self.channel, self.is_stopped = user, kind, channel, is_stopped
        choose_channels(user=user, channels={kind.group: channel}, frequency="daily")
        if is_stopped:
            unsubscribe(user=user, what=kind.name, at=NOW)
        if is_busy:
            Delivery.objects.bulk_create(
                Delivery(notification=told, next_try_at=NOW, state="sent", sent_at=NOW)
                for told in Notification.objects.bulk_create(
                    Notification(
                        recipient=user, kind="mentoring.asked", key=f"busy:{number}",
                        title="Busy", address="/", created_at=NOW - HOUR, read_at=NOW,
                    )
                    for number in range(MOST_MAILS_A_DAY)
                )
            )  # fmt: skip

    @property
    def wants_more_than_the_inbox(self):
        if not self.kind.can_be_off:
            return self.kind.channel != Channel.INBOX
        return not self.is_stopped and (self.channel or self.kind.channel) != Channel.INBOX


@pytest.mark.slow
class EachKindReachesAChannel(TestCase):
    """Whatever people chose, stopped or got today, each kind comes by one channel, and always to the inbox."""

    # One example holds all kinds; to make a failing one smaller would play it hundreds of times.
    @settings(max_examples=2, deadline=None, phases=[Phase.generate])
    @given(
        choices=st.lists(
            st.tuples(st.sampled_from(["", *Channel]), st.booleans(), st.booleans()),
            min_size=len(KINDS),
            max_size=len(KINDS),
        )
    )
    def test_it_comes_by_mail_or_in_the_summary_unless_it_was_not_wanted(self, choices):
        people = UserFactory.create_batch(len(KINDS))
        readers = [
            Reader(user, kind_named(name), channel, is_stopped=is_stopped, is_busy=is_busy)
            for user, name, (channel, is_stopped, is_busy) in zip(
                people, KINDS, choices, strict=True
            )
        ]
        mail.outbox.clear()

        rows = [tell(one.user, one.kind.name, one.user, number=99) for one in readers]
        send_waiting(at=NOW)

        mailed = Counter(address for sent in mail.outbox for address in sent.to)
        summaries = summaries_of(people)
        for one, row in zip(readers, rows, strict=True):
            times = mailed[one.user.email] + summaries[one.user.pk].count(row.title)
            assert times == one.wants_more_than_the_inbox, one.kind.name
            if not one.kind.can_be_off and one.kind.channel == Channel.MAIL:
                assert mailed[one.user.email] == 1, one.kind.name
        shown = Notification.objects.unread().open_to_recipient()
        assert set(shown.filter(recipient__in=people)) >= set(rows)


def _suspend(reader):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    suspend_account(user=reader, reason="Asked.", by=administrator, at=NOW)


GONE = {
    "suspended": _suspend,
    "about to be closed": lambda reader: ask_to_close(user=reader, erases_posts=False, at=NOW),
    "closed": lambda reader: close_account(user=reader, at=NOW),
}


def test_no_kind_is_mailed_to_somebody_who_is_gone():
    stays, *gone = UserFactory.create_batch(1 + len(GONE))
    addresses = {reader.email: way for reader, way in zip(gone, GONE, strict=True)}
    Delivery.objects.bulk_create(
        Delivery(notification=told, next_try_at=NOW)
        for told in Notification.objects.bulk_create(
            Notification(
                recipient=reader, kind=name, key=f"{name}:1:0", title=f"Of the kind {name}",
                address="/", created_at=NOW,
            )
            for name in KINDS for reader in (stays, *gone)
        )
    )  # fmt: skip

    for reader, leave in zip(gone, GONE.values(), strict=True):
        leave(reader)
    mail.outbox.clear()
    send_waiting(at=NOW + HOUR)

    mailed = [
        (addresses[address], sent.subject)
        for sent in mail.outbox
        for address in sent.to
        if address in addresses and sent.subject.startswith("Of the kind")
    ]
    assert mailed == []
    assert sum(stays.email in sent.to for sent in mail.outbox) == len(KINDS)


class PrivateNetwork:
    """A network by invitation, with a row of each model that its notifications are about."""

    def __init__(self):
        self.moderator, self.reader = UserFactory(), UserFactory()
        other = UserFactory()
        network = NetworkFactory(
            by=self.moderator, members=[self.reader, other], access=NetworkAccess.INVITED, at=NOW
        )
        self.network = network
        self.discussion = DiscussionFactory(network=network, author=other, title=TITLE, at=NOW)
        self.other = other
        post = reply(
            discussion=self.discussion, author=self.reader, body="Yes.", key=uuid.uuid4(), at=NOW
        )
        case = flag(
            discussion=self.discussion, post=post, person=other, reason="patient", words="", at=NOW
        )
        self.membership = Membership.objects.get(network=network, user=self.reader)
        event = EventFactory(access=EventAccess.GROUP, created_at=NOW)
        NetworkEvent.objects.create(network=network, event=event, added_at=NOW)
        self.rows = {
            Discussion: self.discussion,
            Post: post,
            Case: case,
            Membership: self.membership,
            Event: event,
            Pause: Pause.objects.create(
                network=network, user=self.reader, case=case, reason="", begins_at=NOW,
                ends_at=NOW + 24 * HOUR,
            ),
            Invitation: invite(
                network=network, email="somebody.else@example.org", by=self.moderator, at=NOW
            ),
        }  # fmt: skip
        Notification.objects.all().delete()

    def tell_of_everything(self):
        for name in KINDS:
            if name.startswith("networks."):
                about = self.rows[MAY_OPEN[name]().model]
                row = tell(self.reader, name, about, is_open=False)
                Delivery.objects.get_or_create(notification=row, defaults={"next_try_at": NOW})
        mail.outbox.clear()

    @property
    def heard(self):
        """Return the kinds that the inbox still shows."""
        rows = Notification.objects.filter(recipient=self.reader).open_to_recipient()
        return {name.partition(".")[2] for name in rows.values_list("kind", flat=True)}

    def titles(self):
        rows = Notification.objects.filter(recipient=self.reader).open_to_recipient()
        mails = [f"{sent.subject}{sent.body}{sent.alternatives}" for sent in mail.outbox]
        return [*rows.values_list("title", flat=True), *mails, *summary_of(self.reader)]


@shared
def one():
    return PrivateNetwork()


@shared
def told_of_everything():
    """Another private network, whose reader has a notification of every kind."""
    network = PrivateNetwork()
    network.tell_of_everything()
    return network


# What concerns the person themselves: the end of a membership, a decision about their own words, an invitation.
OF_ONES_OWN = {
    *("removed", "declined", "invited"),
    *("hidden_at_once", "upheld", "shown_again", "appeal_rejected"),
}
TAKEN_AWAY = {
    "removed": lambda one: remove_member(
        membership=one.membership, by=one.moderator, reason="Rules", at=NOW
    ),
    "left": lambda one: leave_network(network=one.network, user=one.reader, at=NOW),
}


@pytest.mark.parametrize("way", TAKEN_AWAY)
def test_whoever_is_out_of_a_private_network_hears_of_themselves_alone(told_of_everything, way):
    one = told_of_everything
    before = one.heard

    TAKEN_AWAY[way](one)
    send_waiting(at=NOW + HOUR)

    assert before > OF_ONES_OWN
    assert one.heard == OF_ONES_OWN
    assert [words for words in one.titles() if TITLE in words] == []


def test_no_kind_names_a_discussion_that_was_hidden(told_of_everything):
    one = told_of_everything
    named_before = [words for words in one.titles() if TITLE in words]

    hide_discussion(discussion=one.discussion, by=one.moderator, reason="A patient.", at=NOW)
    send_waiting(at=NOW + HOUR)

    assert named_before != []
    assert [words for words in one.titles() if TITLE in words] == []


def test_the_author_of_a_hidden_title_is_told_without_it(one):
    flag(
        discussion=one.discussion, post=None, person=one.reader, reason="patient", words="", at=NOW
    )

    send_waiting(at=NOW + HOUR)

    to_author = [sent for sent in mail.outbox if one.other.email in sent.to]
    assert [sent.subject for sent in to_author] != []
    assert [sent for sent in to_author if TITLE in f"{sent.subject}{sent.body}"] == []


def test_somebody_removed_reads_their_own_case_without_the_title_of_others(client, one):
    client.force_login(one.reader)
    address = one.rows[Case].get_absolute_url()
    before = client.get(address).content.decode()

    TAKEN_AWAY["removed"](one)
    after = client.get(address)

    assert TITLE in before
    assert after.status_code == 200
    assert TITLE not in after.content.decode()
    assert "Yes." in after.content.decode()


@pytest.mark.parametrize("is_blocker", [True, False])
def test_nothing_of_a_blocked_person_is_mailed_or_summed_up_any_more(one, is_blocker):
    post = reply(discussion=one.discussion, author=one.other, body="No.", key=uuid.uuid4(), at=NOW)
    Notification.objects.all().delete()
    for name, about in (("networks.mentioned", post), ("networks.replied", one.discussion)):
        tell(one.reader, name, about, is_open=False)
    choose_channels(user=one.reader, channels={"networks": Channel.DIGEST}, frequency="daily")

    Delivery.objects.all().delete()
    before = summary_of(one.reader)
    pair = (one.reader, one.other) if is_blocker else (one.other, one.reader)
    block_person(blocker=pair[0], blocked=pair[1], at=NOW)

    assert len([title for title in before if TITLE in title]) >= 2
    assert [title for title in summary_of(one.reader) if title.startswith("Ada")] == []
