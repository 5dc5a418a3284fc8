"""People, what they tell about themselves, and the organisations they work for."""

from accounts.models.mail_counts import MailCount
from accounts.models.organisations import Organisation, OrganisationKind, OrganisationQuerySet
from accounts.models.profiles import Profile, Visibility, photo_name
from accounts.models.role_grants import RoleGrant
from accounts.models.users import User, UserManager, UserQuerySet, closed_name

__all__ = [
    "MailCount",
    "Organisation",
    "OrganisationKind",
    "OrganisationQuerySet",
    "Profile",
    "RoleGrant",
    "User",
    "UserManager",
    "UserQuerySet",
    "Visibility",
    "closed_name",
    "photo_name",
]
