"""Who meets whom: profiles ask this for the fields that are for members of one's networks."""

from django.db.models import Exists, OuterRef

from accounts.circles import circle
from accounts.models import User
from networks.models import Membership


@circle
def share_a_network(a: User, b: User) -> bool:
    """Tell whether both are active members of one network."""
    theirs = Membership.objects.active().filter(user=b, network=OuterRef("network"))
    return Membership.objects.active().filter(Exists(theirs), user=a).exists()
