"""What follows an event: who came, the recording with consent, and slides that the library knows of."""

import datetime as dt

import pytest
from django.urls import reverse

from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory, RegistrationFactory
from demo.factories.library import RecordFactory
from events.actions.afterwards import add_slides, set_recording
from events.models import Event, Registration
from events.states import RecordingReaders, RegistrationState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LINK = "https://video.example.org/42"


@pytest.fixture
def over(now, facilitator):
    return EventFactory(starts_at=now - dt.timedelta(days=2), hosts=[facilitator])


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_hosts_record_who_came_and_people_see_their_own(client, facilitator, over):
    came, away = RegistrationFactory(event=over), RegistrationFactory(event=over)
    waited = RegistrationFactory(event=over, state=RegistrationState.WAITING)
    client.force_login(facilitator)
    address = reverse("events:event_attendance", args=[over.pk])
    home = page_of(client, "/home/")

    client.post(address, {"registration": [came.pk, waited.pk], "came": "yes"})
    client.post(address, {"registration": [away.pk], "came": "no"})
    people = page_of(client, reverse("events:event_people", args=[over.pk]))
    client.force_login(came.user)
    mine = page_of(client, over.get_absolute_url())

    assert f"Record who attended {over.title}" in home
    rows = dict(Registration.objects.values_list("pk", "has_come"))
    assert rows == {came.pk: True, away.pk: False, waited.pk: None}
    assert came.user.full_name in people
    assert "You took part" in mine
    assert client.get(reverse("events:event_people", args=[over.pk])).status_code == 403


def test_nobody_came_before_the_start(client, facilitator):
    place = RegistrationFactory()
    client.force_login(facilitator)

    answer = client.post(
        reverse("events:event_attendance", args=[place.event_id]),
        {"registration": [place.pk], "came": "yes"},
    )

    assert answer.status_code == 409
    assert Registration.objects.get().has_come is None


@pytest.mark.parametrize("count", [1, 6])
def test_the_people_take_the_same_queries_whatever_their_number(
    client, facilitator, over, django_assert_num_queries, count
):
    RegistrationFactory.create_batch(count, event=over)
    client.force_login(facilitator)
    address = reverse("events:event_people", args=[over.pk])
    client.get(address)

    with django_assert_num_queries(5):
        answer = client.get(address)

    assert len(answer.context["table"].lines) == count
    assert client.get(address + "?as=csv").status_code == 200
    assert "Nobody found" in page_of(client, address + "?q=zzz")


@pytest.mark.parametrize(
    ("readers", "seen"),
    [(RecordingReaders.PLACES, [False, False, True]), (RecordingReaders.EVERYONE, [True] * 3)],
)
def test_a_recording_needs_consent_and_is_for_those_it_is_for(
    client, facilitator, over, readers, seen
):
    place = RegistrationFactory(event=over)
    client.force_login(facilitator)
    address = reverse("events:event_afterwards", args=[over.pk])
    client.get(address)

    unsaid = client.post(address, {"link": LINK, "consent": "", "readers": readers})
    client.post(address, {"link": LINK, "consent": "Both speakers agreed.", "readers": readers})

    assert "Say who agreed to be recorded" in unsaid.content.decode()
    shown = []
    for reader in (None, UserFactory(), place.user):
        client.logout()
        if reader:
            client.force_login(reader)
        shown.append(LINK in page_of(client, over.get_absolute_url()))
    assert shown == seen


def test_a_recording_is_not_shown_before_the_end(client, now):
    event = EventFactory()
    set_recording(event=event, link=LINK, consent="All", readers=RecordingReaders.EVERYONE)

    assert LINK not in page_of(client, event.get_absolute_url())


def test_slides_are_records_that_name_the_event_once_it_is_over(client, facilitator, over, now):
    record, ahead = RecordFactory(title="Slides on damp walls"), EventFactory()
    client.force_login(facilitator)
    address = reverse("events:event_slides", args=[over.pk])

    found = page_of(client, address + "?q=damp")
    client.post(address, {"record": record.pk})
    client.post(address, {"record": record.pk})
    add_slides(event=ahead, record=record, at=now)
    client.logout()
    event_page, record_page = (
        page_of(client, over.get_absolute_url()),
        page_of(client, record.get_absolute_url()),
    )
    before = page_of(client, ahead.get_absolute_url())
    client.force_login(facilitator)
    client.post(reverse("events:slides_remove", args=[over.pk, record.pk]))

    assert record.title in found
    assert record.title in event_page
    assert record.title not in before
    assert over.title in record_page
    assert ahead.title not in record_page
    assert not Event.objects.get(pk=over.pk).slides.exists()
    assert client.post(address, {"record": "999"}).status_code == 409


def test_a_host_who_takes_part_is_recorded_by_another_host(client, facilitator, over):
    mine, other = RegistrationFactory(event=over, user=facilitator), RegistrationFactory(event=over)
    colleague = UserFactory()
    over.hosts.add(colleague)
    address = reverse("events:event_attendance", args=[over.pk])
    client.force_login(facilitator)

    answer = client.post(address, {"registration": [mine.pk, other.pk], "came": "yes"}, follow=True)
    client.post(
        reverse("events:attendance_restore", args=[over.pk]), {"recorded": f"{mine.pk}:yes"}
    )

    assert "Ask another host to record whether you attended." in answer.content.decode()
    rows = dict(Registration.objects.values_list("pk", "has_come"))
    assert rows == {mine.pk: None, other.pk: True}
    client.force_login(colleague)
    client.post(address, {"registration": [mine.pk], "came": "yes"})
    mine.refresh_from_db()
    assert mine.has_come is True
