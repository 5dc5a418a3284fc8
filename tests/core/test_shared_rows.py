"""What tests share is to each of them as if it had been made for it alone."""

from typing import NamedTuple

import pytest
from django.db import transaction

from accounts.models import Organisation, User
from demo.factories.accounts import OrganisationFactory, UserFactory
from tests.shared import shared


class Office(NamedTuple):
    organisation: Organisation
    people: dict[str, User]


@shared
def trust() -> Organisation:
    return OrganisationFactory(name="The trust")


@shared
def office(trust) -> Office:
    return Office(trust, {"first": UserFactory(full_name="First")})


@pytest.mark.parametrize("turn", range(3))
def test_nothing_that_another_test_changed_is_left(office, trust, turn):
    assert Organisation.objects.get() == trust == office.organisation
    assert User.objects.get().full_name == office.people["first"].full_name == "First"
    assert trust.name == "The trust"

    office.people["second"] = UserFactory(full_name="Second")
    office.people["first"].full_name = trust.name = f"Changed in turn {turn}"
    office.people["first"].save()
    trust.delete()

    assert not Organisation.objects.exists()


def test_each_test_has_objects_of_its_own(trust, office):
    assert trust == office.organisation
    assert trust is not office.organisation


def test_a_test_may_take_back_a_part_of_its_own(trust):
    with transaction.atomic():
        trust.delete()
        transaction.set_rollback(True)

    assert Organisation.objects.get().name == "The trust"


def test_what_is_done_after_a_commit_is_that_of_the_test_alone(
    trust, django_capture_on_commit_callbacks
):
    done = []
    with django_capture_on_commit_callbacks(execute=True):
        transaction.on_commit(lambda: done.append(trust.name))

    assert done == ["The trust"]
