"""Made-up events for tests and for the demo."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from demo.factories.accounts import UserFactory
from events.models import Event, Registration
from events.states import EventMode, EventState, RegistrationState, Seat
from library.vocabularies.models import Topic


class EventFactory(DjangoModelFactory):
    """A public event online, in ten days by default. ``EventFactory(hosts=[…], topics=[…])`` names both."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Cold homes, warm people {n}")
    created_by = factory.SubFactory(UserFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=10))
    minutes = 60
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + dt.timedelta(minutes=row.minutes))
    time_zone = "Europe/London"
    mode = EventMode.ONLINE
    place = factory.LazyAttribute(lambda row: "" if row.mode == EventMode.ONLINE else "Town hall")
    join_link = factory.LazyAttribute(
        lambda row: "" if row.mode == EventMode.IN_PERSON else "https://meet.example.org/room"
    )
    state = EventState.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda row: None if row.state == EventState.DRAFT else row.created_at
    )
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def hosts(self, create: bool, extracted: list[User] | None, **_: Any) -> None:
        self.hosts.set(extracted or [])

    @factory.post_generation
    def topics(self, create: bool, extracted: list[Topic] | None, **_: Any) -> None:
        self.topics.set(extracted or [])


class RegistrationFactory(DjangoModelFactory):
    """A place at an event."""

    class Meta:
        model = Registration

    event = factory.SubFactory(EventFactory)
    user = factory.SubFactory(UserFactory)
    seat = factory.LazyAttribute(lambda row: Seat.ONLINE if row.event.is_online else Seat.IN_PERSON)
    state = RegistrationState.REGISTERED
    number = factory.Sequence(lambda n: n + 1_000)
    registered_at = factory.LazyFunction(timezone.now)
