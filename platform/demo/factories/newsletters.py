"""Made-up issues and subscribers of the newsletter."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.accounts import UserFactory
from library.vocabularies.models import Topic
from newsletters.models import Issue, IssueItem, Subscriber
from newsletters.states import IssueState, SubscriberState


class IssueFactory(DjangoModelFactory):
    """A draft without items by default."""

    class Meta:
        model = Issue

    title = factory.Sequence(lambda n: f"What is new, part {n}")
    introduction = "Good morning."
    introduction_html = "<p>Good morning.</p>"
    created_by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyAttribute(lambda row: row.created_at)
    state = IssueState.DRAFT
    sent_at = factory.LazyAttribute(
        lambda row: row.created_at if row.state != IssueState.DRAFT else None
    )


class IssueItemFactory(DjangoModelFactory):
    """An item in an editor's own words. ``IssueItemFactory(topics=[…])`` says what it is about."""

    class Meta:
        model = IssueItem
        skip_postgeneration_save = True

    issue = factory.SubFactory(IssueFactory)
    title = factory.Sequence(lambda n: f"A call for papers {n}")
    address = "https://calls.example.org/"
    note = "Until the end of the month."
    position = factory.Sequence(lambda n: n + 1)

    @factory.post_generation
    def topics(self, create: bool, extracted: list[Topic] | None, **_: Any) -> None:
        if extracted:
            self.topics.add(*extracted)


class SubscriberFactory(DjangoModelFactory):
    """A confirmed address without an account; ``SubscriberFactory(user=…)`` is a person with one."""

    class Meta:
        model = Subscriber
        skip_postgeneration_save = True

    user = None
    address = factory.LazyAttributeSequence(
        lambda row, n: "" if row.user else f"reader{n}@example.org"
    )
    state = SubscriberState.ACTIVE
    asked_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.LazyAttribute(
        lambda row: None if row.state == SubscriberState.ASKED else row.asked_at
    )
    suppressed_at = factory.LazyAttribute(
        lambda row: row.asked_at if row.state == SubscriberState.SUPPRESSED else None
    )

    @factory.post_generation
    def topics(self, create: bool, extracted: list[Topic] | None, **_: Any) -> None:
        if extracted:
            self.topics.add(*extracted)
