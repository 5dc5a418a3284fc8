"""Made-up people and organisations for tests and for the demo."""

import secrets
from typing import Any

import factory
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.models import Organisation, Profile, User
from accounts.roles import Role


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Council {n}")


class UserFactory(DjangoModelFactory):
    """A member, with an empty profile. ``UserFactory(roles=[Role.EDITOR])`` makes one of the staff."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    is_demo = True
    # Signs in by code, as most people do. Django draws each of the forty letters by itself.
    password = factory.LazyFunction(lambda: UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20))

    @factory.post_generation
    def roles(self, create: bool, extracted: list[Role] | None, **_: Any) -> None:
        if extracted:
            self.groups.add(*(Group.objects.get_or_create(name=role)[0] for role in extracted))


class ProfileFactory(DjangoModelFactory):
    """The profile that every user has, filled: ``ProfileFactory(user=user, place="Leeds")``."""

    class Meta:
        model = Profile

    user = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Profile], *args: Any, **kwargs: Any) -> Profile:
        profile: Profile = kwargs.pop("user").profile
        for field, value in kwargs.items():
            setattr(profile, field, value)
        profile.save()
        return profile
