"""What members hear of a network: everything, only mentions, or nothing."""

import datetime as dt
import uuid

import pytest

from accounts.models import User
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, NetworkFactory
from networks.actions.discussions import follow_discussion, reply
from networks.actions.memberships import join_network, make_moderator
from networks.digests import news_of
from networks.models import Membership, NetworkNews
from networks.reading.activity import new_in_my_networks
from notifications.actions import choose_channels
from notifications.digest.sections import Reader
from notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


def heard_of(reader: User, event: str, network) -> tuple[list[str], int, int, int]:
    """Let it happen, and return what reached the reader: inbox, mails at once, lines of the summary, lines at home."""
    writer = Membership.objects.active().filter(network=network).exclude(user=reader).first().user
    discussion = DiscussionFactory(network=network, author=writer, at=NOW)
    if event != "a new discussion":
        if event == "a followed reply":
            follow_discussion(discussion=discussion, user=reader, wish="follow")
        words = "@Rhea, look" if event == "a mention" else "Yes."
        reply(discussion=discussion, author=writer, body=words, key=uuid.uuid4(), at=NOW)
    told = Notification.objects.filter(recipient=reader)
    mails = Delivery.objects.filter(notification__in=told).count()
    summary = news_of([Reader(reader, NOW - dt.timedelta(days=1), LATER)])[reader.pk]
    return (
        sorted(told.values_list("kind", flat=True)),
        mails,
        len(summary),
        len(new_in_my_networks(reader)),
    )


@pytest.mark.parametrize(
    ("choice", "event", "heard"),
    [
        ("all", "a new discussion", ([], 0, 1, 1)),
        ("all", "a followed reply", (["networks.replied"], 1, 0, 1)),
        ("all", "a mention", (["networks.mentioned"], 1, 1, 1)),
        ("mentions", "a new discussion", ([], 0, 0, 0)),
        ("mentions", "a followed reply", ([], 0, 0, 0)),
        ("mentions", "a mention", (["networks.mentioned"], 1, 0, 0)),
        ("off", "a new discussion", ([], 0, 0, 0)),
        ("off", "a followed reply", ([], 0, 0, 0)),
        ("off", "a mention", ([], 0, 0, 0)),
    ],
)
def test_a_member_hears_what_they_chose_in_inbox_mail_summary_and_at_home(choice, event, heard):
    reader = UserFactory(full_name="Rhea Dear")
    earlier = NOW - dt.timedelta(hours=2)
    network = NetworkFactory(by=UserFactory(), members=[reader], at=earlier)
    Membership.objects.filter(user=reader).update(news=choice)
    choose_channels(user=reader, channels={"networks": "mail"}, frequency="weekly")

    assert heard_of(reader, event, network) == heard


def test_a_moderator_of_a_quiet_network_still_hears_what_waits_on_them(now):
    boss, moderator, asking = UserFactory(), UserFactory(), UserFactory()
    network = NetworkFactory(by=boss, members=[moderator], access="approval", at=NOW)
    mine = Membership.objects.get(network=network, user=moderator)
    make_moderator(membership=mine, by=boss, at=NOW)
    Notification.objects.all().delete()
    Membership.objects.filter(pk=mine.pk).update(news=NetworkNews.OFF)

    join_network(network=network, user=asking, message="Please.", at=now)

    assert [n.kind for n in Notification.objects.filter(recipient=moderator)] == [
        "networks.asked_to_join"
    ]


def test_the_page_of_all_my_networks_keeps_what_i_choose_and_touches_nobody_else(client_of):
    reader, other = UserFactory(), UserFactory()
    network = NetworkFactory(by=UserFactory(), members=[reader, other], at=NOW)
    mine = Membership.objects.get(network=network, user=reader)
    client = client_of(reader)

    page = client.get("/networks/notifications/")
    wrong = client.post("/networks/notifications/", {f"network_{mine.pk}": "loud"})
    saved = client.post("/networks/notifications/", {f"network_{mine.pk}": "mentions"})

    assert network.name in page.content.decode()
    assert (wrong.status_code, saved.status_code) == (200, 302)
    chosen = Membership.objects.filter(network=network).values_list("user", "news")
    assert dict(chosen)[reader.pk] == "mentions"
    assert dict(chosen)[other.pk] == "all"
