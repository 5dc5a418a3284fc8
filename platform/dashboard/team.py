"""The institute's team: those who carry a role, as their profiles let the reader see them."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.roles import Role
from core.types import Person


@dataclass(frozen=True)
class TeamMember:
    """One of the team with what this reader may know."""

    user: User
    fields: dict[str, Any]


# Reviewers are invited from outside and stay unnamed.
SHOWN = (Role.FACILITATOR, Role.COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR)


def team_by_role(reader: Person) -> list[tuple[Role, list[TeamMember]]]:
    """The team in the order of its roles; who carries two stands under the first."""
    carriers = (
        User.objects.open()
        .filter(groups__name__in=SHOWN)
        .select_related("profile__organisation")
        .prefetch_related("groups")
        .distinct()
        .order_by("full_name", "pk")
    )
    shown: list[tuple[Role, list[TeamMember]]] = [(role, []) for role in SHOWN]
    for user in carriers:
        names = {group.name for group in user.groups.all()}
        members = next(members for role, members in shown if role in names)
        profile = getattr(user, "profile", None)
        fields = profile.fields_for(reader, shares_network=False) if profile else {}
        members.append(TeamMember(user=user, fields=fields))
    return [(role, members) for role, members in shown if members]
