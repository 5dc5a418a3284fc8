"""Events of networks: announced by moderators, for members or everyone, and never known to others."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.agenda import soonest
from core.calendar_entries import entries_of
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.events import EventFactory, RegistrationFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from events.actions.events import publish_event
from events.models import Event, Registration
from events.states import EventAccess, EventState, RegistrationState
from networks.actions.events import add_network_events
from networks.actions.memberships import leave_network, make_moderator, remove_member
from networks.actions.networks import archive_network
from networks.models import NetworkAccess, NetworkEvent, NetworkNews
from networks.refusals import EventNotOfNetwork
from notifications.models import Notification

pytestmark = pytest.mark.django_db


def sent(**changes):
    day = timezone.localdate() + dt.timedelta(days=10)
    return {
        "title": "Damp: who calls whom",
        "summary": "We compare.",
        "about": "First this.\r\n\r\n- then *that*",
        "day": day.isoformat(),
        "time": "14:00",
        "time_zone": "Europe/London",
        "minutes": "60",
        "mode": "online",
        "place": "",
        "join_link": "https://meet.example.org/damp",
        "capacity_in_person": "",
        "capacity_online": "",
        "access": "group",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


@pytest.fixture
def private():
    return NetworkFactory(name="Hidden names", access=NetworkAccess.INVITED)


@pytest.fixture
def moderator(private):
    return private.memberships.get().user


def event_of(network, **facts):
    event = EventFactory(**{"access": EventAccess.GROUP, **facts})
    NetworkEvent.objects.create(network=network, event=event, added_at=event.created_at)
    return event


def client_of(user):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def titles(agenda):
    return [str(each.title) for each in agenda]


def test_a_moderator_announces_a_event_and_members_are_told_and_register(private, moderator):
    member, quiet = (MembershipFactory(network=private).user for _n in range(2))
    quiet.memberships.update(news=NetworkNews.OFF)
    client, now = client_of(moderator), timezone.now()
    address = reverse("networks:network_event_new", args=[private.slug])
    data = sent(hosts=moderator.email)

    first, second = (client.post(address, data) for _n in range(2))
    event = Event.objects.get()
    before = client_of(member).get(event.get_absolute_url()).status_code
    client.post(reverse("events:event_publish", args=[event.pk]))

    assert first.url == second.url == event.get_absolute_url()
    assert (event.access, before) == (EventAccess.GROUP, 404)
    told = Notification.objects.filter(kind="networks.event_published")
    assert [row.recipient for row in told] == [member]
    assert event.title in client_of(member).get(private.get_absolute_url()).content.decode()
    assert titles(soonest(member, now=now, most=9)) == [
        f"{event.title}: you have not registered yet"
    ]
    assert titles(soonest(quiet, now=now, most=9)) == []
    client_of(member).post(reverse("events:event_register", args=[event.pk]), {"seat": "online"})
    assert Registration.objects.get().user == member
    assert titles(soonest(member, now=now, most=9)) == [event.title]
    assert [entry.summary for entry in entries_of(member, now=now)] == [event.title]


def test_a_event_for_members_is_known_to_members_hosts_and_administrators_alone(private):
    member, host = MembershipFactory(network=private).user, UserFactory()
    event = event_of(private, title="Behind doors", hosts=[host])
    people = {
        "member": member,
        "moderator": private.memberships.exclude(user=member).get().user,
        "host": host,
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "stranger": UserFactory(),
        "editor": UserFactory(roles=[Role.EDITOR]),
        "facilitator": UserFactory(roles=[Role.FACILITATOR]),
        "visitor": None,
    }

    answers = {
        who: client_of(user).get(event.get_absolute_url()).status_code
        for who, user in people.items()
    }
    listed = {
        who: event.title in client_of(user).get(reverse("events:event_list")).content.decode()
        for who, user in people.items()
    }

    known = {"member", "moderator", "host", "administrator"}
    assert {who for who, status in answers.items() if status == 200} == known
    assert {who for who, is_there in listed.items() if is_there} == known


def test_a_public_event_is_in_the_list_of_events_and_names_no_private_network(private):
    event = event_of(private, access=EventAccess.PUBLIC, title="Open house")

    listed = client_of(None).get(reverse("events:event_list")).content.decode()
    page = client_of(UserFactory()).get(event.get_absolute_url()).content.decode()

    assert event.title in listed
    assert private.name not in page


@pytest.mark.parametrize("how", ["leaves", "is removed"])
def test_who_is_no_member_any_more_loses_the_place_and_knows_nothing_of_it(private, moderator, how):
    membership = MembershipFactory(network=private)
    member, now = membership.user, timezone.now()
    event = event_of(private, title="Behind doors")
    over = event_of(private, title="Long ago", starts_at=now - dt.timedelta(days=3))
    for each in (event, over):
        RegistrationFactory(event=each, user=member)

    if how == "leaves":
        leave_network(network=private, user=member, at=now)
    else:
        remove_member(membership=membership, by=moderator, reason="Enough", at=now)

    client = client_of(member)
    states = {row.event_id: row.state for row in Registration.objects.all()}
    assert states == {
        event.pk: RegistrationState.WITHDRAWN,
        over.pk: RegistrationState.REGISTERED,
    }
    assert [client.get(each.get_absolute_url()).status_code for each in (event, over)] == [404] * 2
    assert titles(soonest(member, now=now, most=9)) == []
    assert list(entries_of(member, now=now)) == []
    assert "Behind doors" not in client.get(reverse("notifications:inbox")).content.decode()


def test_somebody_who_left_keeps_what_became_of_other_events():
    event = EventFactory(access=EventAccess.GROUP)
    row = RegistrationFactory(event=event, state=RegistrationState.WITHDRAWN)

    assert client_of(row.user).get(event.get_absolute_url()).status_code == 200


def test_every_moderator_looks_after_the_events_of_the_network(private, moderator):
    other = MembershipFactory(network=private)
    make_moderator(membership=other, by=moderator, at=timezone.now())
    member = MembershipFactory(network=private).user
    event = event_of(private, hosts=[moderator], state=EventState.DRAFT)
    address = reverse("events:event_edit", args=[event.pk])

    statuses = [client_of(user).get(address).status_code for user in (other.user, member)]
    publish_event(event=event, by=other.user, at=timezone.now())

    assert statuses == [200, 404]
    assert client_of(member).get(address).status_code == 403
    assert client_of(member).get(reverse("events:event_people", args=[event.pk])).status_code == 403


def test_only_moderators_announce_and_not_in_an_archived_network(private, moderator):
    member, address = (
        MembershipFactory(network=private).user,
        reverse("networks:network_event_new", args=[private.slug]),
    )
    people = (member, UserFactory(), UserFactory(roles=[Role.EDITOR]))
    statuses = [client_of(user).post(address, sent()).status_code for user in people]
    archive_network(network=private, by=moderator, reason="Done", at=timezone.now())

    assert statuses == [403, 404, 404]
    assert client_of(moderator).post(address, sent(hosts=moderator.email)).status_code == 409
    assert not Event.objects.exists()


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(private, moderator):
    address = reverse("networks:network_event_new", args=[private.slug])

    page = client_of(moderator).post(address, sent(access="all", title="", hosts=moderator.email))

    words = page.content.decode()
    assert page.status_code == 200
    assert "Enter the title" in words
    assert "We compare." in words


def test_the_group_of_a_cohort_has_no_events_of_its_own():
    cohort = CohortFactory()
    facilitator = cohort.facilitators.get()

    address = reverse("networks:network_event_new", args=[cohort.group.slug])

    assert client_of(facilitator).get(address).status_code == 404


def test_the_pages_take_as_many_queries_for_many_events_as_for_one(private, moderator):
    client = client_of(moderator)
    addresses = [
        private.get_absolute_url(),
        reverse("networks:network_events", args=[private.slug]),
        reverse("networks:network_event_add", args=[private.slug]),
    ]
    counts = {address: set() for address in addresses}
    for number in (1, 4):
        for _each in range(number):
            event_of(private, hosts=[moderator])
            EventFactory(hosts=[moderator])
            event_of(private, starts_at=timezone.now() - dt.timedelta(days=3))
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts[address].add(len(queries))

    assert [len(found) for found in counts.values()] == [1, 1, 1], counts


def add(client, network, *events):
    address = reverse("networks:network_event_add", args=[network.slug])
    return client.post(address, {"events": [event.pk for event in events]}, follow=True)


def remove(client, network, event):
    address = reverse("networks:network_event_remove", args=[network.slug, event.pk])
    return client.post(address, follow=True)


def test_a_moderator_adds_an_event_of_theirs_and_members_hear_of_it_once(private, moderator):
    member = MembershipFactory(network=private).user
    event = EventFactory(access=EventAccess.GROUP, hosts=[moderator], state=EventState.PUBLISHED)
    client = client_of(moderator)

    before = client_of(member).get(event.get_absolute_url()).status_code
    page = client.get(reverse("networks:network_event_add", args=[private.slug]))
    assert event.title in page.text
    assert "1 event added." in add(client, private, event).text
    assert client_of(member).get(event.get_absolute_url()).status_code == 200
    removed = remove(client, private, event)
    again = client_of(member).get(event.get_absolute_url()).status_code
    undo = removed.text
    add(client, private, event)
    add(client, private)

    assert before == again == 404
    assert "is no longer an event of this network" in undo
    assert f'formaction="{reverse("networks:network_event_add", args=[private.slug])}"' in undo
    assert [each.event for each in NetworkEvent.objects.all()] == [event]
    told = Notification.objects.filter(kind="networks.event_published", recipient=member)
    assert told.count() == 1


def test_an_event_of_others_cannot_be_added_nor_one_that_is_over_or_cancelled(private, moderator):
    theirs = EventFactory(access=EventAccess.PUBLIC)
    over = EventFactory(hosts=[moderator], starts_at=timezone.now() - dt.timedelta(days=2))
    cancelled = EventFactory(hosts=[moderator], state=EventState.CANCELLED)
    client = client_of(moderator)

    answers = [add(client, private, each) for each in (theirs, over, cancelled)]

    assert all("This event can no longer be added" in answer.text for answer in answers)
    assert not NetworkEvent.objects.exists()
    with pytest.raises(EventNotOfNetwork):
        add_network_events(network=private, keys=[over.pk], by=moderator, at=timezone.now())


def test_members_add_and_remove_nothing_and_strangers_know_of_nothing(private, moderator):
    event = event_of(private, hosts=[moderator])
    member = MembershipFactory(network=private).user
    other = EventFactory(hosts=[member])

    for user, status in ((member, 403), (UserFactory(), 404)):
        client = client_of(user)
        assert add(client, private, other).status_code == status
        assert remove(client, private, event).status_code == status
    assert [each.event for each in NetworkEvent.objects.all()] == [event]


def test_a_moderator_who_could_not_put_it_back_does_not_take_an_event_out(private, moderator):
    event = event_of(private)
    page = client_of(moderator).get(reverse("networks:network_events", args=[private.slug]))

    assert "Remove from the network" not in page.text
    assert remove(client_of(moderator), private, event).status_code == 409
    assert NetworkEvent.objects.filter(event=event).exists()


def test_an_archived_network_gets_no_event_and_loses_none(private, moderator):
    event, more = event_of(private, hosts=[moderator]), EventFactory(hosts=[moderator])
    archive_network(network=private, by=moderator, reason="Done", at=timezone.now())

    assert add(client_of(moderator), private, more).status_code == 409
    assert remove(client_of(moderator), private, event).status_code == 409
    assert [each.event for each in NetworkEvent.objects.all()] == [event]
