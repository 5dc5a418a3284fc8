"""Who works on a gap, chosen from a list: for whom one may speak, who is seen by whom, and where the gap is shown."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from library.gaps.models import GapWork
from networks.models import NetworkAccess

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = UserFactory(full_name="Ida Okoro")
    client.force_login(user)
    return user


@pytest.fixture
def gap():
    return EvidenceGapFactory(state="open")


def work(gap):
    return reverse("library:evidence_gap_work", args=[gap.pk])


def page(gap, user=None):
    browser = Client()
    if user:
        browser.force_login(user)
    return browser.get(gap.get_absolute_url()).content.decode()


def test_one_chooses_among_oneself_own_networks_and_cohorts_alone(client, member, gap):
    network = NetworkFactory(name="Warm homes")
    MembershipFactory(network=network, user=member)
    other = NetworkFactory()
    cohort = CohortFactory(facilitators=[member])
    strange = CohortFactory()

    html = client.get(work(gap)).content.decode()

    for value in (f"person:{member.pk}", f"network:{network.pk}", f"cohort:{cohort.pk}"):
        assert f'value="{value}"' in html
    for value in (
        f"network:{other.pk}",
        f"cohort:{strange.pk}",
        "person:0",
        "x:1",
        "network:x",
        "\0",
        "9" * 50,
    ):
        assert value not in html or value == "\0"
        answer = client.post(work(gap), {"worker": value, "name": "", "address": ""})
        assert list(answer.context["form"].errors) == ["worker"]
    assert not GapWork.objects.exists()
    assert client.post(work(gap), {"worker": "", "name": ""}).context["form"].errors["name"]


@pytest.mark.parametrize(
    ("access", "visitor", "stranger"),
    [(NetworkAccess.OPEN, True, True), (NetworkAccess.APPROVAL, True, True), (NetworkAccess.INVITED, False, False)],
)  # fmt: skip
def test_a_network_is_named_to_those_who_may_know_of_it(
    client, member, gap, access, visitor, stranger
):
    network = NetworkFactory(name="Quiet people", access=access)
    MembershipFactory(network=network, user=member)

    for _click in range(2):
        client.post(work(gap), {"worker": f"network:{network.pk}", "name": "", "address": "x"})

    assert GapWork.objects.count() == 1
    assert ("Quiet people" in page(gap)) is visitor
    assert ("Quiet people" in page(gap, UserFactory())) is stranger
    assert ("Quiet people" in page(gap, UserFactory(roles=[Role.EDITOR]))) is stranger
    assert "Quiet people" in page(gap, member)
    assert ("A network that is not listed" in page(gap)) is not visitor
    told = Client().get(f"/api/v1/evidence-gaps/{gap.pk}/").json()["worked_on_by"]
    assert told == ["Quiet people" if visitor else "A network that is not listed"]
    about = client.get(reverse("networks:network_about", args=[network.slug])).content.decode()
    assert gap.title in about


def test_a_name_that_is_typed_is_never_taken_for_a_group_of_the_list(client, member, gap):
    network = NetworkFactory()
    MembershipFactory(network=network, user=member)

    opened = client.get(work(gap)).content.decode()
    both = client.post(work(gap), {"worker": f"network:{network.pk}", "name": "Tenants’ union"})

    assert re.findall(r"<option value=\"([^\"]*)\" selected", opened) in ([], [""])
    assert list(both.context["form"].errors) == ["name"]
    assert not GapWork.objects.exists()


def test_a_person_is_named_to_those_signed_in(client, member, gap):
    client.post(work(gap), {"worker": f"person:{member.pk}"})

    assert "Ida Okoro" not in page(gap)
    assert "A member" in page(gap)
    assert "Ida Okoro" in page(gap, UserFactory())


def test_a_cohort_shows_the_public_gaps_it_works_on(client, member, gap):
    cohort = CohortFactory(facilitators=[member])
    hidden = EvidenceGapFactory(state="proposed", title="Not agreed yet")
    GapWork.objects.create(
        gap=hidden, user=member, worker=f"cohort:{cohort.pk}", since=hidden.proposed_at
    )
    client.post(work(gap), {"worker": f"cohort:{cohort.pk}"})

    html = client.get(cohort.get_absolute_url()).content.decode()

    assert gap.title in html
    assert "Not agreed yet" not in html
    assert cohort.name in page(gap, member)


def test_the_page_takes_the_same_queries_however_many_work_on_it(client, member, gap):
    taken = []
    for _round in range(2):
        for _each in range(2):
            network = NetworkFactory()
            GapWork.objects.create(
                gap=gap, user=member, worker=f"network:{network.pk}", since=gap.proposed_at
            )
            someone = UserFactory()
            GapWork.objects.create(
                gap=gap, user=member, worker=f"person:{someone.pk}", since=gap.proposed_at
            )
            cohort = CohortFactory()
            GapWork.objects.create(
                gap=gap, user=member, worker=f"cohort:{cohort.pk}", since=gap.proposed_at
            )
        client.get(gap.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(gap.get_absolute_url())
        taken.append(len(queries))

    assert taken[0] == taken[1] <= 12
