"""A person's page shows each reader what that person lets them know."""

import pytest
from django.urls import reverse

from accounts.actions import save_profile
from accounts.models import Visibility
from demo.factories.accounts import UserFactory
from demo.factories.networks import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.EVERYONE, {"anyone", "member", "colleague", "self"}),
        (Visibility.MEMBERS, {"member", "colleague", "self"}),
        (Visibility.NETWORKS, {"colleague", "self"}),
        (Visibility.NOBODY, {"self"}),
    ],
)
def test_a_field_is_seen_by_its_circle_alone(client, visibility, seen_by):
    someone, network = UserFactory(), NetworkFactory()
    MembershipFactory(network=network, user=someone)
    save_profile(user=someone, place="Pontypridd", shown_to={"place": visibility})
    readers = {
        "anyone": None,
        "member": UserFactory(),
        "colleague": MembershipFactory(network=network).user,
        "self": someone,
    }

    seen = set()
    for name, reader in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        page = client.get(reverse("dashboard:person", args=[someone.pk]))
        if "Pontypridd" in page.content.decode():
            seen.add(name)

    assert seen == seen_by


def test_a_closed_account_has_no_page(client):
    gone = UserFactory(is_active=False)

    assert client.get(reverse("dashboard:person", args=[gone.pk])).status_code == 404
