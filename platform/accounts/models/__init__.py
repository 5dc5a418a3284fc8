"""People, what they tell about themselves, and the organisations they work for."""

from accounts.models.blocks import Block, are_apart, has_blocked, is_apart_from
from accounts.models.closing import ClosingRequest
from accounts.models.mail_counts import MailCount
from accounts.models.organisations import Organisation, OrganisationKind, OrganisationQuerySet
from accounts.models.profiles import Profile, Visibility, photo_name
from accounts.models.role_grants import RoleGrant
from accounts.models.suspensions import Suspension
from accounts.models.users import User, UserManager, UserQuerySet, closed_name

__all__ = [
    "Block",
    "ClosingRequest",
    "MailCount",
    "Organisation",
    "OrganisationKind",
    "OrganisationQuerySet",
    "Profile",
    "RoleGrant",
    "Suspension",
    "User",
    "UserManager",
    "UserQuerySet",
    "Visibility",
    "are_apart",
    "closed_name",
    "has_blocked",
    "is_apart_from",
    "photo_name",
]
