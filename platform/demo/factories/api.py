"""Factories of tokens and services."""

import datetime as dt
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from api.models import Service, Token
from api.token_text import digest_of, new_token_text, shown_part_of
from demo.factories.accounts import UserFactory


class ServiceFactory(DjangoModelFactory):
    """A service that may read the library."""

    class Meta:
        model = Service

    name = factory.Sequence(lambda n: f"Service {n}")
    contact = factory.SubFactory(UserFactory)
    scopes = factory.LazyFunction(lambda: ["library:read"])
    added_by = factory.SelfAttribute("contact")
    added_at = factory.LazyFunction(timezone.now)


class TokenFactory(DjangoModelFactory):
    """A person's token that may read the library: ``TokenFactory(secret=new_token_text())`` is one to ask with."""

    class Meta:
        model = Token

    class Params:
        secret = factory.LazyFunction(new_token_text)

    person = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Token {n}")
    scopes = factory.LazyFunction(lambda: ["library:read"])
    shown_part = factory.LazyAttribute(lambda made: shown_part_of(made.secret))
    digest = factory.LazyAttribute(lambda made: digest_of(made.secret))
    made_by = factory.LazyAttribute(lambda made: made.person or made.service.contact)
    made_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda made: made.made_at + dt.timedelta(days=90))
    form_key = factory.LazyFunction(uuid.uuid4)
