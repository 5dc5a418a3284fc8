"""Networks, the people in them, what they discuss, and what the library publishes for them."""

from networks.models.cases import (
    APPEAL_WITHIN,
    Case,
    Flag,
    FlagReason,
    Pause,
    pause_of,
)
from networks.models.conduct import ConductAcceptance, ConductVersion, conduct_to_accept
from networks.models.discussions import (
    POSTS_PER_PAGE,
    Discussion,
    Follow,
    Post,
    PostRevision,
    ReadMark,
)
from networks.models.events import NetworkEvent, events_in_hand, events_of, events_to_add
from networks.models.files import MOST_FILES, PostFile
from networks.models.invitations import Invitation
from networks.models.kept_files import KeptFile
from networks.models.networks import (
    LISTED_ACCESS,
    Membership,
    MembershipRole,
    Network,
    NetworkAccess,
    NetworkNews,
)
from networks.models.questions import SettledQuestion
from networks.models.records import NetworkRecord

__all__ = [
    "APPEAL_WITHIN",
    "LISTED_ACCESS",
    "MOST_FILES",
    "POSTS_PER_PAGE",
    "Case",
    "ConductAcceptance",
    "ConductVersion",
    "Discussion",
    "Flag",
    "FlagReason",
    "Follow",
    "Invitation",
    "KeptFile",
    "Membership",
    "MembershipRole",
    "Network",
    "NetworkAccess",
    "NetworkEvent",
    "NetworkNews",
    "NetworkRecord",
    "Pause",
    "Post",
    "PostFile",
    "PostRevision",
    "ReadMark",
    "SettledQuestion",
    "conduct_to_accept",
    "events_in_hand",
    "events_of",
    "events_to_add",
    "pause_of",
]
