"""The institute's team: people with a role, as their profiles let the reader see them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.profiles.visibility import fields_shown
from accounts.roles import Role
from core.prepared import prepared
from core.types import Person


@dataclass(frozen=True)
class TeamMember:
    """A team member with their role, as far as this reader may know."""

    user: User
    role: Role
    fields: dict[str, Any]


# Reviewers are invited from outside and stay unnamed.
SHOWN = (Role.FACILITATOR, Role.COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR)


def team_of(reader: Person, *, most: int | None = None) -> list[TeamMember]:
    """Return the team in the order of its roles; who carries two comes under the first. Three queries."""
    carriers = _carriers()
    fields = fields_shown(reader, carriers)
    members = sorted(
        (_member(user, fields.get(user.pk, {})) for user in carriers),
        key=lambda member: SHOWN.index(member.role),
    )
    return members[:most]


@prepared
def _carriers() -> QuerySet[User]:
    """Return the people with a role that is shown, by name."""
    return (
        User.objects.open()
        .filter(groups__name__in=SHOWN)
        .select_related("profile__organisation")
        .prefetch_related("groups")
        .distinct()
        .order_by("full_name", "pk")
    )


def _member(user: User, fields: dict[str, Any]) -> TeamMember:
    names = {group.name for group in user.groups.all()}
    role = next(role for role in SHOWN if role in names)
    return TeamMember(user=user, role=role, fields=fields)
