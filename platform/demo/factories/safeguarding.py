"""Made-up concerns for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.accounts import UserFactory
from safeguarding.actions import ASSESS_WITHIN
from safeguarding.models import Concern
from safeguarding.working_days import after_working_days


class ConcernFactory(DjangoModelFactory):
    """A concern that was just received. ``person`` is whom it is about."""

    class Meta:
        model = Concern

    reporter = factory.SubFactory(UserFactory)
    person = factory.SubFactory(UserFactory)
    words = "He asks for my private number in each session."
    reported_at = factory.LazyFunction(timezone.now)
    assess_by = factory.LazyAttribute(
        lambda row: after_working_days(row.reported_at, ASSESS_WITHIN)
    )
