"""Networks, the people in them, what they discuss, and what the library publishes for them."""

from networks.models.discussions import (
    POSTS_PER_PAGE,
    Discussion,
    Follow,
    Post,
    PostRevision,
    ReadMark,
)
from networks.models.invitations import Invitation
from networks.models.networks import (
    LISTED_ACCESS,
    Membership,
    MembershipRole,
    Network,
    NetworkAccess,
)
from networks.models.records import NetworkRecord

__all__ = [
    "LISTED_ACCESS",
    "POSTS_PER_PAGE",
    "Discussion",
    "Follow",
    "Invitation",
    "Membership",
    "MembershipRole",
    "Network",
    "NetworkAccess",
    "NetworkRecord",
    "Post",
    "PostRevision",
    "ReadMark",
]
