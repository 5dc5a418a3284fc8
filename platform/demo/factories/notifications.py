"""Made-up notifications for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.accounts import UserFactory
from notifications.models import Delivery, Notification


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    recipient = factory.SubFactory(UserFactory)
    kind = "test.needed"
    key = factory.Sequence(lambda n: f"test.needed:{n}")
    title = factory.Sequence(lambda n: f"Something happened, number {n}")
    address = "/inbox/"
    created_at = factory.LazyFunction(timezone.now)


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = Delivery

    notification = factory.SubFactory(NotificationFactory)
    next_try_at = factory.LazyFunction(timezone.now)
