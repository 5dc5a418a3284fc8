"""Events on their pages: made, seen by whom they are for, found, moved, cancelled, and taken into calendars."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory
from demo.factories.library import TopicFactory
from events.actions.events import StartsInThePast, move_event, publish_event
from events.audiences import AUDIENCES
from events.models import Event
from events.states import EventAccess, EventMode, EventState
from library.vocabularies.models import TopicInterest
from tests.calendars.readers import read_by_both

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LIST = "/events/"


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(**changes):
    return {
        "title": "Cold homes: what worked",
        "summary": "Three councils tell.",
        "about": "First this.\n\n- then *that*",
        "day": "2026-03-20",
        "time": "14:00",
        "time_zone": "Europe/London",
        "minutes": "90",
        "mode": "hybrid",
        "place": "Town hall",
        "join_link": "https://meet.example.org/warm",
        "capacity_in_person": "20",
        "capacity_online": "",
        "access": "public",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


def test_a_facilitator_adds_an_event_once_and_publishes_it(client, facilitator):
    topic = TopicFactory()
    client.force_login(facilitator)
    data = sent(topics=[topic.code], hosts=facilitator.email)

    first, second = (client.post(reverse("events:event_new"), data) for _ in range(2))
    event = Event.objects.get()
    draft = (event.state, event.starts_at, event.ends_at - event.starts_at)
    client.post(reverse("events:event_publish", args=[event.pk]))
    client.logout()
    page = page_of(client, event.get_absolute_url())

    assert first.url == second.url == event.get_absolute_url()
    assert draft == ("draft", dt.datetime(2026, 3, 20, 14, tzinfo=dt.UTC), dt.timedelta(minutes=90))
    assert "<em>that</em>" in page
    assert "Friday 20 March 2026, 14:00 to 15:30, Europe/London (GMT)" in page
    assert "meet.example.org" not in page
    assert event.title in page_of(client, LIST)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": ""}, "Enter the title"),
        ({"day": "2026-03-01"}, "Enter a day and time in the future"),
        ({"day": "2028-04-01"}, "Enter a day within the next two years"),
        ({"day": "2026-03-29", "time": "01:30"}, "does not exist"),
        ({"day": "2026-10-25", "time": "01:30"}, "happens twice"),
        ({"time_zone": "Europe/Atlantis"}, "Choose a time zone from the list"),
        ({"place": ""}, "Enter the place"),
        ({"capacity_in_person": "0"}, "Enter a number from 1 to"),
        ({"join_link": "javascript:alert(1)"}, "Enter a web address"),
        ({"minutes": "3000"}, "Enter a number from 10 to 1440"),
        ({"hosts": ""}, "Enter the address of at least one host"),
        ({"hosts": "nobody@example.org"}, "No account uses the address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, facilitator, changes, problem):
    client.force_login(facilitator)

    answer = client.post(
        reverse("events:event_new"), sent(**{"hosts": facilitator.email, **changes})
    )

    assert answer.status_code == 200
    assert problem in answer.content.decode()
    assert "Three councils tell." in answer.content.decode()
    assert not Event.objects.exists()


def test_whoever_may_not_make_events_is_kept_out(client):
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    event = EventFactory()
    names = ("edit", "move", "cancel")

    answers = [client.get(reverse(f"events:event_{n}", args=[event.pk])).status_code for n in names]

    assert client.get(reverse("events:event_new")).status_code == 403
    assert answers == [403, 403, 403]
    assert client.post(reverse("events:event_publish", args=[event.pk])).status_code == 403


def test_a_draft_is_seen_by_its_hosts_and_the_staff_alone(client, facilitator):
    host = UserFactory()
    event = EventFactory(state=EventState.DRAFT, hosts=[host])

    statuses = []
    for reader in (None, UserFactory(), host, facilitator):
        client.logout()
        if reader:
            client.force_login(reader)
        statuses.append(client.get(event.get_absolute_url()).status_code)

    assert statuses == [404, 404, 200, 200]


def followers_of_its_topics(reader):
    """Let in whoever follows a topic of the event, as a cohort would let in its learners."""
    return TopicInterest.objects.filter(user=reader).values("topic__events")


def test_an_event_by_invitation_is_for_those_whom_another_part_lets_in(client, register):
    learner, stranger, topic = UserFactory(), UserFactory(), TopicFactory()
    TopicInterest.objects.create(user=learner, topic=topic)
    event = EventFactory(access=EventAccess.GROUP, topics=[topic])
    register(AUDIENCES, "test", followers_of_its_topics)
    statuses = []
    for reader in (None, stranger, learner):
        client.logout()
        if reader:
            client.force_login(reader)
        statuses.append(client.get(event.get_absolute_url()).status_code)
        listed = event.title in page_of(client, LIST)
        assert listed == (reader == learner)

    assert statuses == [404, 404, 200]


def test_past_events_and_filters_have_their_lists(client, now):
    topic = TopicFactory()
    coming = EventFactory(title="To come", topics=[topic])
    over = EventFactory(title="Long over", starts_at=now - dt.timedelta(days=3))
    meeting = EventFactory(title="In the hall", mode=EventMode.IN_PERSON)

    def shown(query):
        page = page_of(client, LIST + query)
        return {event.title for event in (coming, over, meeting) if event.title in page}

    assert shown("") == {"To come", "In the hall"}
    assert shown("?when=past") == {"Long over"}
    assert shown(f"?topic={topic.code}") == {"To come"}
    assert shown("?mode=in_person") == {"In the hall"}
    assert "No events found" in page_of(client, f"{LIST}?topic={topic.code}&mode=in_person")
    assert client.get(LIST + "?mode=%00&topic=%00&page=x").status_code == 200


def test_lists_say_so_when_they_are_empty(client):
    assert "No events are planned" in page_of(client, LIST)
    assert "No past events yet" in page_of(client, LIST + "?when=past")


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_takes_the_same_queries_whatever_its_length(
    client, django_assert_num_queries, count
):
    for topics in [TopicFactory.create_batch(2) for _ in range(count)]:
        EventFactory(topics=topics)

    with django_assert_num_queries(2):
        answer = client.get(LIST)

    assert answer.content.decode().count('<li class="row">') == count


def test_an_event_is_moved_and_cancelled_and_its_file_follows(client, facilitator, now):
    event = EventFactory(starts_at=now + dt.timedelta(days=5))
    file = reverse("events:event_ics", args=[event.pk])
    first = read_by_both(client.get(file).content)
    client.force_login(facilitator)

    times = {"day": "2026-06-01", "time": "09:00", "time_zone": "Asia/Kolkata", "minutes": "60"}
    moved = client.post(reverse("events:event_move", args=[event.pk]), times)
    client.post(reverse("events:event_move", args=[event.pk]), times)
    second = read_by_both(client.get(file).content)
    unsaid = client.post(reverse("events:event_cancel", args=[event.pk]), {"reason": ""})
    client.post(reverse("events:event_cancel", args=[event.pk]), {"reason": "The hall is flooded."})
    third = read_by_both(client.get(file).content)
    client.logout()

    assert moved.status_code == 302
    assert second.starts == [dt.datetime(2026, 6, 1, 3, 30, tzinfo=dt.UTC)]
    assert "Say why the event is cancelled" in unsaid.content.decode()
    assert [file.entries[0].sequence for file in (first, second, third)] == [0, 1, 2]
    assert len({file.entries[0].uid for file in (first, second, third)}) == 1
    assert third.entries[0].status == "CANCELLED"
    assert "The hall is flooded." in page_of(client, event.get_absolute_url())


def test_two_who_edit_at_once_do_not_overwrite_each_other(client, facilitator):
    event = EventFactory(hosts=[facilitator])
    client.force_login(facilitator)
    address = reverse("events:event_edit", args=[event.pk])
    words = sent(mode="online", hosts=facilitator.email, edit_number="0")

    first = client.post(address, {**words, "title": "Mine"})
    second = client.post(address, {**words, "title": "Theirs"})
    event.refresh_from_db()

    assert (first.status_code, second.status_code, event.title) == (302, 409, "Mine")
    assert "Theirs" in second.content.decode()


def test_what_is_over_is_neither_moved_nor_cancelled_nor_published(client, facilitator, now):
    event = EventFactory(starts_at=now - dt.timedelta(days=1))
    draft = EventFactory(state=EventState.DRAFT, starts_at=now - dt.timedelta(days=1))
    client.force_login(facilitator)

    answer = client.post(reverse("events:event_cancel", args=[event.pk]), {"reason": "Late"})

    assert "This event is over." in answer.content.decode()
    with pytest.raises(StartsInThePast):
        publish_event(event=draft, by=facilitator, at=now)


def test_a_draft_is_deleted_and_a_published_event_is_not(client, facilitator):
    draft, event = EventFactory(state=EventState.DRAFT), EventFactory()
    client.force_login(facilitator)

    deleted = client.post(reverse("events:event_delete", args=[draft.pk]))
    kept = client.post(reverse("events:event_delete", args=[event.pk]))

    assert (deleted.status_code, kept.status_code) == (302, 409)
    assert Event.objects.get() == event


def test_two_who_move_an_event_at_once_see_what_the_other_did(client, facilitator, now):
    """The second one sent everybody to a third time, and knew nothing of the second."""
    event = EventFactory(starts_at=now + dt.timedelta(days=30))
    client.force_login(facilitator)
    page = reverse("events:event_move", args=[event.pk])
    mark = re.compile(r'name="seen" value="(\w+)"')
    [seen] = mark.findall(page_of(client, page))
    opened = {"seen": seen, "time_zone": event.time_zone, "minutes": event.minutes}
    first = {**opened, "day": "2026-05-04", "time": "10:00", "note": "The hall is taken."}
    second = {**opened, "day": "2026-05-05", "time": "10:00", "note": "The speaker is ill."}

    moved = [client.post(page, first).status_code for _click in range(2)]
    refused = client.post(page, second)
    event.refresh_from_db()
    day_between = event.starts_at.date()
    again = client.post(page, {**second, "seen": mark.findall(refused.content.decode())[0]})

    event.refresh_from_db()
    assert (moved, refused.status_code, again.status_code) == ([302, 302], 409, 302)
    assert refused.context["conflict"] == [("Day", "4 May 2026")]
    assert "This was changed in another tab or on another device" in refused.content.decode()
    assert (day_between, event.starts_at.date()) == (dt.date(2026, 5, 4), dt.date(2026, 5, 5))


@pytest.mark.parametrize(("time", "status"), [("11:00", 409), ("10:00", 302)])
def test_a_move_at_the_same_moment_is_a_conflict_unless_it_is_the_same(
    client, facilitator, now, monkeypatch, time, status
):
    """Both had compared their form with what was stored before either of them held the lock."""
    event = EventFactory(starts_at=now + dt.timedelta(days=30))
    client.force_login(facilitator)
    page = reverse("events:event_move", args=[event.pk])
    [seen] = re.findall(r'name="seen" value="(\w+)"', page_of(client, page))
    zone = {"time_zone": "Europe/London", "minutes": event.minutes}
    theirs = {"starts_at": dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC), **zone}

    def move_after_the_other(**mine):
        monkeypatch.undo()
        same = Event.objects.get(pk=event.pk)
        move_event(event=same, by=facilitator, at=now, note="First", **theirs)
        return move_event(**mine)

    monkeypatch.setattr("events.views.organising.move_event", move_after_the_other)
    words = {"seen": seen, "day": "2026-05-04", "time": time, "note": "Second", **zone}
    answer = client.post(page, words)
    told = answer.content.decode()

    event.refresh_from_db()
    assert (answer.status_code, event.starts_at) == (status, theirs["starts_at"])
    assert ("This was changed in another tab or on another device" in told) == (status == 409)
    if status == 409:
        assert answer.context["conflict"] == [("Time", "10:00")]
        again = re.findall(r'name="seen" value="(\w+)"', told)[0]
        assert client.post(page, {**words, "seen": again}).status_code == 302


def test_events_are_in_the_feed_the_search_the_sitemap_and_on_the_public_home(client, now):
    event = EventFactory(title="Cold homes & warm halls", summary="For landlords <5 & more")
    EventFactory(title="A secret seminar", access=EventAccess.GROUP)
    EventFactory(title="A drafty draft", state=EventState.DRAFT)

    feed = page_of(client, "/events/feed.atom")
    search = page_of(client, "/search/?q=landlords")
    sitemap = page_of(client, "/sitemap-events.xml")
    home = page_of(client, "/")

    assert "Cold homes &amp; warm halls" in feed
    # What programs read as HTML is escaped before it is put into XML.
    assert "For landlords &amp;lt;5 &amp;amp; more&lt;/p&gt;" in feed
    for page in (feed, search, sitemap, home):
        assert event.get_absolute_url() in page
        assert "secret" not in page
        assert "draft" not in page or page in (search, home)


def test_programs_read_events_and_never_the_link_to_join(client, now):
    event = EventFactory(topics=[TopicFactory(code="housing")])
    EventFactory(state=EventState.DRAFT)
    over = EventFactory(starts_at=now - dt.timedelta(days=9))

    everything = client.get("/api/v1/events/")
    coming = client.get("/api/v1/events/?when=upcoming").json()["items"]
    wrong = client.get("/api/v1/events/?when=never")
    one = client.get(f"/api/v1/events/{event.pk}/")

    assert [item["id"] for item in everything.json()["items"]] == [event.pk, over.pk]
    assert [item["id"] for item in coming] == [event.pk]
    assert wrong.status_code == 400
    assert one.json()["topics"] == ["housing"]
    assert "meet.example.org" not in everything.content.decode() + one.content.decode()
    assert client.get("/api/v1/events/999/").status_code == 404


def test_programs_narrow_events_as_the_page_does(client):
    event = EventFactory(topics=[TopicFactory(code="housing")], mode=EventMode.IN_PERSON)
    online = EventFactory(mode=EventMode.ONLINE)

    asked = [
        [item["id"] for item in client.get("/api/v1/events/", narrowed).json()["items"]]
        for narrowed in ({"topic": "housing"}, {"mode": "online"}, {"mode": "in_person"})
    ]

    assert asked == [[event.pk], [online.pk], [event.pk]]
