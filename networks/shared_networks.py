"""Who shares a network with whom: profiles ask this for fields that are for members of one's networks."""

from collections.abc import Collection

from accounts.models import User
from accounts.shared_networks import shared_network
from networks.models import Membership


@shared_network("networks")
def met_in_networks(person: User, others: Collection[int]) -> set[int]:
    """Return those of the others who are active members of one of this person's networks."""
    mine = Membership.objects.active().filter(user=person).values("network")
    theirs = Membership.objects.active().filter(user__in=others, network__in=mine)
    return set(theirs.values_list("user_id", flat=True))
